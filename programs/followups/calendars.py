"""Working days of an office, from the public holidays of its country."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from config.shared import clock
from firms.accounts.models import Office
from programs.followups.rules import WorkingCalendar

#: Years around the days in question for which holidays are looked up.
MARGIN = 2


def calendar_of(office: Office, days: Iterable[date]) -> WorkingCalendar:
    """The office's calendar for the years of `days` and those next to them.

    A country whose holidays are not known still has its weekend.
    """
    years = [day.year for day in days] or [clock.today().year]
    return _calendar(office.country.upper(), min(years) - 1, max(years) + MARGIN)


@lru_cache(maxsize=256)
def _calendar(country: str, first: int, last: int) -> WorkingCalendar:
    try:
        found = holidays.country_holidays(country, years=range(first, last + 1))
    except NotImplementedError:
        return WorkingCalendar()
    return WorkingCalendar(
        holidays=frozenset(found),
        weekend=frozenset(found.weekend),
        worked=frozenset(getattr(found, "weekend_workdays", ())),
    )


def today_at(office: Office, now: datetime) -> date:
    """The date at the office at this moment: due days live in its own time zone."""
    return now.astimezone(ZoneInfo(office.time_zone)).date()
