"""How messages ended: sent, refused, came back, or interrupted for a person to look at."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from programs.followups import events
from programs.followups.actions.claiming import load
from programs.followups.actions.telling import told
from programs.followups.claims import LEASE, Claim
from programs.followups.models import (
    Message,
    MessageState,
    Reminder,
    ReminderState,
    Undeliverable,
)

#: What a person may still decide about.
TO_SETTLE = (MessageState.UNKNOWN, MessageState.FAILED)

TOLD: dict[str, Kind] = {
    MessageState.SENT: events.REMINDER_SENT,
    MessageState.FAILED: events.REMINDER_REFUSED,
    MessageState.BOUNCED: events.REMINDER_BOUNCED,
    MessageState.UNKNOWN: events.REMINDER_UNKNOWN,
}


@transaction.atomic
def mark(claim: Claim, state: MessageState, *, now: datetime, error: str = "") -> None:
    """Write how it ended, with one event on the timeline of each firm.

    A clock set back between writing and sending does not keep a sent message unmarked. A claim
    that was given up meanwhile is marked all the same: what was sent was sent.
    """
    sent = state is MessageState.SENT
    Message.objects.filter(
        pk=claim.message.pk, state__in=(MessageState.CLAIMED, MessageState.UNKNOWN)
    ).update(state=state, sent_at=now if sent else None, error=error[:300])
    Reminder.objects.filter(
        message=claim.message, state__in=(ReminderState.CLAIMED, ReminderState.UNKNOWN)
    ).update(
        state=ReminderState(state.value),
        sent_at=Greatest(F("queued_at"), Value(now)) if sent else None,
        error=error[:300],
    )
    audit.record_many(told(TOLD[state], row) for row in claim.rows)


@transaction.atomic
def set_apart(rows: Sequence[Reminder], *, error: str) -> None:
    """These of a claimed message cannot be written: they fail alone, and their message goes on."""
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=ReminderState.FAILED, message=None, error=error[:300]
    )
    audit.record_many(told(TOLD[MessageState.FAILED], row) for row in rows)


@transaction.atomic
def give_up_lost_claims(*, now: datetime) -> int:
    """Claims whose worker died become `unknown`: shown to a person, never sent again."""
    lost = Message.objects.filter(state=MessageState.CLAIMED, claimed_at__lt=now - LEASE)
    keys = list(lost.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    rows = list(Reminder.objects.filter(message__in=keys, state=ReminderState.CLAIMED))
    load(rows)
    Message.objects.filter(pk__in=keys).update(state=MessageState.UNKNOWN, error="interrupted")
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=ReminderState.UNKNOWN, error="interrupted"
    )
    audit.record_many(told(TOLD[MessageState.UNKNOWN], row) for row in rows)
    return len(rows)


@transaction.atomic
def note_bounce(*, token: str, address: str, reason: str) -> bool:
    """The mail with this token came back: its state, the firms' timelines, and the address.

    The same news twice changes nothing; False when we never sent such a mail to that address.
    """
    message = Message.objects.select_for_update().filter(token=token).first()
    if message is None or message.address.casefold() != address.casefold():
        return False
    if message.state == MessageState.BOUNCED:
        return True
    note_dead_address(address=message.address, reason=reason)
    rows = list(Reminder.objects.filter(message=message))
    load(rows)
    sent_at = message.sent_at or clock.now()
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.BOUNCED, sent_at=sent_at, error=reason[:300]
    )
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=ReminderState.BOUNCED, error=reason[:300]
    )
    audit.record_many(told(TOLD[MessageState.BOUNCED], row) for row in rows)
    return True


def note_dead_address(*, address: str, reason: str) -> None:
    """Nothing more is sent to this address until a person mends it."""
    Undeliverable.objects.get_or_create(
        address=address.casefold(), defaults={"reason": reason[:300], "since": clock.now()}
    )


@transaction.atomic
def settle_message(*, message: Message, was_sent: bool, by: User | None) -> Message:
    """A person says what became of an interrupted or refused message: it arrived, or it is sent
    anew.

    Only what is `unknown` or `failed` can be settled; a second time changes nothing.
    """
    message = Message.objects.select_for_update().get(pk=message.pk)
    if message.state not in TO_SETTLE:
        return message
    rows = list(Reminder.objects.filter(message=message, state=message.state))
    load(rows)
    keys = [row.pk for row in rows]
    if was_sent:
        Message.objects.filter(pk=message.pk).update(
            state=MessageState.SENT, sent_at=message.claimed_at
        )
        Reminder.objects.filter(pk__in=keys).update(
            state=ReminderState.SENT, sent_at=Greatest(F("queued_at"), Value(message.claimed_at))
        )
    else:
        Reminder.objects.filter(pk__in=keys).update(
            state=ReminderState.QUEUED, message=None, error=""
        )
        Message.objects.filter(pk=message.pk).delete()
    for row in rows:
        audit.record(
            events.MESSAGE_SETTLED,
            firm=row.follow_up.firm,
            target=row.follow_up,
            by=by,
            arrived=was_sent,
        )
    return message


@transaction.atomic
def settle_reminder(*, reminder: Reminder, was_sent: bool, by: User | None) -> None:
    """The same for one line; its whole message is settled with it. An old line may have none."""
    if reminder.message is not None:
        settle_message(message=reminder.message, was_sent=was_sent, by=by)
        return
    row = Reminder.objects.select_for_update(of=("self",)).get(pk=reminder.pk)
    if row.state not in TO_SETTLE:
        return
    load([row])
    row.state = ReminderState.SENT if was_sent else ReminderState.QUEUED
    row.sent_at, row.error = (clock.now() if was_sent else None), ""
    row.save()
    audit.record(
        events.MESSAGE_SETTLED,
        firm=row.follow_up.firm,
        target=row.follow_up,
        by=by,
        arrived=was_sent,
    )


@transaction.atomic
def mend_address(*, address: str, by: User) -> bool:
    """A person checked an address: mail may go there again."""
    gone, _by_table = Undeliverable.objects.filter(address=address.casefold()).delete()
    if gone:
        audit.record(events.ADDRESS_MENDED, by=by, address=address)
    return bool(gone)
