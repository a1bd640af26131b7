"""How far up a follow-up goes, in working days, each step once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms.staff.rules import WorkingCalendar
from programs.followups.rules import Level, Who, ladder_of, latest_due

PLAIN = WorkingCalendar()
DUE = date(2026, 11, 2)  # a Monday


def up(today, who=Who.ADVISER, calendar=PLAIN):
    """The highest step whose day has come for what was due on DUE; None before the first."""
    steps = ladder_of(who).after[1:]
    reached = [level for level, days in steps if latest_due(days, calendar, today) >= DUE]
    return max(reached, default=None)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2026, 11, 2), None, id="due today"),
        pytest.param(date(2026, 11, 6), None, id="Friday of the week"),
        pytest.param(date(2026, 11, 8), None, id="the weekend does not count"),
        pytest.param(date(2026, 11, 9), Level.DELEGATE, id="five working days"),
        pytest.param(date(2026, 11, 16), Level.OFFICE, id="ten"),
        pytest.param(date(2026, 11, 23), Level.MANAGER, id="fifteen"),
        pytest.param(date(2027, 3, 1), Level.MANAGER, id="never higher"),
    ],
)
def test_levels_by_working_days(today, expected):
    assert up(today) == expected


def test_a_holiday_gives_a_day_more():
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 11, 4)}))
    assert up(date(2026, 11, 9), calendar=calendar) is None
    assert up(date(2026, 11, 10), calendar=calendar) is Level.DELEGATE


def test_what_the_firm_answers_comes_back_to_its_adviser_first():
    assert up(date(2026, 11, 9), who=Who.FIRM) is Level.ADVISER
    assert ladder_of(Who.FIRM).after[0] == (Level.FIRM, 0)
    assert ladder_of(Who.FIRM).days_until(Level.MANAGER) == 20


def test_what_a_manager_does_begins_at_the_office():
    ladder = ladder_of(Who.MANAGER, window=3)
    assert ladder.after == ((Level.OFFICE, 0), (Level.MANAGER, 3))
    assert ladder.days_until(Level.ADVISER) is None


calendars = st.builds(
    WorkingCalendar,
    holidays=st.frozensets(st.dates(date(2026, 10, 1), date(2027, 2, 1)), max_size=10),
    weekend=st.frozensets(st.integers(0, 6), max_size=3),
)


@given(calendars, st.dates(date(2026, 11, 1), date(2027, 1, 10)), st.integers(0, 20))
def test_the_cut_off_agrees_with_counting_forward(calendar, today, days):
    until = latest_due(days, calendar, today)
    later = calendar.next_working_day(until + timedelta(days=1))
    assert calendar.add_working_days(until, days) <= today
    assert calendar.add_working_days(later, days) > today
