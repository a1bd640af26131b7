"""The two days of a report: as of when, and by when it had to be recorded."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format

from programs.cohorts.models import Cohort
from programs.reports.errors import DayBeforeIntake, DayInFuture, DayUnreadable


@dataclass(frozen=True)
class Days:
    """What happened up to `as_of` counts; with `recorded_by`, only what was recorded by then."""

    as_of: date
    recorded_by: date | None = None

    @property
    def recorded_until(self) -> datetime | None:
        """The last moment of `recorded_by` in the current time zone."""
        if self.recorded_by is None:
            return None
        return timezone.make_aware(datetime.combine(self.recorded_by, time.max))


def read_days(as_of: str, recorded_by: str, cohort: Cohort, *, today: date) -> Days:
    """The days as they stand in an address; empty means today, and all that is known.

    Raises DayUnreadable, DayInFuture or DayBeforeIntake.
    """
    days = Days(_day(as_of) or today, _day(recorded_by))
    check_days(days, cohort, today=today)
    return days


def check_days(days: Days, cohort: Cohort, *, today: date) -> None:
    """Raises DayInFuture or DayBeforeIntake for days the cohort cannot be reported on."""
    for day in (days.as_of, days.recorded_by):
        if day is not None and day > today:
            raise DayInFuture(day=date_format(day))
        if day is not None and day < cohort.intake_to:
            raise DayBeforeIntake(day=date_format(cohort.intake_to))


def _day(given: str) -> date | None:
    if not given.strip():
        return None
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        raise DayUnreadable(given=given[:40]) from None
