"""What a case's figures and events say about exporting over the years. Pure.

A year of figures or an event stands for its last day: without a date, a firm is not called silent
longer than its figures prove. Years and events after `as_of` are not read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from assessments.scoring.facts import CaseFacts, EventType, FirmEvent, YearFigures

SOLD_THEN = frozenset({EventType.ENTRY, EventType.RE_ENTRY})
WAS_THERE = SOLD_THEN | {EventType.EXIT}


@dataclass(frozen=True)
class History:
    """The exporting past of one case."""

    facts: CaseFacts

    @cached_property
    def years(self) -> tuple[YearFigures, ...]:
        """Reporting years up to `as_of`, oldest first."""
        known = [year for year in self.facts.years if year.year <= self.facts.as_of.year]
        return tuple(sorted(known, key=lambda year: year.year))

    @cached_property
    def events(self) -> tuple[FirmEvent, ...]:
        """Events up to `as_of`, oldest first; within a year in the order given."""
        known = [event for event in self.facts.events if event.year <= self.facts.as_of.year]
        return tuple(sorted(known, key=lambda event: event.year))

    @cached_property
    def by_year(self) -> dict[int, YearFigures]:
        return {year.year: year for year in self.years}

    def value(self, year: int) -> Decimal | None:
        """Exports of a year; None when not reported."""
        figures = self.by_year.get(year)
        return figures.export if figures else None

    def share(self, year: int) -> Decimal | None:
        """Export share of turnover of a year, 0 to 1; None when not known."""
        figures = self.by_year.get(year)
        return figures.share if figures else None

    @cached_property
    def sold_in(self) -> frozenset[int]:
        """Years in which figures, events or the stated first export show a sale abroad."""
        figures = {year.year for year in self.years if year.export}
        events = {event.year for event in self.events if event.type in SOLD_THEN}
        first = self.facts.first_export_year
        return frozenset(figures | events | ({first} if first is not None else set()))

    @cached_property
    def first_year(self) -> int | None:
        """The earliest year that shows the firm abroad; None when no year is known."""
        exits = {event.year for event in self.events if event.type is EventType.EXIT}
        return min(self.sold_in | exits, default=None)

    @property
    def has_exported(self) -> bool:
        """Whether anything shows an export, ever."""
        return self.first_year is not None or self.facts.months_since_last_export is not None

    @property
    def latest_year(self) -> int | None:
        """The latest reporting year."""
        return self.years[-1].year if self.years else None

    @property
    def latest_known_year(self) -> int | None:
        """The latest reporting year whose exports are known, even if none."""
        return max((year.year for year in self.years if year.export is not None), default=None)

    @cached_property
    def months_silent(self) -> int | None:
        """Whole months since the last export, as stated, else since the end of the last year with
        one; None when the firm never exported or nothing tells."""
        if self.facts.months_since_last_export is not None:
            return self.facts.months_since_last_export
        if not self.sold_in:
            return None
        return months_since_year(max(self.sold_in), self.facts.as_of)

    @cached_property
    def is_silence_proven(self) -> bool:
        """Whether the months are stated, or every year since the last export is reported as none.

        The year of `as_of` is still running and need not be reported.
        """
        if self.facts.months_since_last_export is not None:
            return True
        last = max(self.sold_in, default=self.facts.as_of.year)
        return all(self.value(year) == 0 for year in range(last + 1, self.facts.as_of.year))


def months_since_year(year: int, as_of: date) -> int:
    """Whole months from the last day of a year to a day; 0 for the running year."""
    is_month_over = (as_of + timedelta(days=1)).day == 1
    months = (as_of.year - year - 1) * 12 + as_of.month - (0 if is_month_over else 1)
    return max(months, 0)


def mean(values: Iterable[Decimal | None]) -> Fraction | None:
    """Exact mean of what is known; None when nothing is."""
    known = [Fraction(value) for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None
