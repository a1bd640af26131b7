"""An event as it was read, and what is doubtful about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

BETWEEN = " – "


class DoubtCode(StrEnum):
    """What is doubtful. The sentence of each is in `words`."""

    TWO_DIGIT_YEAR = "two_digit_year"
    AMBIGUOUS_DATE = "ambiguous_date"
    END_MISSING = "end_missing"
    ENDS_BEFORE_START = "ends_before_start"
    PAST_EVENT = "past_event"
    OTHER_YEAR_IN_TEXT = "other_year_in_text"
    COST_ODD = "cost_odd"
    COST_NOT_READABLE = "cost_not_readable"
    COUNTRY_UNKNOWN = "country_unknown"
    COUNTRY_MISSING = "country_missing"
    STOP_NOT_READABLE = "stop_not_readable"
    STOP_ENDS_BEFORE_START = "stop_ends_before_start"
    STOP_BEFORE_EVENT = "stop_before_event"
    STOP_AFTER_EVENT = "stop_after_event"
    STOP_OUTSIDE_EVENT = "stop_outside_event"
    KIND_UNKNOWN = "kind_unknown"
    INDUSTRY_UNKNOWN = "industry_unknown"
    TEXT_DAMAGED = "text_damaged"
    SAME_EVENT = "same_event"
    CHANGED = "changed"


class Target(StrEnum):
    """What an answer decides; it says how the answer is written.

    Days are ISO 8601, periods two days with a dash between, countries ISO 3166, sectors ISIC
    divisions with commas; empty text leaves a cost, country or sector unknown.
    """

    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    DAYS = "days"
    STOP_DAYS = "stop_days"
    STOP_COUNTRY = "stop_country"
    COST = "cost"
    KIND = "kind"
    SECTORS = "sectors"
    SIGN = "sign"
    TWIN = "twin"
    VERSION = "version"


class Decision(StrEnum):
    """How a person answers a doubt; MOOT when another answer left nothing to decide."""

    ACCEPT = "accept"
    OTHER = "other"
    DROP = "drop"
    KEEP_FIRST = "keep_first"
    KEEP_SECOND = "keep_second"
    MERGE = "merge"
    KEEP_BOTH = "keep_both"
    MOOT = "moot"


@dataclass(frozen=True)
class Doubt:
    """One doubt about one row. `proposed` None: nothing can be proposed, somebody must say.

    `place` counts stops from 0, where a doubt is about one of them.
    """

    code: DoubtCode
    target: Target
    column: str
    found: str
    proposed: str | None
    place: int = 0
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, int]:
        """Asked once: a doubt with the same key is not raised again."""
        return (str(self.code), self.column, self.place)


@dataclass(frozen=True)
class StopFacts:
    """One stop. Without days of its own it takes those of the event."""

    place: str
    country: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class EventFacts:
    """An event of a list. Unknown is empty or None, never zero."""

    feed: str
    event: str
    title: str
    starts_on: date
    ends_on: date
    kind: str = ""
    cost: Decimal | None = None
    stops: tuple[StopFacts, ...] = ()
    sectors: tuple[str, ...] = ()
    summary: str = ""

    @property
    def key(self) -> str:
        return f"{self.feed}:{self.event}" if self.feed else self.event

    @property
    def days(self) -> str:
        return period(self.starts_on, self.ends_on)

    def stop_days(self, stop: StopFacts) -> tuple[date, date]:
        """First and last day of a stop."""
        return (stop.starts_on or self.starts_on, stop.ends_on or self.ends_on)

    def with_stop(self, place: int, **changes: object) -> "EventFacts":
        """The event with one stop changed; a place that is not there yet is added."""
        stops = list(self.stops)
        if place >= len(stops):
            stops.append(StopFacts("", ""))
            place = len(stops) - 1
        stops[place] = replace(stops[place], **changes)  # type: ignore[arg-type]
        return replace(self, stops=tuple(stops))


@dataclass(frozen=True)
class Reading:
    """A row that may become an offering: its facts, proposals taken for granted, and its doubts."""

    row: int
    cells: Mapping[str, str]
    facts: EventFacts
    doubts: tuple[Doubt, ...]


def period(first: date, last: date) -> str:
    """Two days as an answer is written."""
    return f"{first.isoformat()}{BETWEEN}{last.isoformat()}"
