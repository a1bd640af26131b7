"""Offerings: opening, changing, closing and cancelling them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation import events
from programs.allocation.actions.dates import move_along
from programs.allocation.actions.line import promote
from programs.allocation.actions.moving import locked_offering, move, tell
from programs.allocation.errors import (
    AmountsMissing,
    BudgetBelowHeld,
    CapacityBelowTaken,
    CurrencyInUse,
    DeadlinePassed,
    OfferingMoveNotAllowed,
    OtherCurrency,
    ReasonMissing,
    RoundOverBudget,
)
from programs.allocation.models import (
    ApplicationState,
    Offering,
    OfferingState,
    Stop,
)
from programs.allocation.rules import LIVE, OFFERING_MOVES
from programs.catalogue.amounts import spoken
from programs.catalogue.models import Intervention, Program
from programs.catalogue.setting_aside import left_for_round

_NEWS = {
    OfferingState.OPEN: events.OFFERING_OPENED,
    OfferingState.CLOSED: events.OFFERING_CLOSED,
    OfferingState.CANCELLED: events.OFFERING_CANCELLED,
}


@transaction.atomic
def create_offering(
    *,
    program: Program,
    intervention: Intervention,
    title: str,
    starts_on: date,
    ends_on: date,
    apply_by: date,
    by: User | None,
    seats: int | None = None,
    stops: Iterable[Mapping[str, Any]] = (),
    is_draft: bool = False,
    **fields: Any,
) -> Offering:
    """Open a dated instance with seats, money or both; `stops` in their order.

    The database refuses dates out of order. Raises DeadlinePassed for one that is to be open,
    OtherCurrency for money in another currency than the program's, and RoundOverBudget for more
    money than the program's budget leaves.
    """
    if not is_draft and apply_by < clock.today():
        raise DeadlinePassed(day=apply_by)
    program = _locked_program(program.pk)
    _require_currency(program, fields.get("currency", ""))
    _require_budget(program, fields.get("budget"))
    offering = Offering.objects.create(
        program=program,
        intervention=intervention,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        apply_by=apply_by,
        seats=seats,
        state=OfferingState.DRAFT if is_draft else OfferingState.OPEN,
        **fields,
    )
    _write_stops(offering, stops)
    news = events.OFFERING_CREATED if seats else events.OFFERING_OPENED
    kind = events.OFFERING_DRAFTED if is_draft else news
    audit.record(kind, by=by, target=offering, offering=title, seats=seats or 0)
    return offering


def _require_currency(program: Program, currency: str) -> None:
    if currency and program.currency and currency != program.currency:
        raise OtherCurrency(currency=program.currency)


def _locked_program(key: int) -> Program:
    """The program, locked: its budget and currency are shared with its lines and other rounds."""
    return Program.objects.select_for_update(of=("self",)).get(pk=key)


def _require_budget(
    program: Program, budget: Decimal | None, *, offering: Offering | None = None
) -> None:
    """A round stays within what lines and other rounds leave of the program's budget."""
    other_than = offering.pk if offering else None
    left = left_for_round(program, today=clock.today(), other_than=other_than)
    if budget is not None and left is not None and budget > left:
        raise RoundOverBudget(left=spoken(left, program.currency))


def _write_stops(offering: Offering, stops: Iterable[Mapping[str, Any]]) -> None:
    Stop.objects.bulk_create(
        Stop(offering=offering, order=order, **stop) for order, stop in enumerate(stops, start=1)
    )


@transaction.atomic
def update_offering(
    *,
    offering: Offering,
    by: User,
    **fields: Any,
) -> Offering:
    """Change an offering; more seats or money go to the waiting list at once.

    When it is put off as a whole, its stops move along, and no offer waits longer than until it
    begins. Raises CapacityBelowTaken, BudgetBelowHeld, AmountsMissing, CurrencyInUse,
    OtherCurrency, RoundOverBudget, DeadlinePassed, StopsOutside, and OfferingMoveNotAllowed for a
    cancelled one.
    """
    offering = locked_offering(offering)
    if offering.state == OfferingState.CANCELLED:
        raise OfferingMoveNotAllowed
    changed = sorted(name for name, value in fields.items() if getattr(offering, name) != value)
    _require_sense(offering, {name: fields[name] for name in changed})
    before = offering.starts_on, offering.ends_on
    for name in changed:
        setattr(offering, name, fields[name])
    if changed:
        offering.save()
        if before != (offering.starts_on, offering.ends_on):
            move_along(offering, before)
        audit.record(
            events.OFFERING_CHANGED,
            by=by,
            target=offering,
            offering=offering.title,
            fields=", ".join(changed),
        )
        promote(offering=offering, by=by)
    return offering


def _require_sense(offering: Offering, changed: Mapping[str, Any]) -> None:
    """What is taken stays possible."""
    seats, budget = changed.get("seats"), changed.get("budget")
    if seats is not None and seats < offering.seats_taken:
        raise CapacityBelowTaken(taken=offering.seats_taken)
    if "budget" in changed and (budget or 0) < offering.budget_held:
        raise BudgetBelowHeld(held=offering.budget_held, currency=offering.currency)
    unsaid = offering.applications.live().filter(requested__isnull=True)
    if offering.budget is None and budget is not None and unsaid.exists():
        raise AmountsMissing
    is_asked = offering.applications.filter(requested__isnull=False).exists
    if "currency" in changed and offering.currency and is_asked():
        raise CurrencyInUse(currency=offering.currency)
    if {"currency", "budget"} & changed.keys():
        program = _locked_program(offering.program_id)
        _require_currency(program, changed.get("currency", offering.currency))
        if budget is not None and budget > (offering.budget or 0):
            _require_budget(program, budget, offering=offering)
    if changed.get("apply_by") and offering.is_open and changed["apply_by"] < clock.today():
        raise DeadlinePassed(day=changed["apply_by"])


@transaction.atomic
def open_offering(*, offering: Offering, by: User) -> Offering:
    """Take applications, for the first time or again. Raises DeadlinePassed and
    OfferingMoveNotAllowed; a second time changes nothing.
    """
    offering = locked_offering(offering)
    if offering.state != OfferingState.OPEN and offering.apply_by < clock.today():
        raise DeadlinePassed(day=offering.apply_by)
    return _state(offering, OfferingState.OPEN, by=by)


@transaction.atomic
def close_offering(*, offering: Offering, by: User) -> Offering:
    """Take no more applications. Raises OfferingMoveNotAllowed."""
    return _state(locked_offering(offering), OfferingState.CLOSED, by=by)


@transaction.atomic
def cancel_offering(*, offering: Offering, by: User, reason: str) -> Offering:
    """It does not take place: every application ends with this reason, and everybody is told.

    Raises ReasonMissing and OfferingMoveNotAllowed.
    """
    if not reason.strip():
        raise ReasonMissing
    offering = _state(locked_offering(offering), OfferingState.CANCELLED, by=by, note=reason)
    rows = offering.applications.filter(state__in=LIVE).select_related("firm")
    for application in rows.select_for_update(of=("self",)):
        application.offering = offering
        move(
            application,
            ApplicationState.REFUSED,
            by=by,
            because={"code": "cancelled"},
            note=reason,
        )
        tell(events.REFUSED, application, by=by, note=reason.strip())
    return offering


def _state(offering: Offering, after: OfferingState, *, by: User, note: str = "") -> Offering:
    before = OfferingState(offering.state)
    if before == after:
        return offering
    if after not in OFFERING_MOVES[before]:
        raise OfferingMoveNotAllowed
    offering.state = after
    offering.save(update_fields=["state", "updated_at"])
    audit.record(
        _NEWS[after],
        by=by,
        target=offering,
        offering=offering.title,
        note=note.strip(),
    )
    return offering
