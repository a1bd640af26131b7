"""Asked at once, again after 14 and 30 days, closed unanswered twelve months after the win."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.outcomes.rules import ASK_AFTER, NextStep, Step, next_step, window_ends_on

WON = date(2030, 1, 10)
FIRST = date(2030, 2, 1)


def after(days):
    return FIRST + timedelta(days=days)


@pytest.mark.parametrize(
    ("asked", "today", "expected"),
    [
        pytest.param([], FIRST, NextStep(Step.ASK, FIRST), id="at once"),
        pytest.param([FIRST], after(13), NextStep(Step.WAIT, after(14)), id="not yet"),
        pytest.param([FIRST], after(14), NextStep(Step.ASK, after(14)), id="after 14 days"),
        pytest.param([FIRST], after(20), NextStep(Step.ASK, after(14)), id="late, but asked"),
        pytest.param(
            [FIRST, after(20)], after(30), NextStep(Step.WAIT, after(36)), id="the gap is kept"
        ),
        pytest.param(
            [after(14), FIRST], after(30), NextStep(Step.ASK, after(30)), id="after 30 days"
        ),
        pytest.param(
            [FIRST, FIRST], after(14), NextStep(Step.ASK, after(14)), id="twice on a day is once"
        ),
        pytest.param(
            [FIRST, after(14), after(30)],
            after(200),
            NextStep(Step.WAIT, date(2031, 1, 10)),
            id="three times, then the window",
        ),
        pytest.param(
            [FIRST], date(2031, 1, 10), NextStep(Step.ASK, after(14)), id="the last day counts"
        ),
        pytest.param(
            [FIRST],
            date(2031, 1, 11),
            NextStep(Step.CLOSE, date(2031, 1, 10)),
            id="a year and a day",
        ),
        pytest.param(
            [date(2031, 1, 5)],
            date(2031, 1, 6),
            NextStep(Step.WAIT, date(2031, 1, 10)),
            id="no question after the window",
        ),
    ],
)
def test_what_is_due(asked, today, expected):
    assert next_step(asked, is_answered=False, won_on=WON, today=today) == expected


def test_an_answer_ends_it_even_after_the_window():
    found = next_step([FIRST], is_answered=True, won_on=WON, today=date(2035, 1, 1))
    assert found.step is Step.DONE


@pytest.mark.parametrize(
    ("won", "ends"),
    [
        (date(2030, 1, 10), date(2031, 1, 10)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2030, 12, 31), date(2031, 12, 31)),
    ],
)
def test_the_window_is_a_year(won, ends):
    assert window_ends_on(won) == ends


@given(st.sets(st.integers(0, 500), max_size=60))
def test_whenever_the_job_runs_nobody_is_asked_too_often(days):
    asked = []
    runs = sorted(WON + timedelta(days=day) for day in days)
    steps = [_ask_if_due(asked, today) for today in runs]
    assert len(asked) <= len(ASK_AFTER)
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(asked)]
    assert all(gap >= least for gap, least in zip(gaps, (14, 16), strict=False))
    assert all(today <= window_ends_on(WON) for today in asked)
    assert len(steps) == len(runs)


def _ask_if_due(asked, today):
    found = next_step(asked, is_answered=False, won_on=WON, today=today)
    asked.extend([today] * (found.step is Step.ASK))
    return found.step
