"""Mailing questions about results through the outbox of the follow-ups: claimed under a lock, sent
outside the transaction, marked; at most once, and a lost claim becomes a person's business.
"""

import secrets
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import QuerySet

from config.shared.tokens import hashed
from firms.staff.calendars import calendar_of
from programs.followups.actions.posting import post
from programs.followups.actions.sending import Figures, Writer
from programs.followups.audiences import may_be_asked
from programs.followups.claims import Claim
from programs.followups.models import Message, MessageKind, MessageState
from programs.followups.rules import Wishes, local_day, may_write
from programs.outcomes.mails import compose
from programs.outcomes.models import ConfirmationRequest, Outcome, RequestState
from programs.outcomes.rules import EXITS

#: How long a link answers; a reader whose link ran out may ask for another one.
LINK_LIVES = timedelta(days=30)


def send_confirmations(*, now: datetime) -> Figures:
    """Send the questions that wait and may go out at this moment; returns how they ended.

    When the mail server cannot be reached, they wait for the next run.
    """
    due = [row.pk for row in _waiting() if _may_write_to(row, now)]
    return post(due, _claim, now=now)


def _waiting() -> QuerySet[ConfirmationRequest]:
    rows = ConfirmationRequest.objects.unsent()
    return rows.select_related("outcome__firm__office", "contact").order_by("queued_at", "pk")


def _may_write_to(row: ConfirmationRequest, now: datetime) -> bool:
    """Whether it is a working day outside the quiet hours at the firm's office."""
    office = row.outcome.firm.office
    calendar = calendar_of(office, [local_day(now, office.time_zone)])
    return may_write(now, office.time_zone, Wishes(), calendar)


def _claim(key: int, now: datetime) -> tuple[Claim, Writer] | None:
    """The mail of a question, for this process alone, with a token made now; None when another
    process has it, or it need not be asked any more.
    """
    with transaction.atomic():
        rows = _waiting().filter(pk=key)
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True, of=("self",))
        request = rows.first()
        if request is None:
            return None
        if not _still_needed(request):
            request.state, request.ended_at = RequestState.WITHDRAWN, now
            request.save(update_fields=["state", "ended_at"])
            return None
        token = secrets.token_urlsafe(32)
        office = request.outcome.firm.office
        request.message = Message.objects.create(
            kind=MessageKind.CONFIRMATION,
            contact=request.contact,
            address=request.contact.email,
            day=local_day(now, office.time_zone),
            token=secrets.token_hex(16),
            state=MessageState.CLAIMED,
            claimed_at=now,
        )
        request.token_hash, request.expires_at = hashed(token), now + LINK_LIVES
        request.save(update_fields=["message", "token_hash", "expires_at"])
    return Claim(request.message, (), {request.pk: token}), partial(compose, request=request)


def _still_needed(request: ConfirmationRequest) -> bool:
    outcome = request.outcome
    if outcome.grade in EXITS or outcome.firm.closed_on is not None:
        return False
    if Outcome.objects.filter(corrects=outcome).exists():
        return False
    if request.contact.left_on is not None or not may_be_asked(request.contact):
        return False
    return not outcome.confirmations.filter(contact=request.contact).exists()
