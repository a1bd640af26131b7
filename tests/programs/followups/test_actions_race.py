"""Eight at once, on PostgreSQL, with the negative controls: dispatchers, and answers by link."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier, BrokenBarrierError

import pytest
from django.core import mail
from django.db import OperationalError, connections

from config.shared import clock
from firms.audit.models import AuditEvent
from programs.followups.actions import (
    answer_by_link,
    claiming,
    dispatch,
    firm_answers,
    queue_reminders,
    send_reminders,
    sending,
)
from programs.followups.actions.linking import make_answer_link
from programs.followups.errors import AnsweredAlready
from programs.followups.models import FollowUp, Message, Reminder
from tests.factories.firms import AssignmentFactory, ContactFactory, OfficeFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

DISPATCHERS = 8
FOLLOW_UPS = 60


@pytest.fixture
def crowd(many_writers):
    """Sixty due follow-ups of six advisers in one office."""
    office = OfficeFactory()
    assignments = AssignmentFactory.create_batch(6, firm__office=office, adviser__office=office)
    return [FollowUpFactory(firm=assignments[number % 6].firm) for number in range(FOLLOW_UPS)]


def _at_once(work):
    gate = Barrier(DISPATCHERS)

    def run(_number):
        gate.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(DISPATCHERS) as pool:
        return list(pool.map(run, range(DISPATCHERS)))


def _mentions():
    """How often each follow-up stands in a sent message."""
    bodies = "\n".join(message.body for message in mail.outbox)
    return [
        bodies.count(f"/follow-ups/{key}/")
        for key in FollowUp.objects.order_by("pk").values_list("pk", flat=True)
    ]


def test_eight_dispatchers_send_each_reminder_once(crowd):
    done = _at_once(lambda: dispatch(now=NOW))
    dispatch(now=NOW)
    assert sum(each["sent"] for each in done) == FOLLOW_UPS
    assert _mentions() == [1] * FOLLOW_UPS
    assert set(Reminder.objects.values_list("state", flat=True)) == {"sent"}


@pytest.fixture
def singles(crowd):
    """The same, each as a message of its own: the claim's lock alone keeps them single."""
    FollowUp.objects.update(channel="single")
    return crowd


def test_eight_dispatchers_send_each_message_of_its_own_once(singles):
    done = _at_once(lambda: dispatch(now=NOW))
    assert sum(each["sent"] for each in done) == FOLLOW_UPS
    assert _mentions() == [1] * FOLLOW_UPS


def test_without_the_claim_lock_they_are_sent_twice(singles, monkeypatch):
    """Negative control: the same run with the lock of the claim taken away."""
    queue_reminders(now=NOW)
    monkeypatch.setattr(claiming, "locked_alone", lambda rows: rows)
    monkeypatch.setattr(claiming, "load", _meeting(claiming.load))
    _at_once(lambda: send_reminders(now=NOW))
    assert max(_mentions()) > 1


def test_without_the_one_digest_a_day_they_are_sent_twice(crowd, monkeypatch):
    """Negative control: no lock, and every dispatcher believes in a day of its own."""
    queue_reminders(now=NOW)
    days = (NOW.date() + timedelta(days=n) for n in count())
    monkeypatch.setattr(claiming, "locked_alone", lambda rows: rows)
    monkeypatch.setattr(claiming, "is_mine", lambda _person: True)
    monkeypatch.setattr(claiming, "locked", lambda rows: rows)
    monkeypatch.setattr(sending, "local_day", lambda *_given: next(days))
    monkeypatch.setattr(sending, "digest_is_due", lambda *_given: True)
    monkeypatch.setattr(claiming, "load", _meeting(claiming.load))
    _at_once(_despite_deadlocks)
    assert max(_mentions()) > 1


def _despite_deadlocks():
    """Without the lock the database itself stops some of them."""
    with suppress(OperationalError):
        send_reminders(now=NOW)


def _meeting(then):
    """Let all dispatchers have read before anybody writes."""
    meet = Barrier(DISPATCHERS)

    def wait(rows):
        with suppress(BrokenBarrierError):
            meet.wait(5)
        then(rows)

    return wait


def test_no_digest_leaves_a_line_out(crowd):
    """Eight dispatchers do not share one person's lines out between them."""
    queue_reminders(now=NOW)
    done = _at_once(lambda: send_reminders(now=NOW))
    assert sum(each["sent"] for each in done) == FOLLOW_UPS
    assert Message.objects.count() == len({row.firm_id for row in crowd})


# Answers by link ---------------------------------------------------------------------------------


@pytest.fixture
def token(many_writers):
    """The personal link of a contact who was asked."""
    contact = ContactFactory(email="owner@works.example", is_primary=True)
    follow_up = FollowUpFactory(firm=contact.firm, who="firm")
    return make_answer_link(follow_up=follow_up, contact=contact, now=clock.now())


def _answers(token):
    """What eight people with one link hear, who press the button together."""
    number = count(1)

    def press():
        try:
            answer_by_link(token=token, answers={"learnt": f"Answer {next(number)}"})
        except AnsweredAlready:
            return "gone"
        return "thanks"

    return sorted(_at_once(press))


def test_one_of_eight_answers_counts(token):
    assert _answers(token) == ["gone"] * 7 + ["thanks"]
    assert AuditEvent.objects.filter(kind="followup.answered").count() == 1
    assert FollowUp.objects.get().answers["learnt"].startswith("Answer")


def test_without_the_lock_of_the_link_more_than_one_counts(token, monkeypatch):
    """Negative control: nobody waits, and all have looked before anybody writes."""
    meet = Barrier(DISPATCHERS)
    real = firm_answers.link_of

    def unlocked(*, token, lock):
        found = real(token=token, lock=False)
        with suppress(BrokenBarrierError):
            meet.wait(5)
        return found

    monkeypatch.setattr(firm_answers, "link_of", unlocked)
    monkeypatch.setattr(firm_answers, "locked", lambda row: row)
    assert _answers(token).count("thanks") > 1
