"""From when a window runs, and whom it reaches: firms that cannot be asked, managers who are away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from firms.audit.models import AuditEvent
from programs.followups.actions import ask_firm, complete_follow_up, dispatch, note_bounce
from programs.followups.models import Escalation, Message, Reminder
from programs.followups.rules import Level
from programs.followups.selectors import proof
from programs.workspace.selectors import my_day
from tests.factories.firms import AbsenceFactory, ContactFactory, UserFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def after(days):
    return NOW + timedelta(days=days)


def levels():
    return list(Escalation.objects.order_by("level").values_list("level", flat=True))


def test_it_runs_from_the_day_somebody_was_told(due, office_manager):
    dispatch(now=after(29))  # nobody dispatched for a month
    assert levels() == []
    dispatch(now=after(38))
    assert levels() == [Level.DELEGATE]
    assert not Reminder.objects.of_pages(office_manager).exists()


def test_a_firm_that_cannot_be_asked_rises_like_its_advisers_own(firm, office_manager, on_monday):
    FollowUpFactory(firm=firm, who="firm")  # the firm has no contact
    for days in (0, 9, 16):
        dispatch(now=after(days))
    assert levels() == [Level.DELEGATE, Level.OFFICE]
    assert Reminder.objects.of_pages(office_manager).count() == 1


@pytest.fixture
def asked_late(due, firm, adviser, on_monday):
    """The adviser lets the firm answer when the follow-up is late, and was passed up already."""
    ContactFactory(firm=firm, email="owner@works.example", is_primary=True)
    for days in (0, 9):
        dispatch(now=after(days))
    mail.outbox.clear()
    Reminder.objects.update(queued_at=NOW)
    ask_firm(follow_up=due, by=adviser)
    Reminder.objects.filter(contact__isnull=False).update(queued_at=after(10))
    dispatch(now=after(10))
    return due


def test_a_late_question_has_a_window_of_its_own(asked_late, adviser):
    assert [message.to for message in mail.outbox] == [["owner@works.example"]]
    page = my_day(adviser, today=date(2026, 3, 12))
    assert [row.follow_up for row in page.waiting_on_firm] == [asked_late]


def test_its_silence_comes_back_when_that_window_is_over(asked_late, adviser):
    dispatch(now=after(29))
    page = my_day(adviser, today=date(2026, 3, 31))
    assert [row.follow_up for row in page.overdue] == [asked_late]


@pytest.fixture
def two_contacts(firm, on_monday):
    ContactFactory(firm=firm, email="owner@works.example", is_primary=True)
    ContactFactory(firm=firm, email="sales@works.example", is_primary=False)
    follow_up = FollowUpFactory(firm=firm, who="firm")
    dispatch(now=NOW)
    return follow_up


def came_back(address):
    message = Message.objects.get(address=address)
    note_bounce(token=message.token, address=address, reason="550 unknown")


def test_a_question_that_came_back_goes_to_the_next_contact(two_contacts, adviser):
    came_back("owner@works.example")
    dispatch(now=NOW + timedelta(minutes=5))
    came_back("sales@works.example")
    dispatch(now=NOW + timedelta(minutes=10))
    dispatch(now=NOW + timedelta(minutes=15))
    assert [message.to[0] for message in mail.outbox] == [
        "owner@works.example",
        "sales@works.example",
        adviser.email,
    ]
    assert "no contact with a working address" in mail.outbox[-1].body


# Managers ----------------------------------------------------------------------------------------


@pytest.fixture
def covering(office, office_manager):
    """The office's manager is away; the one who covers has the same office in view."""
    colleague = UserFactory(role="manager", office=None)
    AbsenceFactory(
        user=office_manager,
        delegate=colleague,
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 3, 31),
    )
    return colleague


def test_who_covers_for_a_manager_is_told(due, covering, office_manager):
    for days in (0, 16):
        dispatch(now=after(days))
    assert Reminder.objects.of_pages(covering).exists()
    assert not Reminder.objects.of_pages(office_manager).exists()


def test_a_manager_who_moved_away_is_left_out_and_the_next_one_told(due, office, office_manager):
    dispatch(now=NOW)
    night = datetime(2026, 3, 18, 0, 30, tzinfo=UTC)  # written, and the digest waits for morning
    dispatch(now=night)
    office_manager.office = None
    office_manager.role = "expert"
    office_manager.save()
    successor = UserFactory(role="manager", office=office)
    for hours in (8, 9, 32):
        dispatch(now=night + timedelta(hours=hours))
    told = [message.to[0] for message in mail.outbox]
    assert office_manager.email not in told
    assert successor.email in told


# The timeline ------------------------------------------------------------------------------------


def test_what_is_told_on_the_pages_stands_on_the_timeline_once(due, office_manager):
    for days in (0, 16, 16):
        dispatch(now=after(days))
    events = AuditEvent.objects.filter(kind="reminder.shown")
    assert [event.sentence for event in events] == [
        f"{office_manager.name} is told on the pages about the follow-up of 2 March 2026. "
        "It has waited too long and was passed up to you."
    ]
    assert events[0].firm_id == due.firm_id


# The end of the ladder ---------------------------------------------------------------------------


@pytest.fixture
def at_the_top(due, office_manager, manager):
    """Everybody was told, the last of them the agency's manager after 29 days."""
    for days in (0, 9, 16, 29):
        dispatch(now=after(days))
    return due


def state_of(follow_up):
    follow_up.refresh_from_db()
    return follow_up.state


def test_what_nobody_dealt_with_is_left_undone_in_the_end(at_the_top, adviser):
    dispatch(now=after(60))
    assert state_of(at_the_top) == "due"
    for _each in range(2):
        dispatch(now=after(61))
    assert state_of(at_the_top) == "failed"
    event = AuditEvent.objects.get(kind="followup.failed")
    assert "Everybody was told of the follow-up of 2 March 2026" in event.sentence
    assert my_day(adviser, today=date(2026, 5, 3)).overdue.total == 0
    assert proof(today=date(2026, 5, 3)).holds


def test_a_late_answer_still_counts(at_the_top, adviser, adviser_client):
    dispatch(now=after(61))
    page = adviser_client.get(reverse("programs:follow-up", args=[at_the_top.pk])).content.decode()
    assert "Left undone" in page
    complete_follow_up(follow_up=at_the_top, by=adviser, answers={"learnt": "Better late"})
    assert state_of(at_the_top) == "done"


def test_what_never_rose_to_the_top_stays_open(firm, office_manager, on_monday):
    old = FollowUpFactory(firm=firm, planned_on=date(2025, 11, 3))  # imported history
    dispatch(now=NOW)
    dispatch(now=after(30))
    assert state_of(old) == "due"


def test_whoever_was_told_last_has_a_window_too(due, office_manager, manager):
    for days in (0, 9, 16, 57):  # nobody dispatched for weeks
        dispatch(now=after(days))
    dispatch(now=after(61))
    assert state_of(due) == "due"
    dispatch(now=after(68))
    assert state_of(due) == "failed"
