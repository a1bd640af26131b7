"""Writing letters with the move they tell of, and sending them through the outbox."""

import secrets
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from config.shared import clock
from config.shared.jobs import enqueue_on_commit
from firms.audit import actions as audit
from firms.staff.calendars import calendar_of
from programs.allocation.models import ApplicationMove, ApplicationState
from programs.followups.actions.posting import post
from programs.followups.actions.sending import Figures, Writer
from programs.followups.audiences import askable_contacts, may_be_asked
from programs.followups.claims import Claim
from programs.followups.models import Message, MessageKind, MessageState
from programs.followups.rules import Wishes, local_day, may_write
from programs.letters import events
from programs.letters.mails import compose
from programs.letters.models import SeatLetter

#: Moves that the firm is told of by mail; its own withdrawal it knows.
TOLD = frozenset(
    {
        ApplicationState.APPLIED,
        ApplicationState.OFFERED,
        ApplicationState.SEATED,
        ApplicationState.WAITING,
        ApplicationState.LAPSED,
        ApplicationState.REFUSED,
    }
)


def write_letter(*, move: ApplicationMove) -> SeatLetter | None:
    """Queue the letter of a move in the caller's transaction; None where nothing is to be told,
    or where nobody may be written to, which then stands on the timeline. The main contact who
    may be asked gets it.
    """
    if move.after not in TOLD or move.application.firm.merged_into_id:
        return None
    application = move.application
    contact = askable_contacts().filter(firm=application.firm_id).first()
    if contact is None:
        audit.record(
            events.NOBODY_TO_TELL,
            firm=application.firm,
            target=application,
            by=None,
            offering=application.offering.title,
        )
        return None
    letter, is_new = SeatLetter.objects.get_or_create(
        move=move, contact=contact, defaults={"queued_at": clock.now()}
    )
    if is_new:
        enqueue_on_commit("programs.send_letters")
    return letter


def send_letters(*, now: datetime) -> Figures:
    """Send the letters that wait and may go out at this moment; returns how they ended."""
    waiting = SeatLetter.objects.unsent().select_related("move__application__firm__office")
    due = [row.pk for row in waiting.order_by("queued_at", "pk") if _may_go_out(row, now)]
    return post(due, _claim, now=now)


def _may_go_out(row: SeatLetter, now: datetime) -> bool:
    """Whether it is a working day outside the quiet hours at the firm's office."""
    office = row.move.application.firm.office
    calendar = calendar_of(office, [local_day(now, office.time_zone)])
    return may_write(now, office.time_zone, Wishes(), calendar)


@transaction.atomic
def _claim(key: int, now: datetime) -> tuple[Claim, Writer] | None:
    rows = SeatLetter.objects.unsent().filter(pk=key)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    letter = rows.select_related("contact", "move__application__firm__office").first()
    if letter is None:
        return None
    if letter.move.after != letter.move.application.state or not may_be_asked(letter.contact):
        letter.dropped_at = now
        letter.save(update_fields=["dropped_at"])
        return None
    letter.message = Message.objects.create(
        kind=MessageKind.LETTER,
        contact=letter.contact,
        address=letter.contact.email,
        day=local_day(now, letter.move.application.firm.office.time_zone),
        token=secrets.token_hex(16),
        state=MessageState.CLAIMED,
        claimed_at=now,
    )
    letter.save(update_fields=["message"])
    return Claim(letter.message, (), {}), partial(compose, letter=letter)
