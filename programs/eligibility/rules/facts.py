"""What is known of a firm when it is tested. None is unknown: never zero, never "no"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from assessments.scoring.results import Band, Stage


@dataclass(frozen=True)
class Turnover:
    """The newest turnover of a whole year."""

    year: int
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Span:
    """A count that the record gives only as a range, both ends counted."""

    least: int
    most: int


@dataclass(frozen=True)
class Support:
    """Help of one kind the firm received; `completed_on` is None while it is under way."""

    intervention: str
    completed_on: date | None


@dataclass(frozen=True)
class HeldDocument:
    """A certificate on record; without a last day it holds for good."""

    kind: str
    valid_until: date | None = None


@dataclass(frozen=True)
class Aid:
    """Money granted before; an amount or a day that nobody recorded is None."""

    amount: Decimal | None
    currency: str
    given_on: date | None


@dataclass(frozen=True)
class FirmFacts:
    """The facts of one firm on the day `as_of`.

    `bands` and `ownership` hold what is known only. `documents` are those on record; unless
    `knows_all_documents`, another one may be held that nobody recorded.
    """

    as_of: date
    stage: Stage | None = None
    founded: int | None = None
    employees: int | None = None
    turnover: Turnover | None = None
    section: str | None = None
    division: str | None = None
    product_form: str | None = None
    region: str | None = None
    country: str | None = None
    export_years: Span | None = None
    markets: frozenset[str] | None = None
    bands: Mapping[str, Band] = field(default_factory=dict)
    supports: tuple[Support, ...] | None = None
    documents: tuple[HeldDocument, ...] = ()
    knows_all_documents: bool = False
    aid: tuple[Aid, ...] | None = None
    ownership: Mapping[str, bool] = field(default_factory=dict)


def months_from(day: date, months: int) -> date:
    """The same day so many months later, or earlier; the last of the month where there is none."""
    first = _month_start(day, months)
    last = _month_start(first, 1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _month_start(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
