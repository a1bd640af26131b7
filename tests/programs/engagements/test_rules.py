"""Engagements: folding a log of periods into one engagement, and milestones."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.engagements.rules import (
    Folded,
    Milestone,
    Period,
    Progress,
    State,
    engagement_from_periods,
    progress,
)

TODAY = date(2026, 11, 22)
AS_OF = date(2010, 6, 30)


def period(starts=None, ends=None, *, decided=None, approved=True, authorized=None, used=None):
    return Period(
        is_approved=approved,
        decided_on=decided,
        starts_on=starts,
        ends_on=ends,
        authorized=None if authorized is None else Decimal(authorized),
        used=None if used is None else Decimal(used),
    )


@pytest.mark.parametrize(
    ("periods", "state", "starts_on", "ends_on"),
    [
        pytest.param(
            [period(date(2009, 1, 1), date(2010, 6, 29))],
            State.COMPLETED,
            date(2009, 1, 1),
            date(2010, 6, 29),
            id="ended yesterday",
        ),
        pytest.param(
            [period(date(2009, 1, 1), date(2010, 6, 30))],
            State.ACTIVE,
            date(2009, 1, 1),
            date(2010, 6, 30),
            id="ends today",
        ),
        pytest.param(
            [period(date(2010, 7, 1), date(2011, 7, 1))],
            State.APPROVED,
            date(2010, 7, 1),
            date(2011, 7, 1),
            id="begins tomorrow",
        ),
        pytest.param(
            [period(date(2008, 1, 1), date(2009, 1, 1)), period(date(2009, 1, 1))],
            State.ACTIVE,
            date(2008, 1, 1),
            None,
            id="one open end keeps it open",
        ),
        pytest.param(
            [
                period(decided=date(2010, 2, 1), ends=date(2010, 3, 1), approved=False),
                period(date(2010, 1, 1), date(2012, 1, 1)),
            ],
            State.ACTIVE,
            date(2010, 1, 1),
            date(2012, 1, 1),
            id="a declined tranche does not count",
        ),
        pytest.param(
            [period(decided=date(2010, 2, 1), ends=date(2010, 3, 1), approved=False)],
            State.DECLINED,
            date(2010, 2, 1),
            None,
            id="declined",
        ),
        pytest.param(
            [period(decided=date(2010, 5, 1), ends=date(2010, 3, 1))],
            State.COMPLETED,
            date(2010, 3, 1),
            date(2010, 3, 1),
            id="decided after it ended",
        ),
        pytest.param([period()], State.ACTIVE, None, None, id="no dates at all"),
    ],
)
def test_periods_fold(periods, state, starts_on, ends_on):
    folded = engagement_from_periods(periods, as_of=AS_OF)
    assert (folded.state, folded.starts_on, folded.ends_on) == (state, starts_on, ends_on)


def test_a_back_dated_and_over_used_log_is_accepted_and_shown():
    rows = [
        period(
            date(2009, 9, 1), date(2010, 9, 1), decided=date(2009, 10, 5), authorized=100, used=250
        ),
        period(date(2010, 9, 1), date(2011, 9, 1), decided=date(2010, 6, 1), authorized=100),
    ]
    folded = engagement_from_periods(rows, as_of=AS_OF)
    assert folded == Folded(
        state=State.ACTIVE,
        decided_on=date(2009, 10, 5),
        starts_on=date(2009, 9, 1),
        ends_on=date(2011, 9, 1),
        periods=2,
        authorized=Decimal(200),
        used=Decimal(250),
        is_back_dated=True,
    )
    assert folded.is_over_used


def test_unknown_amounts_stay_unknown():
    folded = engagement_from_periods([period(date(2010, 1, 1))], as_of=AS_OF)
    assert (folded.authorized, folded.used, folded.is_over_used) == (None, None, False)


def test_no_period_is_no_engagement():
    with pytest.raises(ValueError, match="at least one period"):
        engagement_from_periods([], as_of=AS_OF)


days = st.none() | st.dates(date(2008, 1, 1), date(2013, 1, 1))
amounts = st.none() | st.decimals(0, 10**9, places=2)
logs = st.lists(
    st.builds(Period, st.booleans(), days, days, days, amounts, amounts), min_size=1, max_size=8
)


@given(logs, st.randoms())
def test_the_order_of_the_log_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert engagement_from_periods(shuffled, as_of=AS_OF) == engagement_from_periods(
        rows, as_of=AS_OF
    )


@given(logs)
def test_folding_keeps_the_money_of_what_counts(rows):
    folded = engagement_from_periods(rows, as_of=AS_OF)
    counted = [row for row in rows if row.is_approved] or rows
    assert (folded.authorized or 0) == sum(row.authorized or 0 for row in counted)
    assert (folded.used or 0) == sum(row.used or 0 for row in counted)
    assert folded.periods == len(counted)


@given(logs)
def test_an_engagement_never_ends_before_it_begins(rows):
    folded = engagement_from_periods(rows, as_of=AS_OF)
    assert None in (folded.starts_on, folded.ends_on) or folded.starts_on <= folded.ends_on


@given(logs, st.dates(date(2008, 1, 1), date(2013, 1, 1)))
def test_time_only_moves_a_folded_engagement_forward(rows, later):
    order = [State.APPROVED, State.ACTIVE, State.COMPLETED, State.DECLINED]
    now, then = sorted([AS_OF, later])
    before = engagement_from_periods(rows, as_of=now).state
    after = engagement_from_periods(rows, as_of=then).state
    assert order.index(after) >= order.index(before)


@pytest.mark.parametrize(
    ("milestones", "expected"),
    [
        pytest.param([], Progress(0, 0, 0, None, None), id="none"),
        pytest.param([Milestone("a", TODAY, TODAY)], Progress(1, 1, 0, None, None), id="all done"),
        pytest.param(
            [
                Milestone("later", date(2027, 1, 1)),
                Milestone("twin", date(2026, 11, 21)),
                Milestone("late", date(2026, 11, 21)),
                Milestone("today", TODAY),
                Milestone("done", date(2026, 1, 1), date(2026, 3, 1)),
            ],
            Progress(1, 5, 2, "late", date(2026, 11, 21)),
            id="today is not late",
        ),
    ],
)
def test_progress(milestones, expected):
    assert progress(milestones, today=TODAY) == expected
