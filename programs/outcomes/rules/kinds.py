"""Kinds of results: what each is measured in, and what must be said about it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What came of the help."""

    LEAD = "lead"
    CONTRACT = "contract"
    EXPORT_SALE = "export_sale"
    NEW_MARKET = "new_market"
    NEW_PRODUCT = "new_product"
    CERTIFICATE = "certificate"
    FINANCE = "finance"
    JOBS = "jobs"


class Unit(StrEnum):
    """Measured in money or in a number of things; never in both."""

    MONEY = "money"
    COUNT = "count"


@dataclass(frozen=True)
class KindSpec:
    """`needs`: names of fields that must be filled beside the figure itself."""

    unit: Unit
    needs: frozenset[str] = frozenset()


_MARKET = frozenset({"market"})

KINDS: dict[Kind, KindSpec] = {
    Kind.LEAD: KindSpec(Unit.COUNT),
    Kind.CONTRACT: KindSpec(Unit.MONEY, _MARKET),
    Kind.EXPORT_SALE: KindSpec(Unit.MONEY, _MARKET),
    Kind.NEW_MARKET: KindSpec(Unit.COUNT, _MARKET),
    Kind.NEW_PRODUCT: KindSpec(Unit.COUNT, frozenset({"note"})),
    Kind.CERTIFICATE: KindSpec(Unit.COUNT, frozenset({"note"})),
    Kind.FINANCE: KindSpec(Unit.MONEY),
    Kind.JOBS: KindSpec(Unit.COUNT),
}
MONEY_KINDS = tuple(kind for kind, spec in KINDS.items() if spec.unit is Unit.MONEY)

#: The largest figure a table can hold and anybody means.
MOST_MONEY = Decimal(10) ** 13
MOST_COUNT = 1_000_000


@dataclass(frozen=True)
class ClaimFacts:
    """A result as somebody states it; empty text and None where nothing was said."""

    kind: Kind
    amount: Decimal | None
    currency: str
    count: int | None
    market: str
    note: str
    occurred_on: date
    period_from: date | None = None
    period_to: date | None = None
    rate: Decimal | None = None
    rate_on: date | None = None


def why_not_claim(facts: ClaimFacts, *, today: date) -> list[tuple[str, str]]:
    """(field, code) of what is wrong with a claim; empty when it can be kept.

    Unknown is not zero: a figure of 0 is refused, as is one in the wrong unit.
    """
    spec = KINDS[facts.kind]
    found = []
    if spec.unit is Unit.MONEY:
        found += _money(facts)
        if facts.count is not None:
            found.append(("count", "not_counted"))
    else:
        if facts.count is None:
            found.append(("count", "missing"))
        elif not 0 < facts.count <= MOST_COUNT:
            found.append(("count", "out_of_range"))
        if facts.amount is not None or facts.currency or facts.rate is not None:
            found.append(("amount", "not_money"))
    for name in sorted(spec.needs):
        if not getattr(facts, name).strip():
            found.append((name, "missing"))
    if facts.occurred_on > today:
        found.append(("occurred_on", "in_the_future"))
    return found + _period(facts)


def _money(facts: ClaimFacts) -> list[tuple[str, str]]:
    found = []
    if facts.amount is None:
        found.append(("amount", "missing"))
    elif not 0 < facts.amount < MOST_MONEY:
        found.append(("amount", "out_of_range"))
    if not facts.currency:
        found.append(("currency", "missing"))
    if (facts.rate is None) != (facts.rate_on is None):
        found.append(("rate_on" if facts.rate_on is None else "rate", "missing"))
    if facts.rate is not None and facts.rate <= 0:
        found.append(("rate", "out_of_range"))
    return found


def _period(facts: ClaimFacts) -> list[tuple[str, str]]:
    if (facts.period_from is None) != (facts.period_to is None):
        return [("period_to" if facts.period_to is None else "period_from", "missing")]
    if facts.period_from and facts.period_to and facts.period_to < facts.period_from:
        return [("period_to", "before_start")]
    return []
