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
from assessments.scoring.verdicts import Verdict

SOLD_THEN = frozenset({EventType.ENTRY, EventType.RE_ENTRY})


@dataclass(frozen=True)
class History:
    """The exporting past of one case."""

    facts: CaseFacts

    @cached_property
    def by_year(self) -> dict[int, YearFigures]:
        """Figures of the reporting years up to `as_of`."""
        last = self.facts.as_of.year
        return {figures.year: figures for figures in self.facts.years if figures.year <= last}

    @cached_property
    def events(self) -> tuple[FirmEvent, ...]:
        """Events up to `as_of`, oldest first; within a year in the order given."""
        known = [event for event in self.facts.events if event.year <= self.facts.as_of.year]
        return tuple(sorted(known, key=lambda event: event.year))

    def value(self, year: int) -> Decimal | None:
        """Exports of a year; none before a stated first export; None when not reported."""
        if year in self.by_year:
            return self.by_year[year].export
        first = self.facts.first_export_year
        return Decimal(0) if first is not None and year < first else None

    def share(self, year: int) -> Fraction | None:
        """Exact export share of turnover, 0 to 1; no exports are 0; None when not known."""
        export = self.value(year)
        if export is None or export == 0:
            return None if export is None else Fraction(0)
        turnover = self.by_year[year].turnover
        return Fraction(export) / Fraction(turnover) if turnover else None

    def sold(self, year: int) -> Verdict:
        """Whether the figures show exports in the year; None when not reported."""
        value = self.value(year)
        return None if value is None else value > 0

    @cached_property
    def sold_in(self) -> tuple[int, ...]:
        """Years in which figures, events or the stated first export show a sale, oldest first."""
        figures = {year for year in self.by_year if self.sold(year)}
        events = {event.year for event in self.events if event.type in SOLD_THEN}
        first = self.facts.first_export_year
        stated = {first} if first is not None and first <= self.facts.as_of.year else set()
        return tuple(sorted(figures | events | stated))

    @cached_property
    def present_in(self) -> tuple[int, ...]:
        """Years that show the firm abroad: sales, and exits, before which it must have sold."""
        exits = {event.year for event in self.events if event.type is EventType.EXIT}
        return tuple(sorted(exits.union(self.sold_in)))

    @cached_property
    def has_exported(self) -> Verdict:
        """Whether the firm ever exported; None when nothing is reported either way."""
        if self.present_in or self.facts.months_since_last_export is not None:
            return True
        values = [figures.export for figures in self.by_year.values()]
        return None if not values or None in values else False

    @cached_property
    def first_year(self) -> int | None:
        """The year of the first export, where it is sure to be the first.

        It is when stated, when an entry opens the record, or when the year before is reported
        without exports or the firm was founded that year; a record that opens with exports is
        cut off on the left and tells no first year.
        """
        earliest = self.present_in[0] if self.present_in else None
        if earliest is None or earliest == self.facts.first_export_year:
            return earliest
        entries = {event.year for event in self.events if event.type is EventType.ENTRY}
        is_first = (
            earliest in entries
            or self.value(earliest - 1) == 0
            or earliest == self.facts.firm.founded
        )
        return earliest if is_first else None

    @property
    def latest_year(self) -> int | None:
        """The latest reporting year."""
        return max(self.by_year, default=None)

    @property
    def latest_known_year(self) -> int | None:
        """The latest reporting year whose exports are known, even if none."""
        return max((year for year in self.by_year if self.value(year) is not None), default=None)

    @cached_property
    def months_silent(self) -> int | None:
        """Whole months since the last export, as stated, else since the end of the last year with
        one; None when the firm never exported or nothing tells."""
        if self.facts.months_since_last_export is not None:
            return self.facts.months_since_last_export
        return months_since_year(self.sold_in[-1], self.facts.as_of) if self.sold_in else None

    @cached_property
    def is_silence_proven(self) -> bool:
        """Whether the months are stated, or every year since the last export is reported as none.

        The year of `as_of` is still running and need not be reported.
        """
        if self.facts.months_since_last_export is not None or not self.sold_in:
            return True
        years = range(self.sold_in[-1] + 1, self.facts.as_of.year)
        return all(self.value(year) == 0 for year in years)


def months_since_year(year: int, as_of: date) -> int:
    """Whole months from the last day of a year to a day; 0 for the running year."""
    is_month_over = (as_of + timedelta(days=1)).day == 1
    months = (as_of.year - year - 1) * 12 + as_of.month - (0 if is_month_over else 1)
    return max(months, 0)


def mean(values: Iterable[Decimal | Fraction | None]) -> Fraction | None:
    """Exact mean of what is known; None when nothing is."""
    known = [Fraction(value) for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def shown(share: Fraction | None) -> Decimal | None:
    """A share as pages show it, to 0.0001."""
    if share is None:
        return None
    return (Decimal(share.numerator) / share.denominator).quantize(Decimal("0.0001"))
