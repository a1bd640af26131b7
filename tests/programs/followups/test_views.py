"""Pages of follow-ups, through the whole stack, as the real roles."""

import pytest
from django.urls import reverse

from firms.register.models import Interaction
from programs.followups.models import FollowUp
from tests.factories.programs import FollowUpFactory

VERBS = [
    ("follow-up-done", {"learnt": "Labels"}),
    ("follow-up-snooze", {"until": "2026-03-20"}),
    ("follow-up-reschedule", {"due_on": "2026-03-20"}),
    ("follow-up-skip", {"reason": "Not needed"}),
    ("follow-up-unreachable", {}),
    ("follow-up-call", {"kind": "call", "summary": "Called"}),
]


@pytest.fixture
def foreign_due(foreign_firm, on_monday):
    return FollowUpFactory(firm=foreign_firm)


def _url(name, row):
    return reverse(f"programs:{name}", args=[row.pk])


def test_four_answers_and_the_next_promise(adviser_client, due, firm):
    answer = adviser_client.post(
        _url("follow-up-done", due),
        {"offer_or_deal": "Two offers", "next_contact": "month", "next_subject": "Contract?"},
    )
    assert answer.url == firm.get_absolute_url()
    due.refresh_from_db()
    assert (due.state, due.answers) == ("done", {"offer_or_deal": "Two offers"})
    assert FollowUp.objects.open().get(firm=firm).subject == "Contract?"


def test_a_date_is_asked_for_when_one_is_promised(adviser_client, due):
    page = adviser_client.post(_url("follow-up-done", due), {"next_contact": "on"})
    assert "Choose the date of the next follow-up." in page.content.decode()
    due.refresh_from_db()
    assert due.state == "due"


def test_a_double_submit_answers_once(adviser_client, due):
    adviser_client.post(_url("follow-up-done", due), {"learnt": "Labels"})
    adviser_client.post(_url("follow-up-done", due), {"learnt": "Another"})
    due.refresh_from_db()
    assert due.answers == {"learnt": "Labels"}


def test_a_closed_one_shows_its_answers(adviser_client, due):
    how_to_answer = "One answer is enough"
    assert how_to_answer in adviser_client.get(_url("follow-up", due)).content.decode()
    adviser_client.post(_url("follow-up-done", due), {"learnt": "Labels matter"})
    page = adviser_client.get(_url("follow-up", due)).content.decode()
    assert "Labels matter" in page
    assert "<textarea" not in page
    assert how_to_answer not in page


def test_a_move_can_be_undone(adviser_client, due):
    moved = adviser_client.post(
        _url("follow-up-reschedule", due), {"due_on": "2026-03-20"}, follow=True
    )
    due.refresh_from_db()
    assert str(due.due_on) == "2026-03-20"
    page = moved.content.decode()
    undo = page.split(f'action="/follow-ups/{due.pk}/restore/')[1].split('"')[0]
    adviser_client.post(f"/follow-ups/{due.pk}/restore/{undo}")
    due.refresh_from_db()
    assert str(due.due_on) == "2026-03-02"


def test_a_button_puts_it_off_and_stays_on_the_list(adviser_client, due):
    answer = adviser_client.post(
        _url("follow-up-snooze", due), {"days": "7"}, headers={"Referer": "http://testserver/day/"}
    )
    due.refresh_from_db()
    assert (due.state, str(due.due_on)) == ("snoozed", "2026-03-10")
    assert answer.url == "http://testserver/day/"


def test_without_a_day_it_is_not_put_off(adviser_client, due):
    page = adviser_client.post(_url("follow-up-snooze", due), {}).content.decode()
    assert "Choose a day." in page


def test_a_forged_undo_does_not_exist(adviser_client, due):
    url = reverse("programs:follow-up-restore", args=[due.pk, "forged"])
    assert adviser_client.post(url).status_code == 404


def test_htmx_gets_the_toast_and_takes_its_row_away(adviser_client, due):
    answer = adviser_client.post(
        _url("follow-up-snooze", due), {"until": "2026-03-20"}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "hx-swap-oob" in page
    assert "follow-up moved to" in page
    assert "<html" not in page


def test_htmx_gets_the_form_alone_with_its_errors(adviser_client, due):
    answer = adviser_client.post(
        _url("follow-up-skip", due), {"reason": ""}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert "<form" in page
    assert "<html" not in page


def test_a_call_is_logged_and_the_question_stays_open(adviser_client, due):
    adviser_client.post(_url("follow-up-call", due), {"kind": "call", "summary": "No news"})
    assert Interaction.objects.get().summary == "No news"
    due.refresh_from_db()
    assert due.state == "due"


def test_one_is_planned_by_hand(adviser_client, firm, on_monday):
    adviser_client.post(_url("follow-up-new", firm), {"subject": "Quotes", "due_on": "2026-03-12"})
    assert FollowUp.objects.get(firm=firm).subject == "Quotes"


def test_a_logged_call_promises_the_next(adviser_client, due, firm):
    adviser_client.post(
        _url("follow-up-call", due),
        {"kind": "call", "summary": "Wants quotes", "next_contact": "week"},
    )
    assert FollowUp.objects.filter(firm=firm, subject="Wants quotes").exists()


@pytest.mark.parametrize(("name", "data"), VERBS)
def test_a_foreign_follow_up_does_not_exist(adviser_client, foreign_due, name, data):
    assert adviser_client.post(_url(name, foreign_due), data).status_code == 404
    foreign_due.refresh_from_db()
    assert foreign_due.state == "due"


@pytest.mark.parametrize(("name", "data"), VERBS)
def test_an_administrator_answers_for_nobody(administrator_client, due, name, data):
    assert administrator_client.post(_url(name, due), data).status_code == 403


@pytest.mark.parametrize(("name", "data"), VERBS)
def test_a_firm_does_not_use_the_agencys_pages(firm_owner_client, due, name, data):
    assert firm_owner_client.post(_url(name, due), data).status_code == 403


@pytest.mark.parametrize(("name", "data"), VERBS)
def test_every_form_opens_as_a_page(adviser_client, due, name, data):
    page = adviser_client.get(_url(name, due)).content.decode()
    assert "<form" in page
    assert due.firm.legal_name in page


def test_planning_for_a_foreign_firm_is_not_possible(adviser_client, foreign_firm, on_monday):
    data = {"subject": "Quotes", "due_on": "2026-03-12"}
    assert adviser_client.post(_url("follow-up-new", foreign_firm), data).status_code == 404
