"""One deal claimed twice: how it is noticed, and how its value is shared out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from itertools import combinations, product

from programs.outcomes.rules.kinds import KINDS, Kind, Unit

#: Amounts that differ by at most this share of the larger one may be the same deal.
TOLERANCE = Decimal("0.02")
#: Days of results at most this far apart fall into the same period, where none is stated.
SAME_PERIOD = timedelta(days=31)

CENT = Decimal("0.01")


class Double(StrEnum):
    """Why two claims look like one result."""

    SAME_REFERENCE = "same_reference"
    SAME_DEAL = "same_deal"


@dataclass(frozen=True)
class DealFacts:
    """One standing claim; the figure is `amount` in `currency` or `count`.

    `confirmed` and `confirmed_market` are what the firm put in their place; None and "" before.
    """

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
    period_from: date | None = None
    period_to: date | None = None
    confirmed: Decimal | None = None
    confirmed_market: str = ""

    @property
    def markets(self) -> frozenset[str]:
        """The market as claimed, and as the firm put it right: another claim may state either."""
        return frozenset({self.market, self.confirmed_market or self.market})

    @property
    def figures(self) -> frozenset[Decimal]:
        """The figure as claimed, and as the firm put it right."""
        claimed = self.amount if self.count is None else Decimal(self.count)
        return frozenset(one for one in (claimed, self.confirmed) if one is not None)


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
    """One contract claimed twice by a firm, or by two programs for whatever firm."""
    reference = plain_reference(one.reference)
    if not reference or reference != plain_reference(other.reference):
        return False
    if KINDS[one.kind].unit is not KINDS[other.kind].unit:
        return False
    return one.firm == other.firm or (one.program != other.program and _same_market(one, other))


def _same_deal(one: DealFacts, other: DealFacts) -> bool:
    if one.firm != other.firm or not _same_market(one, other) or not _same_period(one, other):
        return False
    if KINDS[one.kind].unit is Unit.COUNT or KINDS[other.kind].unit is Unit.COUNT:
        return one.kind is other.kind and bool(one.figures & other.figures)
    if one.currency != other.currency:
        return False
    if Kind.FINANCE in (one.kind, other.kind) and one.kind is not other.kind:
        return False  # a loan is no sale, however much alike the figures are
    return any(_is_like(mine, theirs) for mine, theirs in product(one.figures, other.figures))


def _same_market(one: DealFacts, other: DealFacts) -> bool:
    return bool(one.markets & other.markets)


def _same_period(one: DealFacts, other: DealFacts) -> bool:
    """Whether two stated periods have a day in common. Where one is missing: whether the days are
    near each other, or the day of the claim without a period lies in the period of the other.
    """
    mine, theirs = _period_of(one), _period_of(other)
    if mine and theirs:
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]
    if abs(one.occurred_on - other.occurred_on) <= SAME_PERIOD:
        return True
    placed = ((mine, other.occurred_on), (theirs, one.occurred_on))
    return any(period and period[0] <= day <= period[1] for period, day in placed)


def _period_of(deal: DealFacts) -> tuple[date, date] | None:
    """First and last day, where both are stated."""
    if deal.period_from is None or deal.period_to is None:
        return None
    return deal.period_from, deal.period_to


def _is_like(mine: Decimal, theirs: Decimal) -> bool:
    return abs(mine - theirs) <= TOLERANCE * max(mine, theirs)


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
