"""Membership is decided by intake dates alone; the baseline is the first assessment after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.cohorts.rules import (
    DatedAssessment,
    Intake,
    IntakeWindow,
    baseline,
    intake_window,
    members,
    why_not_freeze,
)

INTAKE = date(2030, 1, 10)


def day(number):
    """So many days after intake."""
    return INTAKE + timedelta(days=number)


@pytest.mark.parametrize(
    ("year", "quarter", "starts_on", "ends_on"),
    [
        pytest.param(2030, None, date(2030, 1, 1), date(2030, 12, 31), id="year"),
        pytest.param(2030, 1, date(2030, 1, 1), date(2030, 3, 31), id="first quarter"),
        pytest.param(2030, 2, date(2030, 4, 1), date(2030, 6, 30), id="second quarter"),
        pytest.param(2030, 3, date(2030, 7, 1), date(2030, 9, 30), id="third quarter"),
        pytest.param(2030, 4, date(2030, 10, 1), date(2030, 12, 31), id="fourth quarter"),
    ],
)
def test_intake_window(year, quarter, starts_on, ends_on):
    assert intake_window(year, quarter) == IntakeWindow(starts_on, ends_on)


@pytest.mark.parametrize("quarter", [0, 5])
def test_no_such_quarter(quarter):
    with pytest.raises(ValueError, match="quarters"):
        intake_window(2030, quarter)


@pytest.mark.parametrize(
    ("today", "reasons"),
    [
        pytest.param(date(2030, 3, 31), ["window_open"], id="last day is still open"),
        pytest.param(date(2030, 4, 1), [], id="closed"),
    ],
)
def test_why_not_freeze(today, reasons):
    assert why_not_freeze(intake_window(2030, 1), today=today) == reasons


def test_members_by_intake_date_alone():
    intakes = [
        Intake(7, date(2030, 3, 31)),
        Intake(5, date(2030, 4, 1)),
        Intake(9, date(2030, 1, 1)),
        Intake(3, date(2030, 2, 2)),
        Intake(2, date(2030, 2, 2)),
        Intake(3, date(2030, 3, 3)),
        Intake(4, date(2029, 12, 31)),
    ]
    found = members(intakes, intake_window(2030, 1))
    assert [(one.firm_id, one.intake_on.day) for one in found] == [(9, 1), (2, 2), (3, 2), (7, 31)]


@pytest.mark.parametrize(
    ("offsets", "expected"),
    [
        pytest.param([], None, id="never assessed"),
        pytest.param([0, 10], 0, id="on the day of intake"),
        pytest.param([31, 30], 30, id="day 30 counts"),
        pytest.param([31, 90], None, id="too late for a baseline"),
        pytest.param([-1, 5], 5, id="earlier ones belong to an earlier story"),
        pytest.param([-400], None, id="only an earlier one"),
    ],
)
def test_baseline(offsets, expected):
    found = baseline(INTAKE, [DatedAssessment(n, day(n)) for n in offsets])
    assert (found and found.assessment_id) == expected


def test_baseline_of_one_day_is_the_first_row():
    same_day = [DatedAssessment(number, day(4)) for number in (8, 6, 7)]
    assert baseline(INTAKE, same_day) == DatedAssessment(6, day(4))


dates = st.dates(date(2029, 11, 1), date(2030, 5, 1))
intakes = st.lists(st.builds(Intake, st.integers(1, 6), dates), max_size=12)


@given(intakes, st.randoms())
def test_membership_knows_no_order_and_counts_each_firm_once(taken, chance):
    window = intake_window(2030, 1)
    shuffled = list(taken)
    chance.shuffle(shuffled)
    found = members(taken, window)
    assert members(shuffled, window) == found
    assert len({one.firm_id for one in found}) == len(found)
    assert {one.firm_id for one in found} == {
        one.firm_id for one in taken if one.intake_on in window
    }
