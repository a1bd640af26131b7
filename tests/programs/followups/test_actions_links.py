"""The firm answers by a personal link: no password, once, saved and resumed, re-issued."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from firms.audit.models import AuditEvent
from programs.followups.actions import (
    ask_firm,
    decide_proposal,
    dispatch,
    mark_unreachable,
    note_answer,
    note_bounce,
    skip,
)
from programs.followups.errors import AlreadyDecided, NobodyToAsk
from programs.followups.models import (
    AnswerLink,
    FollowUp,
    Message,
    Proposal,
    Reminder,
)
from programs.workspace.selectors import my_day
from tests.factories.firms import ContactFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def contact(firm):
    return ContactFactory(
        firm=firm, name="Invented Owner", email="owner@works.example", is_primary=True
    )


@pytest.fixture
def asked(firm, contact, on_monday):
    """A follow-up whose plan lets the firm answer, and the mail that went out."""
    follow_up = FollowUpFactory(firm=firm, who="firm", subject="How was the fair?")
    dispatch(now=NOW)
    return follow_up


@pytest.fixture
def address(asked):
    """The path of the link in the mail."""
    body = mail.outbox[-1].body
    line = next(line for line in body.splitlines() if "/answer/" in line)
    return line[line.index("/answer/") :].strip()


@pytest.fixture
def stranger():
    return Client()


def test_the_mail_goes_to_the_contact_in_words_for_a_firm(asked, firm):
    message = mail.outbox[0]
    assert message.to == ["owner@works.example"]
    assert message.subject == f"{firm.legal_name}: how did it go?"
    assert "How was the fair?" in message.body
    assert "You are the contact of" in message.body
    assert Message.objects.get().kind == "question"


def test_the_database_keeps_no_token(address):
    token = address.split("/")[2]
    assert AnswerLink.objects.get().token_hash != token
    assert len(AnswerLink.objects.get().token_hash) == 64


@pytest.mark.parametrize("verb", ["get", "head", "options"])
@pytest.mark.asvs("9.2.1", "3.5.3")
def test_a_scanner_uses_nothing_up(stranger, address, asked, verb):
    for _each in range(3):
        assert getattr(stranger, verb)(address).status_code == 200
    asked.refresh_from_db()
    assert (asked.state, AnswerLink.objects.get().used_at) == ("due", None)
    assert stranger.post(address, {"act": "no_change"}).status_code == 200


def test_the_page_is_for_a_phone_and_for_nobody_else(stranger, address):
    page = stranger.get(address)
    assert page["Referrer-Policy"] == "same-origin"  # the address is the key: it leaks nowhere
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert "No change" in page.content.decode()


def test_an_answer_closes_it_proposes_and_is_seen(stranger, address, asked, adviser, profile):
    stranger.post(
        address,
        {
            "act": "send",
            "has_deal": "yes",
            "offer_or_deal": "A trial order from Lanvik",
            "obstacle": "foreign_contacts",
            "learnt": "Samples first",
        },
    )
    asked.refresh_from_db()
    assert (asked.state, asked.done_on, asked.closed_by) == ("done", date(2026, 3, 2), None)
    assert asked.answered_by.name == "Invented Owner"
    assert sorted(Proposal.objects.values_list("kind", "state", "constraint__code")) == [
        ("finding", "open", "foreign_contacts"),
        ("outcome", "open", None),
    ]
    event = AuditEvent.objects.get(kind="followup.answered")
    assert "Invented Owner answered by link" in event.sentence
    assert "A trial order from Lanvik" in event.note


def test_no_change_in_one_click(stranger, address, asked):
    stranger.post(address, {"act": "no_change"})
    asked.refresh_from_db()
    assert (asked.state, asked.answers) == ("done", {"no_change": "yes"})
    assert not Proposal.objects.exists()


@pytest.mark.asvs("6.5.1")
def test_it_answers_once(stranger, address):
    stranger.post(address, {"learnt": "First"})
    second = stranger.post(address, {"learnt": "Second"})
    assert (second.status_code, FollowUp.objects.get().answers) == (410, {"learnt": "First"})
    assert "answered already" in second.content.decode()


def test_nothing_said_is_refused_and_kept_open(stranger, address, asked):
    page = stranger.post(address, {"act": "send"})
    asked.refresh_from_db()
    assert (page.status_code, asked.state) == (422, "due")
    assert "one field at least" in page.content.decode()


def test_save_and_go_on_later(stranger, address, asked):
    stranger.post(address, {"act": "save", "learnt": "Half a thought"})
    asked.refresh_from_db()
    assert asked.state == "due"
    assert "Half a thought" in Client().get(address).content.decode()


def test_a_new_link_goes_on_where_the_old_one_stopped(stranger, address, asked, adviser):
    stranger.post(address, {"act": "save", "learnt": "Half a thought"})
    ask_firm(follow_up=asked, by=adviser)
    dispatch(now=NOW)
    line = next(line for line in mail.outbox[-1].body.splitlines() if "/answer/" in line)
    fresh = line[line.index("/answer/") :].strip()
    assert stranger.get(address).status_code == 410
    assert "Half a thought" in stranger.get(fresh).content.decode()


def test_the_last_answers_are_there(stranger, address, asked, firm, contact, on_monday):
    FollowUpFactory(
        firm=firm,
        state="done",
        done_on=date(2026, 1, 5),
        answered_by=contact,
        answers={"learnt": "Packaging", "no_change": "yes"},
    )
    page = stranger.get(address).content.decode()
    assert "Packaging" in page
    assert "your answers from the last time" in page


@pytest.mark.asvs("9.1.1", "9.2.1")
def test_a_forged_link_is_nothing(stranger, address):
    forged = address[:-3] + ("aa/" if address[-3:-1] != "aa" else "bb/")
    assert stranger.get(forged).status_code == 410
    assert stranger.post(forged, {"act": "renew"}).status_code == 200
    assert Reminder.objects.count() == 1


def test_an_old_link_can_be_renewed_to_the_same_address(stranger, address, asked):
    with time_machine.travel("2026-04-06T09:00:00+00:00", tick=False):
        page = stranger.get(address)
        assert page.status_code == 410
        assert "Send me a new link" in page.content.decode()
        for _each in range(2):  # once more after the new one has come: nothing is sent
            stranger.post(address, {"act": "renew"})
            dispatch(now=datetime(2026, 4, 6, 9, 0, tzinfo=UTC))
        assert [message.to for message in mail.outbox] == [["owner@works.example"]] * 2
        line = next(line for line in mail.outbox[-1].body.splitlines() if "/answer/" in line)
        fresh = line[line.index("/answer/") :].strip()
        assert stranger.post(fresh, {"learnt": "Better late"}).status_code == 200
    asked.refresh_from_db()
    assert asked.state == "done"


@pytest.mark.parametrize("how", ["skipped", "left"])
def test_what_is_not_asked_any_more_says_so(stranger, address, asked, adviser, contact, how):
    if how == "skipped":
        skip(follow_up=asked, by=adviser, reason="The season is over.")
    else:
        contact.left_on = date(2026, 3, 1)
        contact.save()
    assert stranger.get(address).status_code == 410
    assert stranger.post(address, {"learnt": "Late"}).status_code == 410


def test_a_late_answer_still_counts_after_nobody_was_reached(stranger, address, asked, adviser):
    mark_unreachable(follow_up=asked, by=adviser)
    assert stranger.post(address, {"learnt": "We were abroad"}).status_code == 200
    asked.refresh_from_db()
    assert asked.state == "done"


def test_a_firm_without_a_contact_is_the_advisers(firm, adviser, on_monday):
    FollowUpFactory(firm=firm, who="firm")
    dispatch(now=NOW)
    assert [message.to for message in mail.outbox] == [[adviser.email]]
    assert "no contact with a working address" in mail.outbox[0].body


def test_asking_a_firm_without_a_contact_says_what_to_do(due, adviser):
    with pytest.raises(NobodyToAsk, match="has no contact"):
        ask_firm(follow_up=due, by=adviser)


def test_an_address_that_bounces_is_asked_no_more(asked, firm, adviser, contact):
    message = Message.objects.get()
    assert note_bounce(token=message.token, address=contact.email, reason="550 no such user")
    assert note_bounce(token=message.token, address=contact.email, reason="550 no such user")
    assert Reminder.objects.get(contact=contact).state == "bounced"
    assert AuditEvent.objects.filter(kind="reminder.bounced").count() == 1
    with pytest.raises(NobodyToAsk):
        ask_firm(follow_up=asked, by=adviser)


def test_a_bounce_of_a_message_we_never_sent_is_nothing(asked, contact):
    assert not note_bounce(token="0" * 32, address=contact.email, reason="")
    token = Message.objects.get().token
    assert not note_bounce(token=token, address="other@works.example", reason="")


def test_a_link_that_lives_cannot_be_renewed(stranger, address):
    stranger.post(address, {"act": "renew"})
    assert stranger.get(address).status_code == 200
    assert Reminder.objects.count() == 1


# What staff make of it ---------------------------------------------------------------------------


@pytest.fixture
def proposal(stranger, address):
    stranger.post(address, {"has_deal": "yes", "offer_or_deal": "An order"})
    return Proposal.objects.get()


def test_a_proposal_is_decided_once(proposal, adviser, other_adviser):
    decide_proposal(proposal=proposal, accept=True, by=adviser)
    decide_proposal(proposal=proposal, accept=True, by=adviser)
    with pytest.raises(AlreadyDecided):
        decide_proposal(proposal=proposal, accept=False, by=adviser, reason="No")
    assert AuditEvent.objects.filter(kind="proposal.accepted").count() == 1


def test_taking_note_twice_is_once(proposal, adviser):
    note_answer(follow_up=proposal.follow_up, by=adviser)
    note_answer(follow_up=proposal.follow_up, by=adviser)
    assert AuditEvent.objects.filter(kind="followup.seen").count() == 1


def test_the_answer_is_on_the_advisers_day_until_it_is_seen(proposal, adviser_client, adviser):
    assert "Invented Owner answered" in adviser_client.get("/my-day/").content.decode()
    adviser_client.post(reverse("programs:follow-up-seen", args=[proposal.follow_up_id]))
    assert "Invented Owner answered" not in adviser_client.get("/my-day/").content.decode()


def test_a_firm_that_was_asked_is_waited_for(asked, adviser_client):
    page = adviser_client.get("/my-day/").context["day"]
    assert [row.follow_up for row in page.waiting_on_firm] == [asked]
    assert (list(page.overdue), list(page.due_today)) == ([], [])


def test_it_waits_no_longer_than_the_window(asked, adviser):
    dispatch(now=NOW + timedelta(days=9))
    page = my_day(adviser, today=date(2026, 3, 11))
    assert [row.follow_up for row in page.overdue] == [asked]
