"""The start page, and the quick log."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from config.shared import clock
from firms.accounts.models import Office
from firms.register.models import Interaction
from programs.followups.models import FollowUp
from programs.workspace.selectors.my_day import LIMIT, SHORT
from tests.factories.firms import AssignmentFactory, FirmFactory, UserFactory
from tests.factories.programs import (
    ApplicationFactory,
    FollowUpFactory,
    OfferingFactory,
    ProgramFactory,
    ReminderFactory,
    ReviewerFactory,
)

DAY = reverse("workspace:my-day")
LOG = reverse("workspace:quick-log")


@pytest.mark.parametrize("size", [5, 40])
def test_queries_do_not_grow_with_rows(
    adviser_client, make_caseload, size, django_assert_max_num_queries
):
    make_caseload(firms=size)
    adviser_client.get(DAY)
    with django_assert_max_num_queries(12):
        adviser_client.get(DAY)


def subjects(rows):
    return [row.follow_up.subject for row in rows]


def test_promises_stand_under_their_day(adviser_client, firm, today):
    FollowUpFactory(firm=firm, subject="late", due_on=today - timedelta(days=1))
    FollowUpFactory(firm=firm, subject="now", due_on=today)
    FollowUpFactory(firm=firm, subject="soon", due_on=today + timedelta(days=7))
    FollowUpFactory(firm=firm, subject="later", due_on=today + timedelta(days=8))
    day = adviser_client.get(DAY).context["day"]
    found = [subjects(rows) for rows in (day.overdue, day.due_today, day.next_7_days)]
    assert found == [["late"], ["now"], ["soon"]]


def test_closed_promises_and_foreign_ones_are_not_there(adviser_client, firm, foreign_firm, today):
    FollowUpFactory(firm=firm, subject="done", due_on=today, state="done", done_on=today)
    FollowUpFactory(firm=foreign_firm, subject="foreign", due_on=today)
    day = adviser_client.get(DAY).context["day"]
    assert subjects(day.due_today) == []


def test_unassigned_firms_of_the_office_can_be_taken(adviser_client, unassigned_firm):
    page = adviser_client.get(DAY)
    assert unassigned_firm.legal_name in page.text
    adviser_client.post(reverse("firms:take", args=[unassigned_firm.pk]))
    assert adviser_client.get(DAY).context["day"].unassigned_count == 0


ENTRY = {"kind": "call", "summary": "Wants two pallets.", "next_contact": "week"}


def test_a_contact_and_the_next_promise_are_written_together(adviser_client, firm, today):
    adviser_client.post(LOG, ENTRY | {"firm": firm.pk})
    assert Interaction.objects.get(firm=firm).summary == "Wants two pallets."
    promise = FollowUp.objects.get(firm=firm)
    assert today + timedelta(days=7) <= promise.due_on <= today + timedelta(days=14)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        pytest.param({"summary": ""}, "summary", id="nothing said"),
        pytest.param({"next_contact": "on"}, "next_on", id="no day"),
        pytest.param({"next_contact": "none"}, "why_none", id="no reason"),
        pytest.param({"kind": "telepathy"}, "kind", id="no such way"),
    ],
)
def test_a_bad_entry_is_named_and_nothing_is_written(adviser_client, firm, entry, field):
    response = adviser_client.post(LOG, ENTRY | {"firm": firm.pk} | entry)
    assert field in response.context["form"].errors
    assert not Interaction.objects.exists()
    assert not FollowUp.objects.exists()


def test_a_day_that_is_over_is_refused_and_the_contact_is_not_half_written(
    adviser_client, firm, today
):
    past = (today - timedelta(days=3)).isoformat()
    response = adviser_client.post(
        LOG, ENTRY | {"firm": firm.pk, "next_contact": "on", "next_on": past}
    )
    assert response.context["form"].non_field_errors()
    assert not Interaction.objects.exists()


@pytest.mark.asvs("8.2.2")
def test_a_foreign_firm_is_no_choice(adviser_client, foreign_firm):
    response = adviser_client.post(LOG, ENTRY | {"firm": foreign_firm.pk})
    assert "firm" in response.context["form"].errors
    assert not Interaction.objects.exists()


# Many, and whose turn it is ----------------------------------------------------------------------


def test_many_late_ones_do_not_hide_what_is_due_today(adviser_client, firm, today):
    late = today - timedelta(days=3)
    FollowUpFactory.create_batch(LIMIT + 5, firm=firm, planned_on=late, due_on=late)
    FollowUpFactory(firm=firm, subject="now", due_on=today)
    page = adviser_client.get(DAY)
    day = page.context["day"]
    assert (len(day.overdue), day.overdue.total, subjects(day.due_today)) == (
        LIMIT,
        LIMIT + 5,
        ["now"],
    )
    assert f"The first {LIMIT} of {LIMIT + 5}" in page.text


def test_what_a_manager_is_to_ask_is_not_the_advisers_own(
    adviser_client, manager_client, firm, today
):
    FollowUpFactory(firm=firm, subject="the manager's", due_on=today, who="manager")
    day = adviser_client.get(DAY).context["day"]
    assert (subjects(day.due_today), subjects(day.waiting_on_manager)) == ([], ["the manager's"])
    assert subjects(manager_client.get(DAY).context["day"].due_today) == ["the manager's"]


def test_what_was_told_and_is_over_or_out_of_view_is_not_told_any_more(
    adviser, adviser_client, firm, foreign_firm, today
):
    for each, state in ((firm, "due"), (firm, "done"), (foreign_firm, "due")):
        follow_up = FollowUpFactory(
            firm=each, due_on=today, state=state, done_on=today if state == "done" else None
        )
        at = clock.now()
        ReminderFactory(
            follow_up=follow_up,
            recipient=adviser,
            channel="in_app",
            state="sent",
            due_on=today,
            queued_at=at,
            sent_at=at,
        )
    told = adviser_client.get(DAY).context["day"].told
    assert [(row.follow_up.firm, row.follow_up.state) for row in told] == [(firm, "due")]


def test_the_day_is_the_one_of_the_office(adviser_client, adviser, firm):
    Office.objects.update(time_zone="Asia/Kamchatka")
    with time_machine.travel("2026-03-02T20:00:00+00:00", tick=False):  # the third, over there
        sent = {"learnt": "", "done_on": "2026-03-03"}
        follow_up = FollowUpFactory(firm=firm, subject="now", due_on=date(2026, 3, 3))
        assert subjects(adviser_client.get(DAY).context["day"].due_today) == ["now"]
        adviser_client.post(reverse("programs:follow-up-done", args=[follow_up.pk]), sent)
    follow_up.refresh_from_db()
    assert follow_up.done_on == date(2026, 3, 3)


# Applications ------------------------------------------------------------------------------------


def test_what_waits_for_points_is_not_what_a_manager_decides(
    adviser, adviser_client, firm, foreign_firm, office
):
    offering = OfferingFactory(program=ProgramFactory(office=office))
    own, foreign = (
        ApplicationFactory(offering=offering, firm=each) for each in (firm, foreign_firm)
    )
    assert not adviser_client.get(DAY).context["day"].to_review
    ReviewerFactory(offering=offering, person=adviser)
    page = adviser_client.get(DAY)
    day = page.context["day"]
    assert (day.seats_to_decide, day.to_review, day.to_review_total) == ([own], [foreign], 1)
    assert reverse("programs:application", args=[foreign.pk]) in page.text
    assert foreign_firm.get_absolute_url() not in page.text


def test_many_that_wait_for_points_are_counted(adviser, adviser_client, office):
    offering = OfferingFactory(program=ProgramFactory(office=office))
    ReviewerFactory(offering=offering, person=adviser)
    ApplicationFactory.create_batch(SHORT + 3, offering=offering)
    page = adviser_client.get(DAY)
    assert len(page.context["day"].to_review) == SHORT
    assert f"The first {SHORT} of {SHORT + 3}" in page.text


# Answers to offers -------------------------------------------------------------------------------


@pytest.fixture
def ended(office):
    """How the offer to a firm ended."""
    offering = OfferingFactory(program=ProgramFactory(office=office), seats=9)

    def end(firm, state, *, by=None, ago=timedelta(), **about):
        application = ApplicationFactory(offering=offering, firm=firm, state=state)
        return application.moves.create(
            before="offered", after=state, by=by, moved_at=clock.now() - ago, **about
        )

    return end


def answers(client):
    return client.get(DAY).context["day"].offers_answered


def test_an_adviser_reads_how_firms_answered(adviser_client, adviser, ended, office):
    own, others = (AssignmentFactory(adviser=adviser).firm for _each in range(2)), FirmFactory()
    owner = UserFactory(role="firm_owner", office=None, name="Olga Primer")
    accepting, silent = own
    yes = ended(accepting, "seated", by=owner, ago=timedelta(days=6))
    lapsed = ended(silent, "lapsed", ago=timedelta(days=1))
    ended(others, "seated")
    assert answers(adviser_client) == [lapsed, yes]
    page = adviser_client.get(DAY).text
    assert "Answers to offers" in page
    assert "Olga Primer" in page


@pytest.mark.parametrize(
    "about",
    [
        pytest.param({"state": "seated", "ago": timedelta(days=8)}, id="long known"),
        pytest.param({"state": "refused"}, id="the agency's own no"),
        pytest.param({"state": "seated", "because": {"code": "by_hand"}}, id="a manager's yes"),
    ],
)
def test_what_is_no_news_is_not_there(adviser_client, firm, ended, about):
    ended(firm, **about)
    assert answers(adviser_client) == []
    assert "Answers to offers" not in adviser_client.get(DAY).text


def test_what_the_reader_did_is_no_news_but_is_to_others(
    adviser, adviser_client, manager_client, firm, ended
):
    declined = ended(firm, "declined", by=adviser, note="They called.")
    assert answers(adviser_client) == []
    assert answers(manager_client) == [declined]


def test_a_seat_given_at_once_was_no_offer(adviser_client, firm, office):
    application = ApplicationFactory(firm=firm, state="seated")
    application.moves.create(before="applied", after="seated", moved_at=clock.now())
    assert answers(adviser_client) == []


def test_a_no_noted_as_a_withdrawal_is_an_answer(adviser_client, firm, ended, manager):
    withdrawn = ended(firm, "withdrawn", by=manager)
    assert answers(adviser_client) == [withdrawn]


def test_many_answers_are_counted(manager_client, ended):
    for _number in range(SHORT + 3):
        ended(FirmFactory(), "lapsed")
    page = manager_client.get(DAY)
    assert len(page.context["day"].offers_answered) == SHORT
    assert f"The newest {SHORT} of {SHORT + 3}" in page.text
