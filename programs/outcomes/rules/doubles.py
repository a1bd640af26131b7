"""One deal claimed twice: how it is noticed, and how its value is shared out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from itertools import combinations

from programs.outcomes.rules.kinds import KINDS, Kind, Unit

#: Amounts that differ by at most this share of the larger one may be the same deal.
TOLERANCE = Decimal("0.02")
#: Days of results at most this far apart fall into the same period.
SAME_PERIOD = timedelta(days=31)

CENT = Decimal("0.01")


class Double(StrEnum):
    """Why two claims look like one result."""

    SAME_REFERENCE = "same_reference"
    SAME_DEAL = "same_deal"


@dataclass(frozen=True)
class DealFacts:
    """One standing claim; the figure is `amount` in `currency` or `count`."""

    key: int
    firm: int
    program: int | None
    kind: Kind
    market: str
    amount: Decimal | None
    currency: str
    count: int | None
    occurred_on: date
    reference: str = ""


@dataclass(frozen=True)
class Pair:
    """Two claims that look like one, the smaller key first, and why."""

    first: int
    second: int
    because: tuple[Double, ...]


def plain_reference(reference: str) -> str:
    """A contract number without what people write differently: case, spaces, signs."""
    return "".join(sign for sign in reference.casefold() if sign.isalnum())


def find_doubles(deals: Iterable[DealFacts]) -> list[Pair]:
    """Every pair that looks like one result, in the order of keys; each pair once."""
    ordered = sorted(deals, key=lambda deal: deal.key)
    found = []
    for first, second in combinations(ordered, 2):
        if because := why_double(first, second):
            found.append(Pair(first.key, second.key, because))
    return found


def why_double(one: DealFacts, other: DealFacts) -> tuple[Double, ...]:
    """Codes of why two claims look like one; empty when they do not. Order does not matter."""
    because = []
    if _same_reference(one, other):
        because.append(Double.SAME_REFERENCE)
    if _same_deal(one, other):
        because.append(Double.SAME_DEAL)
    return tuple(because)


def _same_reference(one: DealFacts, other: DealFacts) -> bool:
    """One contract claimed twice by a firm, or by two programs for whatever firm and market."""
    reference = plain_reference(one.reference)
    if not reference or reference != plain_reference(other.reference):
        return False
    if KINDS[one.kind].unit is not KINDS[other.kind].unit:
        return False
    return one.firm == other.firm or (one.program != other.program and one.market == other.market)


def _same_deal(one: DealFacts, other: DealFacts) -> bool:
    if one.firm != other.firm or one.market != other.market:
        return False
    if abs(one.occurred_on - other.occurred_on) > SAME_PERIOD:
        return False
    if KINDS[one.kind].unit is Unit.COUNT or KINDS[other.kind].unit is Unit.COUNT:
        return one.kind is other.kind and one.count == other.count
    if one.amount is None or other.amount is None or one.currency != other.currency:
        return False
    if Kind.FINANCE in (one.kind, other.kind) and one.kind is not other.kind:
        return False  # a loan is no sale, however much alike the figures are
    return abs(one.amount - other.amount) <= TOLERANCE * max(one.amount, other.amount)


def whole_of(values: Sequence[Decimal]) -> Decimal:
    """The value of a deal that several claims state differently: the least of them, which all of
    them agree was reached.
    """
    return min(values)


def split(
    whole: Decimal, declared: Mapping[int, Decimal | None], *, step: Decimal = CENT
) -> dict[int, Decimal]:
    """Share a value out among claims by their declared contributions; equally when none is.

    Parts are rounded down to a `step` (a cent; 1 for counts), and what is left over goes to the
    first by key, so the parts always sum to the whole. A claim without a declared share among
    others that have one gets nothing. ValueError for no claims, negative shares, shares that are
    all 0, or a whole that is no multiple of the step.
    """
    given = {key: share for key, share in declared.items() if share is not None}
    weights = {key: declared[key] or Decimal(0) for key in declared} if given else {}
    weights = weights or dict.fromkeys(declared, Decimal(1))
    total = sum(weights.values(), Decimal(0))
    if not weights or min(weights.values()) < 0 or total <= 0:
        raise ValueError("shares are positive and at least one is given")
    if whole < 0 or whole % step:
        raise ValueError(f"{whole} cannot be shared out in steps of {step}")
    parts = {
        key: (whole * weights[key] / total / step).to_integral_value(ROUND_DOWN) * step
        for key in sorted(weights)
    }
    first = min(key for key, weight in weights.items() if weight > 0)
    parts[first] += whole - sum(parts.values(), Decimal(0))
    return parts
