"""The ledger of a finance intervention: entries under the lock of their engagement."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from config.shared import clock
from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.catalogue.amounts import spoken
from programs.engagements import events
from programs.engagements.actions.moving import locked
from programs.engagements.errors import (
    AlreadyCorrected,
    BelowClaimed,
    BelowDisbursed,
    BelowRepaid,
    InTheFuture,
    NoLedger,
    NotAgreed,
    NothingApproved,
    OtherCurrency,
    OverApproved,
    OverClaimed,
    OverDisbursed,
    OverGranted,
    RoundCurrency,
)
from programs.engagements.models import STATE_LABELS, Engagement, FinanceEntry
from programs.engagements.rules import (
    RECEIVES,
    Entry,
    EntryKind,
    EntryRefusal,
    State,
    why_not_enter,
)

_ERRORS: dict[str, type[DomainError]] = {
    "over_granted": OverGranted,
    "over_claimed": OverClaimed,
    "below_claimed": BelowClaimed,
    "over_approved": OverApproved,
    "below_disbursed": BelowDisbursed,
    "over_disbursed": OverDisbursed,
    "below_repaid": BelowRepaid,
}


@transaction.atomic
def enter_finance(
    *,
    engagement: Engagement,
    kind: EntryKind | str,
    amount: Decimal,
    currency: str,
    on: date,
    by: User | None,
    note: str = "",
) -> FinanceEntry:
    """Write one entry: approved, disbursed, repaid or claimed.

    Raises NoLedger, NotAgreed, InTheFuture, NothingApproved, OtherCurrency, RoundCurrency,
    OverGranted, OverApproved, OverDisbursed, OverClaimed.
    """
    engagement = locked(engagement)
    _require_ledger(engagement)
    _require_currency(engagement, currency)
    return _enter(engagement, EntryKind(kind), amount, currency, on, by, note)


@transaction.atomic
def correct_finance(
    *, entry: FinanceEntry, amount: Decimal, by: User, note: str = ""
) -> FinanceEntry:
    """Replace the amount of an entry by a new row; zero takes it back, the same changes nothing.

    Raises AlreadyCorrected, BelowDisbursed, BelowRepaid, BelowClaimed, OverGranted, OverApproved,
    OverDisbursed, OverClaimed.
    """
    engagement = locked(entry.engagement)
    entry = FinanceEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if FinanceEntry.objects.filter(corrects=entry).exists():
        raise AlreadyCorrected
    if entry.amount == amount:
        return entry
    return _enter(
        engagement,
        EntryKind(entry.kind),
        amount,
        entry.currency,
        entry.occurred_on,
        by,
        note,
        corrects=entry,
    )


def _require_ledger(engagement: Engagement) -> None:
    if not engagement.is_in_money:
        raise NoLedger
    if State(engagement.state) not in RECEIVES:
        raise NotAgreed(state=STATE_LABELS[State(engagement.state)])


def _require_currency(engagement: Engagement, currency: str) -> None:
    offering = engagement.offering
    if offering is not None and offering.budget is not None and currency != offering.currency:
        raise RoundCurrency(currency=offering.currency)


def _granted(engagement: Engagement) -> Decimal | None:
    """What the round of the engagement gave the firm; None where the firm asked in no round."""
    offering = engagement.offering
    if offering is None or offering.budget is None:
        return None
    asked = offering.applications.filter(firm=engagement.firm_id).first()
    return None if asked is None else asked.granted or Decimal(0)


def _enter(
    engagement: Engagement,
    kind: EntryKind,
    amount: Decimal,
    currency: str,
    on: date,
    by: User | None,
    note: str,
    corrects: FinanceEntry | None = None,
) -> FinanceEntry:
    """Check against the whole ledger as it stands under the lock, then write."""
    known = [row.as_rule() for row in engagement.finance.all()]
    new = Entry(0, kind, amount, currency, on, corrects.pk if corrects else None)
    refusals = why_not_enter(known, new, today=clock.today(), granted=_granted(engagement))
    if refusals:
        raise _refused(refusals[0], on)
    entry = FinanceEntry.objects.create(
        engagement=engagement,
        kind=kind,
        amount=amount,
        currency=currency,
        occurred_on=on,
        note=note,
        corrects=corrects,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    audit.record(
        events.FINANCE_CORRECTED if corrects else events.FINANCE_ENTERED,
        firm=engagement.firm,
        target=engagement,
        by=by,
        occurred_on=on,
        intervention=engagement.intervention.names,
        entry=str(kind),
        amount=f"{amount:f}",
        currency=currency,
        note=note,
    )
    return entry


def _refused(refusal: EntryRefusal, on: date) -> DomainError:
    match refusal.code:
        case "in_future":
            return InTheFuture(on=on)
        case "nothing_approved":
            return NothingApproved()
        case "other_currency":
            return OtherCurrency(currency=refusal.currency)
    return _ERRORS[refusal.code](limit=spoken(refusal.limit or Decimal(0), refusal.currency))
