"""Working days of an office, from the public holidays of its country."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from config.shared import clock
from firms.accounts.models import Office
from firms.staff.rules import WorkingCalendar

#: Years around the days in question for which holidays are looked up.
MARGIN = 2


def calendar_of(office: Office | None, days: Iterable[date]) -> WorkingCalendar:
    """The office's calendar for the years of `days` and those next to them.

    A country whose holidays are not known still has its weekend, and so have people who belong
    to no office.
    """
    years = [day.year for day in days] or [clock.today().year]
    if office is None:
        return WorkingCalendar()
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
