"""Sending what stands in the outbox: at most once, and never lost silently.

Write (unique row) → claim (locked, re-checked) → send outside the transaction → mark. A crash
between claim and mark leaves a claim that becomes `unknown` for a person; nobody sends it again.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from firms.audit import actions as audit
from programs.followups.actions.outbox import (
    claim_reminders,
    give_back,
    give_up_lost_claims,
    message_event,
    queue_reminders,
)
from programs.followups.mails import reminder_mail
from programs.followups.models import Reminder, ReminderState

logger = logging.getLogger(__name__)

#: Refusals after which the message surely did not leave; any other error may have sent it.
REFUSALS = (SMTPRecipientsRefused, SMTPResponseException, UnicodeError, ValueError)


@dataclass(frozen=True)
class Dispatched:
    """What one run did. `nobody`: due follow-ups for which no recipient was found."""

    queued: int = 0
    sent: int = 0
    failed: int = 0
    unknown: int = 0
    dropped: int = 0
    nobody: int = 0


def dispatch(*, now: datetime) -> Dispatched:
    """Give up lost claims, write the reminders that are due, and send what is queued."""
    lost = give_up_lost_claims(now=now)
    queued, nobody = queue_reminders(now=now)
    done = send_reminders(now=now)
    return Dispatched(queued, done.sent, done.failed, done.unknown + lost, done.dropped, nobody)


def send_reminders(*, now: datetime) -> Dispatched:
    """Claim and send until nothing is queued. One mail per person and claim; one bad row or
    address stops nobody. When the mail server cannot be reached, the claim is given back.
    """
    sent = failed = unknown = dropped = 0
    while claim := claim_reminders(now=now):
        dropped += claim.dropped
        if not claim.rows:
            continue
        mailer = get_connection()
        try:
            mailer.open()
        except OSError:
            give_back(claim)
            logger.exception("The mail server cannot be reached; reminders wait for the next run.")
            break
        try:
            for _user, group in groupby(claim.rows, key=lambda row: row.recipient_id):
                state, count = _send_to_one(list(group), claim.token, mailer, now)
                sent += count * (state == ReminderState.SENT)
                failed += count * (state == ReminderState.FAILED)
                unknown += count * (state == ReminderState.UNKNOWN)
        finally:
            mailer.close()
    return Dispatched(sent=sent, failed=failed, unknown=unknown, dropped=dropped)


def _send_to_one(
    rows: list[Reminder], token: str, mailer: BaseEmailBackend, now: datetime
) -> tuple[str, int]:
    """Send one person's reminders as one message and mark them."""
    person = rows[0].recipient
    try:
        reminder_mail(person, rows, connection=mailer).send()
    except REFUSALS as error:
        logger.warning("A message was refused: %s", type(error).__name__)
        return _mark(rows, token, ReminderState.FAILED, now, error=str(error))
    except Exception as error:
        # Whatever broke on the way, the message may have left: a person must look.
        logger.exception("A message was interrupted.")
        return _mark(rows, token, ReminderState.UNKNOWN, now, error=type(error).__name__)
    return _mark(rows, token, ReminderState.SENT, now)


@transaction.atomic
def _mark(
    rows: Sequence[Reminder], token: str, state: str, now: datetime, *, error: str = ""
) -> tuple[str, int]:
    """Write how it ended, with one event on the timeline of each firm."""
    Reminder.objects.filter(
        pk__in=[row.pk for row in rows],
        claim_token=token,
        state__in=(ReminderState.CLAIMED, ReminderState.UNKNOWN),
    ).update(state=state, sent_at=now if state == ReminderState.SENT else None, error=error[:300])
    audit.record_many(message_event(row, state) for row in rows)
    return state, len(rows)
