"""Sending what stands in the outbox: at most once, and never lost silently.

Write (unique row) → claim (locked, re-checked) → send outside the transaction → mark. A crash
between claim and mark leaves a claim that becomes `unknown` for a person; nobody sends it again.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from config.shared import clock
from firms.audit import actions as audit
from programs.followups.actions.outbox import (
    LEASE,
    Claim,
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
    ended: Counter[str] = Counter()
    while claim := claim_reminders(now=_moment(now)):
        ended[ReminderState.DROPPED] += claim.dropped
        if claim.rows and not _send_claim(claim, ended):
            break
    return Dispatched(
        sent=ended[ReminderState.SENT],
        failed=ended[ReminderState.FAILED],
        unknown=ended[ReminderState.UNKNOWN],
        dropped=ended[ReminderState.DROPPED],
    )


def _moment(now: datetime) -> datetime:
    """This moment, never before `now`: a long run must not stamp its end with its beginning."""
    return max(now, clock.now())


def _send_claim(claim: Claim, ended: Counter[str]) -> bool:
    """Send what was claimed, a message a person; False when the mail server is away."""
    mailer = get_connection()
    try:
        mailer.open()
    except OSError:
        give_back(claim)
        logger.exception("The mail server cannot be reached; reminders wait for the next run.")
        return False
    try:
        for _person, group in groupby(claim.rows, key=lambda row: row.recipient_id):
            if _moment(claim.claimed_at) - claim.claimed_at > LEASE / 2:
                give_back(claim)  # slow: what is left is claimed anew, well before it looks lost
                break
            ended += _send_to_one(list(group), claim, mailer)
    finally:
        mailer.close()
    return True


def _send_to_one(rows: list[Reminder], claim: Claim, mailer: BaseEmailBackend) -> Counter[str]:
    """Send one person's reminders as one message and mark how it ended."""
    try:
        message = reminder_mail(rows[0].recipient, rows, connection=mailer)
    except Exception:
        # A row nobody can put into words must not hold back its neighbours.
        logger.exception("A reminder cannot be written.")
        if len(rows) == 1:
            return _mark(rows, claim, ReminderState.FAILED, error="cannot be written")
        return sum((_send_to_one([row], claim, mailer) for row in rows), Counter())
    try:
        message.send()
    except REFUSALS as error:
        logger.warning("A message was refused: %s", type(error).__name__)
        mailer.close()  # a server that said no may have hung up; the next message connects anew
        if _is_for_now(error):
            _queue_again(rows, claim)
            return Counter()
        return _mark(rows, claim, ReminderState.FAILED, error=str(error))
    except Exception as error:
        # Whatever broke on the way, the message may have left: a person must look.
        logger.exception("A message was interrupted.")
        mailer.close()
        return _mark(rows, claim, ReminderState.UNKNOWN, error=type(error).__name__)
    return _mark(rows, claim, ReminderState.SENT)


def _is_for_now(error: Exception) -> bool:
    """Whether the server asked to come again later (4xx), as greylisting does."""
    return isinstance(error, SMTPResponseException) and 400 <= error.smtp_code < 500


def _queue_again(rows: Sequence[Reminder], claim: Claim) -> None:
    """Surely not sent: these wait for the next run."""
    Reminder.objects.filter(
        pk__in=[row.pk for row in rows], claim_token=claim.token, state=ReminderState.CLAIMED
    ).update(state=ReminderState.QUEUED, claimed_at=None, claim_token="")


@transaction.atomic
def _mark(rows: Sequence[Reminder], claim: Claim, state: str, *, error: str = "") -> Counter[str]:
    """Write how it ended, with one event on the timeline of each firm.

    A clock set back between writing and sending does not keep a sent message unmarked.
    """
    sent_at = Greatest(F("queued_at"), Value(_moment(claim.claimed_at)))
    Reminder.objects.filter(
        pk__in=[row.pk for row in rows],
        claim_token=claim.token,
        state__in=(ReminderState.CLAIMED, ReminderState.UNKNOWN),
    ).update(
        state=state, sent_at=sent_at if state == ReminderState.SENT else None, error=error[:300]
    )
    audit.record_many(message_event(row, state) for row in rows)
    return Counter({state: len(rows)})
