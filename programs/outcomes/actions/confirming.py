"""What a firm's people answer: each contact once, the first one's figure counts, later ones beside.

A token is read, never used up by reading; answering ends it. Two contacts who answer at once wait
for each other at the result's lock, and both answers are kept.
"""

from decimal import Decimal
from typing import Any

from django.db import transaction

from config.shared import clock
from config.shared.tokens import hashed
from firms.accounts.models import User
from firms.register.actions import add_contact
from firms.register.models import Contact
from programs.outcomes import events
from programs.outcomes.actions.grading import cut_again, end_split, locked, move, tell
from programs.outcomes.errors import (
    ConfirmedAlready,
    FigureMissing,
    LeftTheFirm,
    LinkGone,
    NoFigure,
    NotAsked,
    OtherCurrency,
    WindowOver,
)
from programs.outcomes.models import (
    CHANGES,
    RATINGS,
    Answer,
    Confirmation,
    ConfirmationRequest,
    Outcome,
    RequestState,
    Verdict,
)
from programs.outcomes.rules import Grade, window_ends_on
from programs.outcomes.rules.kinds import MOST_COUNT, MOST_MONEY

#: What an answer may hold beside the answer itself.
SAID = ("amount", "currency", "count", "market", "band", "may_publish", "comment")


def request_of(*, token: str) -> ConfirmationRequest:
    """The question behind a link if it can still be answered; nothing is used up by asking.

    Raises LinkGone for a token nobody issued or that ran out, LeftTheFirm, ConfirmedAlready,
    WindowOver, NotAsked.
    """
    request = _by_token(token)
    if request is None:
        raise LinkGone
    _still_asked(request.outcome, request.contact)
    if request.state in (RequestState.ANSWERED, RequestState.CLOSED):
        raise NotAsked
    if request.state != RequestState.OPEN or (request.expires_at or clock.now()) <= clock.now():
        raise LinkGone
    return request


def expired_request(*, token: str) -> ConfirmationRequest | None:
    """A question whose link only ran out: its reader may ask for a new one."""
    request = _by_token(token)
    if request is None or request.state != RequestState.OPEN:
        return None
    if (request.expires_at or clock.now()) > clock.now() or request.contact.left_on:
        return None
    return request


@transaction.atomic
def confirm(*, token: str, answer: str, **said: Any) -> Confirmation:
    """A contact answers behind the link. Raises as `request_of` and `confirm_as_contact` do."""
    request = request_of(token=token)
    return _confirm(request.outcome, request.contact, answer, said, request=request)


@transaction.atomic
def confirm_by_contact(
    *, outcome: Outcome, contact: Contact, answer: str, **said: Any
) -> Confirmation:
    """A contact's answer that came another way, such as on paper. Raises as `confirm` does."""
    return _confirm(outcome, contact, answer, said)


@transaction.atomic
def confirm_signed_in(*, outcome: Outcome, by: User, answer: str, **said: Any) -> Confirmation:
    """A person of the firm answers in the portal: as the contact with that address.

    Raises as `confirm` does.
    """
    return _confirm(outcome, contact_of_member(outcome, by), answer, said)


def contact_of_member(outcome: Outcome, by: User) -> Contact:
    """The firm's contact with the address of a portal user; written down where there is none."""
    firm = outcome.firm
    known = firm.contacts.filter(email__iexact=by.email).order_by("left_on", "pk")
    contact = known.filter(left_on__isnull=True).first() or known.first()
    return contact or add_contact(firm=firm, by=by, name=by.name or by.email, email=by.email)


def _by_token(token: str) -> ConfirmationRequest | None:
    rows = ConfirmationRequest.objects.select_related("outcome__firm__office", "contact")
    return rows.filter(token_hash=hashed(token)).first()


def _still_asked(outcome: Outcome, contact: Contact) -> None:
    """Whether this contact may answer about this result now."""
    if contact.left_on is not None:
        raise LeftTheFirm(person=contact.name, firm=outcome.firm.legal_name)
    if Confirmation.objects.filter(outcome=outcome, contact=contact).exists():
        raise ConfirmedAlready
    if outcome.grade == Grade.WITHDRAWN or outcome.firm.closed_on is not None:
        raise NotAsked
    if Outcome.objects.filter(corrects=outcome).exists():
        raise NotAsked
    ends = window_ends_on(outcome.occurred_on)
    if clock.today() > ends:
        raise WindowOver(day=ends)


def _confirm(
    outcome: Outcome,
    contact: Contact,
    answer: str,
    said: dict[str, Any],
    *,
    request: ConfirmationRequest | None = None,
) -> Confirmation:
    outcome = locked(outcome)
    contact.refresh_from_db(fields=["left_on"])
    _still_asked(outcome, contact)  # asked again: the lock may have waited for another answer
    given = _checked(outcome, Answer(answer), said)
    is_first = not outcome.confirmations.exists()
    confirmation = Confirmation.objects.create(
        outcome=outcome,
        contact=contact,
        request=request,
        answer=answer,
        answered_on=clock.today(),
        recorded_at=clock.now(),
        **given,
    )
    outcome.requests.filter(contact=contact, state=RequestState.OPEN).update(
        state=RequestState.ANSWERED, ended_at=clock.now()
    )
    if not is_first:
        tell(events.ANSWERED_TOO, outcome, by=None, person=contact.name, note=confirmation.comment)
    elif confirmation.answer == Answer.DENIES:
        _dispute(outcome, contact, confirmation.comment)
    else:
        _grade(outcome, confirmation)
    return confirmation


def _grade(outcome: Outcome, confirmation: Confirmation) -> None:
    """The first answer sets the confirmed figure and market; a document accepted before lifts it
    further.
    """
    amount = confirmation.amount or outcome.amount
    count = confirmation.count or outcome.count
    move(
        outcome,
        Grade.CONFIRMED,
        by=None,
        kind=events.CONFIRMED,
        fields={
            "confirmed_amount": amount,
            "confirmed_count": count,
            "confirmed_market": confirmation.market or outcome.market,
        },
        person=confirmation.contact.name,
    )
    if outcome.evidence.filter(verdict=Verdict.ACCEPTED).exists():
        move(outcome, Grade.EVIDENCED, by=None, kind=events.EVIDENCED)
    cut_again(outcome)


def _dispute(outcome: Outcome, contact: Contact, comment: str) -> None:
    note = comment.strip() or contact.name  # a move out always says why
    move(outcome, Grade.DISPUTED, by=None, kind=events.DENIED, note=note, person=contact.name)
    end_split(outcome)


def _checked(outcome: Outcome, answer: Answer, said: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an answer: figures only where it corrects, in the claim's own unit."""
    ratings = {name: said.get(name) or None for name in RATINGS}
    changes = {name: bool(said.get(name)) for name in CHANGES}
    words = {name: said[name] for name in ("band", "comment", "may_publish") if said.get(name)}
    kept = {**ratings, **changes, **words}
    if answer is Answer.DENIES:
        kept.pop("band", None)
        return kept
    if answer is Answer.AGREES:
        return kept
    amount, count, market = (said.get(name) or None for name in ("amount", "count", "market"))
    for value, most in ((said.get("amount"), MOST_MONEY), (said.get("count"), MOST_COUNT)):
        if value is not None and not 0 < Decimal(value) < most:
            raise NoFigure
    if (said.get("currency") or outcome.currency) != outcome.currency:
        raise OtherCurrency(currency=outcome.currency)
    if (amount if outcome.is_money else count) is None and market in (None, outcome.market):
        raise FigureMissing
    if outcome.is_money:
        kept |= {"amount": amount, "currency": outcome.currency if amount else ""}
    else:
        kept |= {"count": count}
    return kept | {"market": market or ""}
