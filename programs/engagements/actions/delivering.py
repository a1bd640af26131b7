"""What was delivered: hours, marks and money are noted once and corrected by new rows."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.engagements import events
from programs.engagements.actions.moving import locked
from programs.engagements.errors import (
    AlreadyCorrected,
    InTheFuture,
    MarkedAlready,
    NotAgreed,
)
from programs.engagements.models import DAY_SLOT, STATE_LABELS, DeliveryFact, Engagement
from programs.engagements.rules import RECEIVES, Attendance, FactKind, State


def note_hours(
    *,
    engagement: Engagement,
    hours: Decimal,
    on: date,
    by: User | None,
    given_by: str = "",
    note: str = "",
) -> DeliveryFact:
    """Note hours that `given_by` gave on a day. Raises InTheFuture and NotAgreed."""
    return _note(engagement, FactKind.HOURS, on, by, hours=hours, given_by=given_by, note=note)


def note_money(
    *,
    engagement: Engagement,
    amount: Decimal,
    currency: str,
    on: date,
    by: User | None,
    note: str = "",
) -> DeliveryFact:
    """Note money or its worth that the firm received. Raises InTheFuture and NotAgreed."""
    return _note(engagement, FactKind.MONEY, on, by, amount=amount, currency=currency, note=note)


def note_attendance(
    *, engagement: Engagement, attendance: Attendance, on: date, by: User | None, note: str = ""
) -> DeliveryFact:
    """Note how the firm appeared on a day; the same mark again changes nothing.

    Raises InTheFuture, NotAgreed, and MarkedAlready for another mark of that day.
    """
    return _note(
        engagement, FactKind.ATTENDANCE, on, by, attendance=attendance, slot=DAY_SLOT, note=note
    )


@transaction.atomic
def _note(
    engagement: Engagement, kind: FactKind, on: date, by: User | None, **fields: object
) -> DeliveryFact:
    engagement = locked(engagement)
    require_receiving(engagement, on)
    if kind is FactKind.ATTENDANCE:
        known = engagement.facts.in_force().filter(kind=kind, occurred_on=on).first()
        if known is not None:
            if known.attendance == fields["attendance"]:
                return known
            raise MarkedAlready(on=on)
    fact = DeliveryFact.objects.create(
        engagement=engagement,
        kind=kind,
        occurred_on=on,
        recorded_at=clock.now(),
        recorded_by=by,
        **fields,
    )
    audit.record(
        events.DELIVERED,
        firm=engagement.firm,
        target=engagement,
        by=by,
        occurred_on=on,
        intervention=engagement.intervention.names,
        on=on.isoformat(),
        fact=fact.pk,
    )
    return fact


@transaction.atomic
def correct_fact(
    *,
    fact: DeliveryFact,
    by: User,
    hours: Decimal | None = None,
    attendance: Attendance | str = "",
    amount: Decimal | None = None,
    note: str = "",
) -> DeliveryFact:
    """Replace what a fact says by a new row; zero takes it back, the same changes nothing.

    Only the value of the fact's own kind is read; day, currency and giver stay. Raises
    AlreadyCorrected when a later row replaced it.
    """
    engagement = locked(fact.engagement)
    fact = DeliveryFact.objects.select_for_update(of=("self",)).get(pk=fact.pk)
    if DeliveryFact.objects.filter(corrects=fact).exists():
        raise AlreadyCorrected
    values: dict[FactKind, dict[str, object]] = {
        FactKind.HOURS: {"hours": hours},
        FactKind.ATTENDANCE: {"attendance": str(attendance)},
        FactKind.MONEY: {"amount": amount},
    }
    value = values[FactKind(fact.kind)]
    if all(getattr(fact, name) == new for name, new in value.items()):
        return fact
    corrected = DeliveryFact.objects.create(
        engagement=engagement,
        kind=fact.kind,
        occurred_on=fact.occurred_on,
        slot=fact.slot,
        currency=fact.currency,
        given_by=fact.given_by,
        note=note,
        corrects=fact,
        recorded_at=clock.now(),
        recorded_by=by,
        **value,
    )
    audit.record(
        events.DELIVERY_CORRECTED,
        firm=engagement.firm,
        target=engagement,
        by=by,
        occurred_on=fact.occurred_on,
        intervention=engagement.intervention.names,
        on=fact.occurred_on.isoformat(),
        fact=corrected.pk,
        note=note,
    )
    return corrected


def require_receiving(engagement: Engagement, on: date) -> None:
    """Nothing is noted ahead of time, or about help that nobody agreed to."""
    if on > clock.today():
        raise InTheFuture(on=on)
    if State(engagement.state) not in RECEIVES:
        raise NotAgreed(state=STATE_LABELS[State(engagement.state)])
