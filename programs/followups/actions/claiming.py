"""Taking reminders to send: checked again under a lock, one digest a person and day."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from firms.accounts.models import User
from firms.register.models import Contact
from programs.followups.actions.linking import make_answer_link
from programs.followups.audiences import (
    Desk,
    audience_above,
    audiences,
    may_be_asked,
    open_at,
)
from programs.followups.claims import Claim
from programs.followups.models import (
    Channel,
    Escalation,
    FollowUp,
    Message,
    MessageKind,
    MessageState,
    Reminder,
    ReminderState,
)
from programs.followups.rules import OPEN, Level, local_day


@dataclass(frozen=True)
class Claimed:
    """What a claim came to: a message or none, and how many reminders were needless."""

    claim: Claim | None
    dropped: int = 0


def locked_alone(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """Rows no other process holds: skipped where locked (PostgreSQL); on SQLite the immediate
    transaction lets one process at a time through.
    """
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True)
    return rows


def locked(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """All of these rows, waiting for whoever holds one: none may be left out."""
    return rows.select_for_update()


def is_mine(person: User) -> bool:
    """Whether this process may put a person's digest together; another one is doing it if not.

    Two that shared a person's lines out between them would leave half of them out of the digest.
    """
    people = User.objects.filter(pk=person.pk)
    if connection.features.has_select_for_update_skip_locked:
        people = people.select_for_update(skip_locked=True, no_key=True)
    return bool(people.values_list("pk", flat=True)[:1])


def waiting(kind: MessageKind) -> QuerySet[Reminder]:
    """Queued mail of a kind."""
    rows = Reminder.objects.unsent().filter(channel=Channel.EMAIL)
    if kind is MessageKind.QUESTION:
        return rows.filter(contact__isnull=False)
    return rows.filter(recipient__isnull=False, is_single=kind is MessageKind.SINGLE)


def claim_digest(*, person: User, day: date, now: datetime) -> Claimed:
    """Everything that waits for a person, as the one digest of that day; none when there was one.

    Nothing that still matters: no message at all.
    """
    with transaction.atomic():
        if not is_mine(person):
            return Claimed(None)
        rows = waiting(MessageKind.DIGEST).filter(recipient=person).order_by("pk")
        good, gone = _sorted_out(list(locked(rows)), now)
        if not good:
            return Claimed(None, gone)
        message = _message(MessageKind.DIGEST, person, day, now)
        try:
            with transaction.atomic():
                message.save(force_insert=True)
        except IntegrityError:  # today's digest went out, or another process writes it now
            return Claimed(None, gone)
        _take(good, message)
    return Claimed(Claim(message, tuple(good)), gone)


def claim_one(*, kind: MessageKind, reminder: int, day: date, now: datetime) -> Claimed:
    """One reminder as a message of its own; a question to a firm gets its personal link."""
    with transaction.atomic():
        rows = list(locked_alone(waiting(kind).filter(pk=reminder)))
        good, gone = _sorted_out(rows, now)
        if not good:
            return Claimed(None, gone)
        row = good[0]
        reader = row.recipient or row.contact
        message = _message(kind, reader, day, now)
        message.save(force_insert=True)
        _take(good, message)
        links = {}
        if row.contact is not None:
            links[row.pk] = make_answer_link(follow_up=row.follow_up, contact=row.contact, now=now)
    return Claimed(Claim(message, (row,), links), gone)


def _message(kind: MessageKind, reader: User | Contact | None, day: date, now: datetime) -> Message:
    person = reader if isinstance(reader, User) else None
    contact = reader if isinstance(reader, Contact) else None
    return Message(
        kind=kind,
        recipient=person,
        contact=contact,
        address=reader.email if reader else "",
        day=day,
        token=secrets.token_hex(16),
        state=MessageState.CLAIMED,
        claimed_at=now,
    )


def _take(rows: Sequence[Reminder], message: Message) -> None:
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=ReminderState.CLAIMED, message=message
    )


@transaction.atomic
def give_back(claim: Claim) -> None:
    """Surely not sent: the message is as if never written, and its reminders wait again."""
    mine = Reminder.objects.filter(message=claim.message, state=ReminderState.CLAIMED)
    mine.update(state=ReminderState.QUEUED, message=None)
    Message.objects.filter(pk=claim.message.pk, state=MessageState.CLAIMED).delete()


def _sorted_out(rows: list[Reminder], now: datetime) -> tuple[list[Reminder], int]:
    """Those that still matter, and how many do not: answered, moved, handed over meanwhile."""
    load(rows)
    concerned = _concerned(rows, now)
    good = [row for row in rows if _still_needed(row, concerned)]
    kept = {row.pk for row in good}
    gone = [row for row in rows if row.pk not in kept]
    if gone:
        Reminder.objects.filter(pk__in=[row.pk for row in gone]).update(state=ReminderState.DROPPED)
    for row in gone:
        if row.level > Level.ADVISER:  # whoever answers there now is told in their stead
            Escalation.objects.filter(
                follow_up=row.follow_up_id, due_on=row.due_on, level=row.level
            ).delete()
    return good, len(gone)


def load(rows: Iterable[Reminder]) -> None:
    """Fetch what the check and the mail need, after the lock: the state as it is now."""
    rows = list(rows)
    follow_ups = FollowUp.objects.select_related("firm__office", "engagement__intervention")
    found = follow_ups.in_bulk({row.follow_up_id for row in rows})
    people = User.objects.in_bulk({row.recipient_id for row in rows if row.recipient_id})
    contacts = Contact.objects.in_bulk({row.contact_id for row in rows if row.contact_id})
    for row in rows:
        row.follow_up = found[row.follow_up_id]
        row.recipient = people.get(row.recipient_id) if row.recipient_id else None
        row.contact = contacts.get(row.contact_id) if row.contact_id else None


def _concerned(rows: Sequence[Reminder], now: datetime) -> set[tuple[int, int, bool]]:
    """(follow-up, reader, is a contact) of reminders as they would be written now: the first
    ones, those about firms that stayed silent, and those that were passed up.
    """
    found: set[tuple[int, int, bool]] = set()
    offices = {row.follow_up.firm.office_id: row.follow_up.firm.office for row in rows}
    above = sorted({Level.ADVISER, *(Level(row.level) for row in rows)} - {Level.FIRM})
    for office in offices.values():
        mine = [row.follow_up_id for row in rows if row.follow_up.firm.office_id == office.pk]
        desk = Desk.on(local_day(now, office.time_zone))
        due = open_at(office, desk.today).filter(pk__in=mine)
        for audience in (
            *audiences(office, desk, desk.today),
            *(each for level in above for each in audience_above(level, office, desk, due)),
        ):
            pairs = audience.rows.filter(pk__in=mine).annotate(reader=audience.reader)
            found |= {(*pair, audience.is_contact) for pair in pairs.values_list("pk", "reader")}
    return found


def _still_needed(row: Reminder, concerned: set[tuple[int, int, bool]]) -> bool:
    """Open, and still this reader's; unless a person asked for it, still due on the same day."""
    follow_up = row.follow_up
    if follow_up.state not in OPEN or follow_up.firm.closed_on is not None:
        return False
    if row.contact is not None and not may_be_asked(row.contact):
        return False
    if row.is_asked:
        return True
    if follow_up.due_on != row.due_on:
        return False
    if row.recipient is not None and not row.recipient.is_active:
        return False
    reader = row.contact_id or row.recipient_id or 0
    return (row.follow_up_id, reader, row.contact_id is not None) in concerned
