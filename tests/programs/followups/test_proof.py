"""The nightly proof sees every law that does not hold, and nothing where all hold."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from config.shared import clock
from firms.audit.models import AuditEvent
from programs.followups.actions import dispatch, reschedule
from programs.followups.models import FollowUp, Message, MessagePreference, Reminder
from programs.followups.selectors import proof
from tests.factories.firms import AbsenceFactory
from tests.factories.programs import FollowUpFactory, ReachableFactory

LONG_AGO = timedelta(days=5)


@pytest.fixture
def told(due, adviser):
    """The adviser was told by mail on the day."""
    ReachableFactory(user=adviser)
    dispatch(now=clock.now())
    return due


def _never_told(told):
    FollowUpFactory(firm=told.firm, planned_on=told.due_on - LONG_AGO)


def _told_of_another_day(told):
    Reminder.objects.update(due_on=told.due_on - LONG_AGO)
    FollowUp.objects.update(due_on=told.due_on - LONG_AGO / 2)


def _sent_twice(told):
    event = AuditEvent.objects.get(kind="reminder.sent")
    event.pk = None
    event.save(force_insert=True)


def _line_against_mail(told):
    Reminder.objects.update(state="queued")


def _mail_without_line(told):
    Reminder.objects.update(state="queued", message=None)
    Message.objects.update(state="unknown")


def _claimed_for_ever(told):
    Reminder.objects.update(state="claimed", sent_at=None)
    Message.objects.update(state="claimed", claimed_at=clock.now() - timedelta(hours=1))


BROKEN = {
    "unreminded": _never_told,
    "unreminded of its new day": _told_of_another_day,
    "doubled": _sent_twice,
    "adrift": _line_against_mail,
    "adrift without a line": _mail_without_line,
    "stuck": _claimed_for_ever,
}


def test_it_holds_where_everything_was_told(told, on_monday):
    assert proof(today=on_monday).holds
    call_command("prove_followups")


@pytest.mark.parametrize("what", BROKEN)
def test_it_sees_each_law_that_is_broken(told, on_monday, what):
    BROKEN[what](told)
    found = proof(today=on_monday)
    laws = ("differing", "unreminded", "doubled", "adrift", "stuck")
    assert {law: getattr(found, law) for law in laws if getattr(found, law)} == {what.split()[0]: 1}
    assert not found.holds
    with pytest.raises(CommandError, match="do not add up"):
        call_command("prove_followups")


def test_a_day_that_was_moved_is_told_anew(told, adviser, on_monday):
    reschedule(follow_up=told, due_on=date(2026, 3, 3), by=adviser)
    dispatch(now=clock.now() + timedelta(days=1))
    assert proof(today=date(2026, 3, 6)).holds
    assert Reminder.objects.count() == 2


@pytest.mark.parametrize("who", ["adviser", "manager", "cover"])
def test_days_of_grace_are_no_alarm(on_monday, told, adviser, office_manager, other_adviser, who):
    readers = {"adviser": adviser, "manager": office_manager, "cover": other_adviser}
    MessagePreference.objects.update_or_create(user=readers[who], defaults={"grace_days": 20})
    if who == "cover":
        AbsenceFactory(
            user=adviser,
            delegate=other_adviser,
            starts_on=told.due_on - LONG_AGO,
            ends_on=told.due_on + LONG_AGO,
        )
    FollowUpFactory(
        firm=told.firm,
        planned_on=told.due_on - LONG_AGO,
        who="manager" if who == "manager" else "adviser",
    )
    assert proof(today=clock.today()).unreminded == 0


def test_days_of_grace_of_others_hide_nothing(on_monday, told, other_adviser):
    MessagePreference.objects.create(user=other_adviser, grace_days=20)
    _never_told(told)
    assert proof(today=clock.today()).unreminded == 1
