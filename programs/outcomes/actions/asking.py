"""Asking a firm to confirm a result: at once, after 14 and 30 days, until the year is over."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction

from config.shared import clock
from config.shared.errors import DomainError
from config.shared.jobs import enqueue_on_commit
from firms.accounts.models import User
from firms.register.models import Contact
from programs.followups.audiences import askable_contacts, may_be_asked
from programs.followups.errors import NobodyToAsk
from programs.outcomes import events
from programs.outcomes.actions.grading import locked, tell
from programs.outcomes.errors import (
    AlreadyCorrected,
    ConfirmedAlready,
    LeftTheFirm,
    MoveNotAllowed,
    OtherFirm,
    WindowOver,
)
from programs.outcomes.models import (
    GRADE_LABELS,
    Confirmation,
    ConfirmationRequest,
    Outcome,
    RequestState,
)
from programs.outcomes.rules import EXITS, Grade, Step, next_step, window_ends_on

SEND = "programs.send_confirmations"

Figures = dict[str, int]


@transaction.atomic
def ask_for_confirmation(
    *, outcome: Outcome, by: User | None, contact: Contact | None = None
) -> ConfirmationRequest:
    """Ask a contact of the firm whether a result is true; without one named, the main contact.

    A question that still waits to be sent is not doubled. Raises NobodyToAsk, OtherFirm,
    LeftTheFirm, ConfirmedAlready, WindowOver, AlreadyCorrected, MoveNotAllowed.
    """
    outcome = locked(outcome)
    contact = _who(outcome, contact)
    _may_ask(outcome, contact)
    return _queue(outcome, contact, by=by)


def _who(outcome: Outcome, contact: Contact | None) -> Contact:
    firm = outcome.firm
    if contact is None:
        answered = outcome.confirmations.values("contact")
        contact = askable_contacts().filter(firm=firm).exclude(pk__in=answered).first()
        if contact is None:
            raise NobodyToAsk(firm=firm.legal_name)
        return contact
    if contact.firm_id != firm.pk:
        raise OtherFirm
    contact.refresh_from_db(fields=["left_on"])
    if contact.left_on is not None:
        raise LeftTheFirm(person=contact.name, firm=firm.legal_name)
    if not may_be_asked(contact):
        raise NobodyToAsk(firm=firm.legal_name)
    return contact


def _may_ask(outcome: Outcome, contact: Contact) -> None:
    if Outcome.objects.filter(corrects=outcome).exists():
        raise AlreadyCorrected
    if outcome.grade in EXITS:
        label = GRADE_LABELS[Grade(outcome.grade)]
        raise MoveNotAllowed(before=label, after=GRADE_LABELS[Grade.CONFIRMED])
    ends = window_ends_on(outcome.occurred_on)
    if clock.today() > ends:
        raise WindowOver(day=ends)
    if Confirmation.objects.filter(outcome=outcome, contact=contact).exists():
        raise ConfirmedAlready


def _queue(
    outcome: Outcome, contact: Contact, *, by: User | None, is_renewal: bool = False
) -> ConfirmationRequest:
    """The question, waiting to be sent; one that waits already stays the only one."""
    request, is_new = ConfirmationRequest.objects.get_or_create(
        outcome=outcome,
        contact=contact,
        state=RequestState.OPEN,
        message=None,
        defaults={
            "asked_on": clock.today(),
            "queued_at": clock.now(),
            "is_renewal": is_renewal,
        },
    )
    if is_new:
        tell(events.ASKED, outcome, by=by, person=contact.name)
        enqueue_on_commit(SEND)
    return request


@transaction.atomic
def renew_request(*, request: ConfirmationRequest) -> ConfirmationRequest | None:
    """A contact whose link ran out asks for another one; it goes to the same address by mail."""
    outcome = locked(request.outcome)
    try:
        _may_ask(outcome, request.contact)
    except DomainError:
        return None
    return _queue(outcome, request.contact, by=None, is_renewal=True)


def reask_confirmations(*, today: date) -> Figures:
    """Put every question that is due again, and close those whose year is over.

    A second run on the same day finds nothing to do.
    """
    done = {"asked": 0, "closed": 0, "nobody": 0, "waits": 0}
    for key in _waiting():
        with transaction.atomic():
            done[_go_on(Outcome(pk=key), today)] += 1
    return done


def _waiting() -> Iterator[int]:
    """Claims that were asked about and not answered, by key."""
    rows = (
        Outcome.objects.filter(grade=Grade.CLAIMED, requests__state=RequestState.OPEN)
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()
    )
    yield from list(rows)


def _go_on(outcome: Outcome, today: date) -> str:
    outcome = locked(outcome)
    requests = list(outcome.requests.order_by("pk"))
    waiting = {row.contact_id for row in requests if row.state == RequestState.OPEN}
    if not waiting or outcome.grade != Grade.CLAIMED:
        return "waits"
    steps = {contact: _step(outcome, requests, contact, today) for contact in sorted(waiting)}
    if Step.CLOSE in steps.values():
        outcome.requests.filter(state=RequestState.OPEN).update(
            state=RequestState.CLOSED, ended_at=clock.now()
        )
        tell(events.CLOSED, outcome, by=None, occurred_on=today)
        return "closed"
    due = {contact for contact, step in steps.items() if step is Step.ASK}
    due -= {row.contact_id for row in requests if _is_unsent(row)}
    askable = askable_contacts().filter(firm=outcome.firm)
    reached = set(askable.filter(pk__in=waiting).values_list("pk", flat=True))
    due = due & reached if reached else due
    if not due:
        return "waits"
    # When nobody who was asked can be any more, the main contact is, with days of the own.
    contacts = list(askable.filter(pk__in=due) if reached else askable[:1])
    if not contacts or outcome.firm.closed_on is not None:
        return "nobody"
    for contact in contacts:
        _queue(outcome, contact, by=None)
    return "asked"


def _step(
    outcome: Outcome, requests: Sequence[ConfirmationRequest], contact: int, today: date
) -> Step:
    """What is due about one contact; a link asked for anew is no further question."""
    asked = [row.asked_on for row in requests if row.contact_id == contact and not row.is_renewal]
    return next_step(asked, is_answered=False, won_on=outcome.occurred_on, today=today).step


def _is_unsent(request: ConfirmationRequest) -> bool:
    return request.state == RequestState.OPEN and request.message_id is None
