"""Each due item fires once, on its day: dispatched day and night over all changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail

from programs.followups.actions import dispatch
from programs.followups.models import FollowUp, Message, MessagePreference
from tests.factories.firms import AssignmentFactory, OfficeFactory, UserFactory

ZONES = ("Europe/Belgrade", "America/New_York", "Australia/Lord_Howe", "Asia/Almaty", "UTC")
CHANGES = (
    date(2027, 3, 14),  # New York, spring
    date(2027, 3, 28),  # Belgrade, spring
    date(2027, 4, 4),  # Lord Howe, autumn, by half an hour
    date(2027, 10, 3),  # Lord Howe, spring
    date(2027, 10, 31),  # Belgrade, autumn
    date(2027, 11, 7),  # New York, autumn
    date(2028, 2, 29),
)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def firms(db):
    """One in each zone; its adviser wants the digest at an hour that a spring night leaves out."""
    found = []
    for zone in ZONES:
        office = OfficeFactory(time_zone=zone)
        adviser = UserFactory(role="adviser", office=office)
        MessagePreference.objects.create(
            user=adviser, digest_at=time(2, 30), is_quiet=False, on_days_off=True
        )
        found.append(AssignmentFactory(adviser=adviser, firm__office=office).firm)
    return found


@pytest.fixture
def due(firms, change):
    """One follow-up a day and office, from the day before the change to the day after."""
    days = [change + n * ONE_DAY for n in (-1, 0, 1)]
    return FollowUp.objects.bulk_create(
        FollowUp(firm=firm, subject=f"On {day}", planned_on=day, due_on=day)
        for firm in firms
        for day in days
    )


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_each_due_item_fires_once_on_its_day(due, change):
    moment = datetime.combine(change - 2 * ONE_DAY, time(12, 45), UTC)
    while moment.date() < change + 2 * ONE_DAY:
        with time_machine.travel(moment, tick=False):
            dispatch(now=moment)
        moment += timedelta(hours=5)  # another hour of the day each time
    bodies = "\n".join(message.body for message in mail.outbox)
    assert [bodies.count(f"/follow-ups/{row.pk}/") for row in due] == [1] * len(due)
    sent = Message.objects.values_list("day", "reminders__follow_up__due_on")
    assert all(day == due_on for day, due_on in sent)
