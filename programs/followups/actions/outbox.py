"""The outbox: reminders are written once and claimed once; lost claims are shown, not re-sent."""

import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from firms.accounts.models import Office, User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from firms.audit.models import AuditEvent
from programs.followups import events
from programs.followups.calendars import today_at
from programs.followups.models import FollowUp, Reminder, ReminderState
from programs.followups.recipients import Recipient, recipients_of
from programs.followups.rules import OPEN

logger = logging.getLogger(__name__)

#: How many reminders one claim takes.
CHUNK = 200

#: After this a claim counts as lost: its worker died between claiming and marking.
LEASE = timedelta(minutes=10)


def queue_reminders(*, now: datetime) -> tuple[int, int]:
    """Write one reminder for every due follow-up that has none for this due date.

    Due means open and due today or before at the firm's office, so days of outage lose nothing.
    Returns how many were written, and how many found no recipient. Safe to run at once in many
    processes: the unique key lets one of them write.
    """
    queued = nobody = 0
    for office in Office.objects.order_by("pk"):
        due = (
            FollowUp.objects.due_by(today_at(office, now))
            .filter(firm__office=office, firm__merged_into__isnull=True)
            .filter(firm__closed_on__isnull=True)
            .filter(~Exists(_reminded()))
        )
        last = 0
        while rows := list(due.filter(pk__gt=last).order_by("pk")[:CHUNK]):
            last = rows[-1].pk
            found = _new_reminders(rows, now)
            nobody += len(rows) - len({each.follow_up_id for each in found})
            queued += _insert(found, now)
    if nobody:
        logger.warning("%s due follow-ups have nobody to remind.", nobody)
    return queued, nobody


def _reminded() -> QuerySet[Reminder]:
    return Reminder.objects.filter(follow_up=OuterRef("pk"), occurrence=OuterRef("due_on")).exclude(
        state=ReminderState.DROPPED
    )


def _new_reminders(rows: Sequence[FollowUp], now: datetime) -> list[Reminder]:
    to = recipients_of({row.firm_id for row in rows})
    return [
        Reminder(
            follow_up=row,
            occurrence=row.due_on,
            recipient_id=each.user_id,
            why=each.why,
            queued_at=now,
        )
        for row in rows
        for each in to.get(row.firm_id, ())
    ]


def _insert(rows: Sequence[Reminder], now: datetime) -> int:
    """Write what nobody else wrote meanwhile; returns how many rows are of this run.

    A message that was dropped unsent and is needed again opens again: it is still its one row.
    """
    wanted = {(row.follow_up_id, row.occurrence, row.recipient_id) for row in rows}
    dropped = Reminder.objects.filter(
        follow_up__in={row.follow_up_id for row in rows}, state=ReminderState.DROPPED
    )
    again = [
        row.pk for row in dropped if (row.follow_up_id, row.occurrence, row.recipient_id) in wanted
    ]
    Reminder.objects.filter(pk__in=again, state=ReminderState.DROPPED).update(
        state=ReminderState.QUEUED, queued_at=now
    )
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return Reminder.objects.filter(
        follow_up__in={row.follow_up_id for row in rows}, queued_at=now
    ).count()


@dataclass(frozen=True)
class Claim:
    """Reminders this process alone may send."""

    token: str
    claimed_at: datetime
    rows: tuple[Reminder, ...]
    dropped: int


def claim_reminders(*, now: datetime, limit: int | None = None) -> Claim | None:
    """Take the next queued reminders, or None when nothing is queued.

    Inside the claim each is checked again: a follow-up closed, moved or handed over meanwhile is
    dropped, and written anew for whom it concerns now.
    """
    with transaction.atomic():
        queued = Reminder.objects.unsent().order_by("recipient_id", "pk")
        rows = list(locked_alone(queued)[: limit or CHUNK])
        if not rows:
            return None
        _load(rows)
        to = recipients_of({row.follow_up.firm_id for row in rows})
        good = [row for row in rows if _still_needed(row, to)]
        kept = {row.pk for row in good}
        gone = [row.pk for row in rows if row.pk not in kept]
        token = secrets.token_hex(16)
        Reminder.objects.filter(pk__in=kept).update(
            state=ReminderState.CLAIMED, claimed_at=now, claim_token=token
        )
        Reminder.objects.filter(pk__in=gone).update(state=ReminderState.DROPPED)
        _readdress([row for row in rows if row.pk not in kept], to, now)
    return Claim(token, now, tuple(good), len(gone))


def give_back(claim: Claim) -> None:
    """Nothing was sent: the claim opens again."""
    Reminder.objects.filter(claim_token=claim.token, state=ReminderState.CLAIMED).update(
        state=ReminderState.QUEUED, claimed_at=None, claim_token=""
    )


def locked_alone(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Rows no other process holds: skipped where locked (PostgreSQL); on SQLite the immediate
    transaction lets one process at a time through.
    """
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True)
    return rows


def _load(rows: Iterable[Reminder]) -> None:
    """Fetch what the check and the mail need, after the lock: the state as it is now."""
    rows = list(rows)
    follow_ups = FollowUp.objects.select_related("firm__office", "engagement__intervention")
    found = follow_ups.in_bulk({row.follow_up_id for row in rows})
    people = User.objects.in_bulk({row.recipient_id for row in rows})
    for row in rows:
        row.follow_up, row.recipient = found[row.follow_up_id], people[row.recipient_id]


def _still_needed(row: Reminder, to: dict[int, tuple[Recipient, ...]]) -> bool:
    """Open, still due on the same day, and still this person's."""
    follow_up = row.follow_up
    return (
        follow_up.state in OPEN
        and follow_up.due_on == row.occurrence
        and any(each.user_id == row.recipient_id for each in to.get(follow_up.firm_id, ()))
    )


def _readdress(
    gone: Iterable[Reminder], to: dict[int, tuple[Recipient, ...]], now: datetime
) -> None:
    """A reminder whose firm was handed over goes to whom it concerns now, at once."""
    moved = [
        row.follow_up
        for row in gone
        if row.follow_up.state in OPEN and row.follow_up.due_on == row.occurrence
    ]
    fresh = [
        Reminder(
            follow_up=follow_up,
            occurrence=follow_up.due_on,
            recipient_id=each.user_id,
            why=each.why,
            queued_at=now,
        )
        for follow_up in moved
        for each in to.get(follow_up.firm_id, ())
    ]
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True)
    for row in fresh:
        Reminder.objects.filter(
            follow_up=row.follow_up_id,
            occurrence=row.occurrence,
            recipient=row.recipient_id,
            state=ReminderState.DROPPED,
        ).update(state=ReminderState.QUEUED, queued_at=now)


TOLD: dict[str, Kind] = {
    ReminderState.SENT: events.REMINDER_SENT,
    ReminderState.FAILED: events.REMINDER_REFUSED,
    ReminderState.UNKNOWN: events.REMINDER_UNKNOWN,
}


def message_event(row: Reminder, state: str) -> AuditEvent:
    return audit.draft(
        TOLD[state],
        by=None,
        firm=row.follow_up.firm,
        target=row.follow_up,
        data={"person": row.recipient.name, "day": row.occurrence.isoformat()},
    )


@transaction.atomic
def give_up_lost_claims(*, now: datetime) -> int:
    """Claims whose worker died become `unknown`: shown to a person, never sent again."""
    lost = list(
        locked_alone(
            Reminder.objects.filter(state=ReminderState.CLAIMED, claimed_at__lt=now - LEASE)
        )
    )
    _load(lost)
    Reminder.objects.filter(pk__in=[row.pk for row in lost]).update(
        state=ReminderState.UNKNOWN, error="interrupted"
    )
    audit.record_many(message_event(row, ReminderState.UNKNOWN) for row in lost)
    return len(lost)
