"""Reminders: written once, sent at most once, never lost silently, to the right person."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction

from firms.audit.models import AuditEvent
from firms.register.actions import assign_adviser
from programs.followups import actions, mails
from programs.followups.actions import (
    complete_follow_up,
    give_up_lost_claims,
    queue_reminders,
    snooze,
)
from programs.followups.actions.claiming import claim_digest
from programs.followups.models import Reminder
from tests.factories.firms import UserFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def dispatch(*, now):
    return SimpleNamespace(**actions.dispatch(now=now))


def send_reminders(*, now):
    return SimpleNamespace(**actions.send_reminders(now=now))


@pytest.fixture
def second(due):
    return FollowUpFactory(firm=due.firm, subject="Certificate issued?")


@pytest.fixture
def other_firm_due(foreign_firm, due):
    return FollowUpFactory(firm=foreign_firm)


@pytest.fixture
def office_boss(due, adviser, office_manager):
    """The adviser has left; the office's manager answers for the firm."""
    adviser.is_active = False
    adviser.save()
    return office_manager


def _states():
    return dict(Reminder.objects.values_list("follow_up__subject", "state"))


# Once ------------------------------------------------------------------------------------------


def test_what_is_due_is_sent_once(due, adviser):
    first = dispatch(now=NOW)
    second = dispatch(now=NOW + timedelta(minutes=1))
    later = dispatch(now=NOW + timedelta(days=3))
    assert (first.queued, first.sent) == (1, 1)
    assert (second.queued, second.sent, later.queued, later.sent) == (0, 0, 0, 0)
    assert [message.to for message in mail.outbox] == [[adviser.email]]
    assert Reminder.objects.get().sent_at == NOW


def test_where_everybody_was_told_one_question_is_asked(due, django_assert_num_queries):
    """Each minute, at each office: its begin and end, the question, and before it the offices."""
    queue_reminders(now=NOW)
    with django_assert_num_queries(4):
        assert queue_reminders(now=NOW + timedelta(minutes=1)) == (0, 0)


def test_an_outage_of_days_loses_nothing(due):
    assert dispatch(now=NOW + timedelta(days=3)).sent == 1


def test_nothing_is_sent_before_its_day(due):
    assert dispatch(now=NOW - timedelta(days=1)).queued == 0


def test_the_day_begins_in_the_office_and_not_in_greenwich(due):
    # 20:00 UTC on 1 March is 01:00 on 2 March in Almaty.
    assert dispatch(now=datetime(2026, 3, 1, 20, 0, tzinfo=UTC)).queued == 1


def test_a_moved_follow_up_is_reminded_of_again(due, adviser):
    dispatch(now=NOW)
    snooze(follow_up=due, until=date(2026, 3, 17), by=adviser)
    assert dispatch(now=NOW + timedelta(days=14)).sent == 0
    assert dispatch(now=NOW + timedelta(days=15)).sent == 1


def test_one_message_for_all_that_waits_for_one_person(due, second, other_firm_due):
    assert dispatch(now=NOW).sent == 3
    assert sorted(message.subject for message in mail.outbox) == [
        "2 follow-ups are due",
        f"Follow-up due: {other_firm_due.firm.legal_name}, {other_firm_due.subject}",
    ]


def test_the_database_refuses_the_second_row(due, adviser):
    queue_reminders(now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(
            follow_up=due, due_on=due.due_on, recipient=adviser, queued_at=NOW, why="x"
        )


# Checked again inside the claim ------------------------------------------------------------------


def test_what_was_answered_meanwhile_is_not_sent(due, second, adviser):
    queue_reminders(now=NOW)
    complete_follow_up(follow_up=due, by=adviser)
    done = send_reminders(now=NOW)
    assert (done.sent, done.dropped) == (1, 1)
    assert _states() == {due.subject: "dropped", second.subject: "sent"}


def test_it_goes_to_whom_the_firm_belongs_now(due, other_adviser, manager):
    queue_reminders(now=NOW)
    assign_adviser(firm=due.firm, adviser=other_adviser, by=manager)
    assert (send_reminders(now=NOW).dropped, dispatch(now=NOW).sent) == (1, 1)
    assert [message.to for message in mail.outbox] == [[other_adviser.email]]


def test_it_comes_back_to_whom_it_was_written_first(due, adviser, other_adviser, manager):
    queue_reminders(now=NOW)
    assign_adviser(firm=due.firm, adviser=other_adviser, by=manager)
    send_reminders(now=NOW)
    assign_adviser(firm=due.firm, adviser=adviser, by=manager)
    assert dispatch(now=NOW).sent == 1
    assert mail.outbox[0].to == [adviser.email]


def test_who_left_is_replaced_by_the_office(office_boss):
    dispatch(now=NOW)
    assert mail.outbox[0].to == [office_boss.email]
    assert "nobody looks after it now" in mail.outbox[0].body


def test_nobody_to_remind_is_counted_and_not_lost(due, adviser):
    adviser.is_active = False
    adviser.save()
    assert dispatch(now=NOW).nobody == 1
    UserFactory(role="manager", office=None)
    assert dispatch(now=NOW).sent == 1


# Never silently lost, never silently sent again --------------------------------------------------


def test_a_crash_between_claim_and_send_is_shown_to_a_person(due, adviser):
    queue_reminders(now=NOW)
    claim_digest(person=adviser, day=due.due_on, now=NOW)
    assert dispatch(now=NOW + timedelta(minutes=9)).unknown == 0
    assert dispatch(now=NOW + timedelta(minutes=11)).unknown == 1
    assert dispatch(now=NOW + timedelta(days=1)).sent == 0
    assert mail.outbox == []
    event = AuditEvent.objects.get(kind="reminder.unknown")
    assert "may or may not have arrived" in event.sentence


def test_giving_up_twice_is_one_event(due, adviser):
    queue_reminders(now=NOW)
    claim_digest(person=adviser, day=due.due_on, now=NOW)
    later = NOW + timedelta(hours=1)
    assert (give_up_lost_claims(now=later), give_up_lost_claims(now=later)) == (1, 0)


def _sending(error):
    def send(self):
        raise error

    return send


@pytest.mark.parametrize(
    ("error", "state"),
    [
        pytest.param(SMTPRecipientsRefused({"x": (550, b"no")}), "failed", id="refused"),
        pytest.param(SMTPServerDisconnected("gone"), "unknown", id="interrupted"),
        pytest.param(TimeoutError("slow"), "unknown", id="timed out"),
    ],
)
def test_a_failure_is_a_state_and_not_sent_again(due, monkeypatch, error, state):
    monkeypatch.setattr(EmailMultiAlternatives, "send", _sending(error))
    dispatch(now=NOW)
    monkeypatch.undo()
    assert dispatch(now=NOW + timedelta(minutes=5)).sent == 0
    assert Reminder.objects.get().state == state


@pytest.fixture
def adviser_refused(adviser, monkeypatch):
    """A mail server that refuses the adviser's address and takes all others."""
    real = EmailMultiAlternatives.send
    refuse = _sending(SMTPRecipientsRefused({}))
    monkeypatch.setattr(
        EmailMultiAlternatives,
        "send",
        lambda self: (refuse if self.to == [adviser.email] else real)(self),
    )


def test_one_bad_address_stops_nobody(due, other_firm_due, adviser_refused):
    done = dispatch(now=NOW)
    assert (done.sent, done.failed) == (1, 1)


def test_without_a_mail_server_everything_waits(due, monkeypatch):
    refuse = Mock(side_effect=ConnectionRefusedError)
    monkeypatch.setattr(EmailBackend, "open", refuse)
    assert dispatch(now=NOW).sent == 0
    assert Reminder.objects.get().state == "queued"
    monkeypatch.undo()
    assert dispatch(now=NOW).sent == 1


def test_a_clock_set_back_leaves_no_sent_message_unmarked(due):
    queue_reminders(now=NOW + timedelta(hours=2))
    assert send_reminders(now=NOW).sent == 1
    assert Reminder.objects.get().sent_at == NOW + timedelta(hours=2)


@pytest.fixture
def unspeakable(due, second, monkeypatch):
    """A row that breaks while its message is written; its neighbour is sound."""
    real = mails.subject_of
    answers = {due.pk: Mock(side_effect=RuntimeError("nobody expected this"))}
    monkeypatch.setattr(mails, "subject_of", lambda row: answers.get(row.pk, real)(row))
    return due


def test_a_row_that_cannot_be_written_holds_nobody_back(unspeakable, second):
    done = dispatch(now=NOW)
    assert (done.sent, done.failed) == (1, 1)
    assert _states() == {unspeakable.subject: "failed", second.subject: "sent"}


def test_what_was_put_off_and_brought_back_is_sent_after_all(due, adviser):
    queue_reminders(now=NOW)
    Reminder.objects.update(state="dropped")
    assert dispatch(now=NOW + timedelta(minutes=5)).sent == 1
    assert Reminder.objects.get().state == "sent"


def test_a_firm_that_left_is_no_reason_for_a_message(due):
    due.firm.closed_on = due.due_on
    due.firm.save()
    assert dispatch(now=NOW).sent == 0
