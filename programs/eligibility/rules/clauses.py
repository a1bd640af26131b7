"""What a manager may ask of a firm: clauses, joined into groups, joined into criteria."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Join(StrEnum):
    """Whether all of them must hold, or any one suffices."""

    ALL = "all"
    ANY = "any"


class Kind(StrEnum):
    """Types of clauses, in the order the builder offers them and counterfactuals take them."""

    STAGE = "stage"
    AGE = "age"
    EMPLOYEES = "employees"
    TURNOVER = "turnover"
    SECTOR = "sector"
    PRODUCT_FORM = "product_form"
    COUNTRY = "country"
    REGION = "region"
    OWNED = "owned"
    NOT_OWNED = "not_owned"
    EXPORT_YEARS = "export_years"
    MARKETS_INCLUDE = "markets_include"
    MARKETS_AT_LEAST = "markets_at_least"
    MARKETS_NONE = "markets_none"
    CONSTRAINT_AT_LEAST = "constraint_at_least"
    CONSTRAINT_AT_MOST = "constraint_at_most"
    RECEIVED = "support_received"
    NOT_RECEIVED = "support_not_received"
    DOCUMENT = "document"
    AID_CEILING = "aid_ceiling"


#: Clauses that ask for one of several values.
SETS = frozenset({Kind.STAGE, Kind.SECTOR, Kind.PRODUCT_FORM, Kind.COUNTRY, Kind.REGION})
#: Clauses that ask for a number between two ends.
RANGES = frozenset(
    {Kind.AGE, Kind.EMPLOYEES, Kind.TURNOVER, Kind.EXPORT_YEARS, Kind.MARKETS_AT_LEAST}
)


@dataclass(frozen=True)
class Clause:
    """One test. Which fields a type uses says `shapes.SHAPES`; the others stay empty.

    `values` are codes, one of which suffices; sectors are a section ("C") or a section with its
    division ("C10"). `low` and `high` are both included. `subject` is the constraint, the kind
    of document or the sort of ownership. `window` counts months for support and years for aid.
    """

    kind: Kind
    values: tuple[str, ...] = ()
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    currency: str = ""
    subject: str = ""
    window: int | None = None
    day: date | None = None
    grant: Decimal | None = None


@dataclass(frozen=True)
class Group:
    """Clauses of which all, or any, must hold."""

    join: Join
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Criteria:
    """Groups of which all, or any, must hold. Nothing asked is passed by everybody."""

    join: Join = Join.ALL
    groups: tuple[Group, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for group in self.groups for clause in group.clauses)


def merged(clauses: Iterable[Clause]) -> tuple[Clause, ...] | None:
    """The same demands with one clause for each set and range, in an order of their own.

    None when two of them can never hold together.
    """
    kept: dict[tuple[str, ...], Clause] = {}
    for clause in sorted(set(clauses), key=_order):
        key = _key(clause)
        both = _both(kept[key], clause) if key in kept else clause
        if both is None:
            return None
        kept[key] = both
    return tuple(kept.values())


def _order(clause: Clause) -> tuple[int, str]:
    return list(Kind).index(clause.kind), repr(clause)


def _key(clause: Clause) -> tuple[str, ...]:
    if clause.kind in SETS or clause.kind in RANGES:
        return (clause.kind, clause.currency)
    return (clause.kind, repr(clause))


def _both(one: Clause, other: Clause) -> Clause | None:
    if one.kind in SETS:
        values = {_meet(a, b, one.kind) for a in one.values for b in other.values} - {""}
        return replace(one, values=tuple(sorted(values))) if values else None
    lows = [end for end in (one.low, other.low) if end is not None]
    highs = [end for end in (one.high, other.high) if end is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        return None
    return replace(one, low=low, high=high)


def _meet(one: str, other: str, kind: Kind) -> str:
    """What two values have in common; a division lies within its section."""
    if kind is Kind.SECTOR:
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        return longer if longer.startswith(shorter) else ""
    return one if plain(one) == plain(other) else ""


def plain(name: str) -> str:
    """A name as it is compared: letter case and spaces around do not count."""
    return " ".join(name.split()).casefold()
