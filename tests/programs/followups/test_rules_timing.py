"""When somebody may be written to: digest hour, quiet hours, days off, daylight saving."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms.staff.rules import WorkingCalendar
from programs.followups.rules import (
    Ledger,
    State,
    Wishes,
    digest_is_due,
    is_quiet_at,
    local_day,
    may_write,
)

PLAIN = WorkingCalendar()
BELGRADE = "Europe/Belgrade"


def at(zone, *clock):
    return datetime(*clock, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        pytest.param(time(19, 59), False, id="evening"),
        pytest.param(time(20, 0), True, id="begins"),
        pytest.param(time(3, 0), True, id="night"),
        pytest.param(time(7, 0), False, id="ends"),
    ],
)
def test_quiet_hours_over_midnight(clock, expected):
    assert is_quiet_at(clock, Wishes()) is expected


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [
        pytest.param(Wishes(quiet_from=time(12), quiet_until=time(14)), True, id="at noon"),
        pytest.param(Wishes(quiet_from=time(14), quiet_until=time(15)), False, id="later"),
        pytest.param(Wishes(is_quiet=False, quiet_from=time(12)), False, id="switched off"),
        pytest.param(Wishes(quiet_from=time(13), quiet_until=time(13)), False, id="empty"),
    ],
)
def test_quiet_hours_of_one_day(wishes, expected):
    assert is_quiet_at(time(13), wishes) is expected


@pytest.mark.parametrize(
    ("moment", "wishes", "expected"),
    [
        pytest.param((2026, 11, 23, 8, 0), Wishes(), True, id="the hour has come"),
        pytest.param((2026, 11, 23, 7, 59), Wishes(), False, id="a minute early"),
        pytest.param((2026, 11, 23, 19, 59), Wishes(), True, id="late is better than never"),
        pytest.param((2026, 11, 23, 20, 0), Wishes(), False, id="but not at night"),
        pytest.param((2026, 11, 22, 9, 0), Wishes(), False, id="Sunday"),
        pytest.param((2026, 11, 22, 9, 0), Wishes(on_days_off=True), True, id="Sunday as wished"),
    ],
)
def test_digest_of_the_day(moment, wishes, expected):
    assert digest_is_due(at(BELGRADE, *moment), BELGRADE, wishes, PLAIN) is expected


def test_the_day_is_the_one_on_the_wall():
    moment = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    assert local_day(moment, "Asia/Almaty") == date(2026, 3, 2)
    assert local_day(moment, "America/New_York") == date(2026, 3, 1)


ZONES = ("Europe/Belgrade", "America/New_York", "Australia/Lord_Howe", "Asia/Almaty", "UTC")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "hour", [pytest.param(time(2, 30), id="inside the change"), pytest.param(time(8), id="morning")]
)
def test_every_local_day_of_two_years_has_its_digest_once(zone, hour):
    """730 days with every daylight-saving change and 29 February 2028: ticks of half an hour, and
    one digest a local day, at its hour or, where the hour does not exist, right after.
    """
    wishes = Wishes(digest_at=hour, is_quiet=False, on_days_off=True)
    tick = datetime(2027, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = datetime(2029, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    moments = [
        tick + timedelta(minutes=30) * n for n in range(int((end - tick).total_seconds()) // 1800)
    ]
    sent: dict[date, datetime] = {}
    for moment in moments:
        if digest_is_due(moment, zone, wishes, PLAIN):
            sent.setdefault(local_day(moment, zone), moment)
    assert list(sent) == [date(2027, 1, 1) + timedelta(days=n) for n in range(731)]
    late = {
        day: moment.astimezone(ZoneInfo(zone)).time()
        for day, moment in sent.items()
        if moment.astimezone(ZoneInfo(zone)).time() != hour
    }
    assert set(late) == {day for day in sent if not _exists(day, hour, zone)}
    assert all(hour < told < time(hour.hour + 1, 30) for told in late.values())


def _exists(day, hour, zone):
    """Whether clocks show this hour on that day: in spring some do not."""
    wall = datetime.combine(day, hour, ZoneInfo(zone))
    return wall.astimezone(UTC).astimezone(ZoneInfo(zone)).time() == hour


def test_a_message_of_its_own_waits_for_the_morning():
    assert not may_write(at(BELGRADE, 2026, 11, 23, 6, 59), BELGRADE, Wishes(), PLAIN)
    assert may_write(at(BELGRADE, 2026, 11, 23, 7, 0), BELGRADE, Wishes(), PLAIN)


# The ledger ------------------------------------------------------------------------------------


def test_the_books_balance_when_every_row_is_in_one_state():
    books = Ledger({State.DUE: 2, State.DONE: 3, State.SUPERSEDED: 1}, rows=6)
    assert (books.open, books.closed, books.difference, books.balances) == (2, 4, 0, True)


@pytest.mark.parametrize(
    ("states", "rows"),
    [
        pytest.param({State.DUE: 2}, 3, id="a row in no state"),
        pytest.param({State.DUE: 2, "lost": 1}, 3, id="a state nobody knows"),
        pytest.param({State.DUE: 2, State.DONE: 2}, 3, id="a row in two"),
    ],
)
def test_a_difference_is_seen(states, rows):
    assert not Ledger(states, rows).balances


# Laws ------------------------------------------------------------------------------------------

clocks = st.times()
wishes = st.builds(Wishes, clocks, clocks, clocks, st.booleans(), st.booleans())
moments = st.integers(0, 731 * 24 * 60).map(
    lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(moments, st.sampled_from(ZONES), wishes)
def test_a_digest_leaves_at_its_hour_or_later_and_never_in_quiet_hours(moment, zone, wanted):
    local = moment.astimezone(ZoneInfo(zone))
    if digest_is_due(moment, zone, wanted, PLAIN):
        assert may_write(moment, zone, wanted, PLAIN)
        assert local.time() >= wanted.digest_at
        assert not is_quiet_at(local.time(), wanted)
    if may_write(moment, zone, wanted, PLAIN) and not wanted.on_days_off:
        assert PLAIN.is_working(local.date())


@given(clocks, wishes)
def test_quiet_hours_and_their_opposite_share_the_day_out(clock, wanted):
    turned = replace(wanted, quiet_from=wanted.quiet_until, quiet_until=wanted.quiet_from)
    if wanted.is_quiet and wanted.quiet_from != wanted.quiet_until:
        assert is_quiet_at(clock, wanted) is not is_quiet_at(clock, turned)
