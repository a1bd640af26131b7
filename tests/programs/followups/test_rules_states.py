"""States of follow-ups, the buckets of a day, working days, and what is on time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms.staff.rules import WorkingCalendar
from programs.followups.rules import MOVES, OPEN, State, is_on_time, may_move

TODAY = date(2026, 11, 22)


def test_every_state_has_its_moves():
    assert MOVES.keys() == set(State)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_follow_up_can_end_in_every_closed_state(state):
    assert MOVES[state] >= set(State) - OPEN


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (State.DUE, State.SNOOZED, True),
        (State.SNOOZED, State.SNOOZED, True),
        (State.DONE, State.DUE, False),
        (State.DONE, State.SUPERSEDED, False),
        (State.UNREACHABLE, State.DONE, True),
        (State.UNREACHABLE, State.SNOOZED, False),
        (State.SUPERSEDED, State.PLANNED, True),
        (State.FAILED, State.DUE, True),
    ],
)
def test_moves(before, after, allowed):
    assert may_move(before, after) is allowed


@pytest.mark.parametrize(("days", "expected"), [(-3, True), (0, True), (14, True), (15, False)])
def test_is_on_time(days, expected):
    assert is_on_time(TODAY, TODAY + timedelta(days=days)) is expected


NEW_YEAR = WorkingCalendar(
    holidays=frozenset({date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)}),
    worked=frozenset({date(2027, 1, 16)}),
)


@pytest.mark.parametrize(
    ("calendar", "day", "expected"),
    [
        pytest.param(WorkingCalendar(), date(2026, 11, 20), date(2026, 11, 20), id="Friday"),
        pytest.param(WorkingCalendar(), date(2026, 11, 21), date(2026, 11, 23), id="Saturday"),
        pytest.param(NEW_YEAR, date(2026, 12, 31), date(2027, 1, 5), id="over the year's end"),
        pytest.param(NEW_YEAR, date(2027, 1, 16), date(2027, 1, 16), id="a worked Saturday"),
        pytest.param(NEW_YEAR, date(2027, 1, 17), date(2027, 1, 18), id="the Sunday after it"),
        pytest.param(WorkingCalendar(), date(2028, 2, 29), date(2028, 2, 29), id="leap day"),
        pytest.param(
            WorkingCalendar(weekend=frozenset({4, 5})),
            date(2026, 11, 20),
            date(2026, 11, 22),
            id="Friday and Saturday off",
        ),
    ],
)
def test_next_working_day(calendar, day, expected):
    assert calendar.next_working_day(day) == expected


def test_a_calendar_without_working_days_is_refused():
    with pytest.raises(ValueError, match="at least one working weekday"):
        WorkingCalendar(weekend=frozenset(range(7)))


calendars = st.builds(
    WorkingCalendar,
    holidays=st.frozensets(st.dates(date(2027, 12, 1), date(2028, 3, 31))),
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
    worked=st.frozensets(st.dates(date(2027, 12, 1), date(2028, 3, 31)), max_size=5),
)


@given(calendars, st.dates(date(2027, 12, 1), date(2028, 3, 31)))
def test_the_next_working_day_is_the_first_one(calendar, day):
    found = calendar.next_working_day(day)
    skipped = [day + timedelta(days=n) for n in range((found - day).days)]
    assert calendar.is_working(found)
    assert not any(calendar.is_working(each) for each in skipped)
