"""Working days of an office: weekends, holidays, and days off that were moved."""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days of an office. `weekend` holds weekdays, Monday 0.

    `worked` are days off that an official transfer turned into working days. Raises ValueError
    when no weekday is left to work on.
    """

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})
    worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.weekend >= set(range(7)):
            raise ValueError("A calendar needs at least one working weekday.")

    def is_working(self, day: date) -> bool:
        """Whether the office works on that day."""
        if day in self.worked:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def working_day_before(self, day: date) -> date:
        """The day itself if the office works, else the last day before it that it did."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that lies `count` working days after `day`."""
        for _each in range(count):
            day = self.next_working_day(day + ONE_DAY)
        return day

    def next_working_day(self, day: date) -> date:
        """The day itself if the office works, else the next day it does."""
        while not self.is_working(day):
            day += ONE_DAY
        return day
