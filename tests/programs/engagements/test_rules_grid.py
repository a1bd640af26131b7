"""The attendance grid: what a typed row means beside what stands."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.engagements.rules import Attendance
from programs.engagements.rules.grid import (
    RowState,
    Stands,
    Typed,
    as_shown,
    hours_text,
    judge,
)

MON, TUE, WED = days = (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4))
TODAY = TUE
STANDS = Stands({MON: Attendance.PRESENT}, Decimal(3), "active.7")
SHOWN = as_shown({MON: "present"}, "3", days)


def typed(mon="present", tue="", wed="", hours="3", *, no_show=False, version="active.7"):
    return Typed({MON: mon, TUE: tue, WED: wed}, hours, no_show, version, SHOWN)


@pytest.mark.parametrize(
    ("row", "state", "problems"),
    [
        pytest.param(typed(), RowState.UNTOUCHED, (), id="as it was"),
        pytest.param(typed(version="active.9"), RowState.UNTOUCHED, (), id="untouched, overtaken"),
        pytest.param(typed(tue="late"), RowState.CHANGED, (), id="a mark"),
        pytest.param(typed(mon="absent"), RowState.CHANGED, (), id="a corrected mark"),
        pytest.param(typed(hours="7,5"), RowState.CHANGED, (), id="hours with a comma"),
        pytest.param(typed(hours="0"), RowState.CHANGED, (), id="hours taken back"),
        pytest.param(typed(hours="3.00"), RowState.UNTOUCHED, (), id="the same, written otherwise"),
        pytest.param(typed(tue="late", version="active.9"), RowState.OVERTAKEN, (), id="overtaken"),
        pytest.param(typed(hours="x"), RowState.WRONG, ("hours_unreadable",), id="no number"),
        pytest.param(typed(hours="1e3"), RowState.WRONG, ("hours_unreadable",), id="an exponent"),
        pytest.param(typed(hours="-1"), RowState.WRONG, ("hours_unreadable",), id="negative"),
        pytest.param(typed(hours="1000"), RowState.WRONG, ("hours_out_of_range",), id="too many"),
        pytest.param(typed(hours="1.005"), RowState.WRONG, ("hours_out_of_range",), id="too fine"),
        pytest.param(typed(hours=""), RowState.WRONG, ("hours_taken_away",), id="hours emptied"),
        pytest.param(typed(mon=""), RowState.WRONG, ("mark_taken_away",), id="mark emptied"),
        pytest.param(typed(tue="drunk"), RowState.WRONG, ("mark_unknown",), id="no such mark"),
        pytest.param(typed(wed="present"), RowState.WRONG, ("in_future",), id="tomorrow"),
        pytest.param(typed(no_show=True), RowState.WRONG, ("there_or_no_show",), id="was there"),
        pytest.param(
            typed(mon="absent", no_show=True), RowState.CHANGED, (), id="absent and a no-show"
        ),
        pytest.param(
            typed(hours="x", wed="late"),
            RowState.WRONG,
            ("in_future", "hours_unreadable"),
            id="all that is wrong",
        ),
    ],
)
def test_judge(row, state, problems):
    verdict = judge(row, STANDS, days, today=TODAY)
    assert (verdict.state, verdict.problems) == (state, problems)


def test_only_what_differs_is_written():
    verdict = judge(typed(tue="late", hours="4"), STANDS, days, today=TODAY)
    assert (dict(verdict.marks), verdict.hours) == ({TUE: Attendance.LATE}, Decimal(4))


def test_help_that_is_over_is_no_no_show():
    stands = Stands({}, None, "completed.0", may_no_show=False)
    row = Typed({}, "", True, "completed.0", as_shown({}, "", days))
    assert judge(row, stands, days, today=TODAY).problems == ("no_show_not_allowed",)


@pytest.mark.parametrize(
    ("hours", "text"),
    [(None, ""), (Decimal("3.00"), "3"), (Decimal("7.50"), "7.5"), (Decimal(100), "100")],
)
def test_hours_as_the_field_holds_them(hours, text):
    assert hours_text(hours) == text


marks = st.sampled_from(["", *Attendance, "nonsense"])


@given(marks, marks, marks, st.text(max_size=5), st.booleans(), st.sampled_from(["a.1", "a.2"]))
def test_nothing_is_written_unless_the_row_is_right(mon, tue, wed, hours, no_show, version):
    stands = Stands({MON: Attendance.PRESENT}, None, "a.1")
    shown = as_shown({MON: "present"}, "", days)
    row = Typed({MON: mon, TUE: tue, WED: wed}, hours, no_show, version, shown)
    verdict = judge(row, stands, days, today=TODAY)
    writes = bool(verdict.marks) or verdict.hours is not None or verdict.no_show
    assert writes == (verdict.state is RowState.CHANGED)
    assert bool(verdict.problems) == (verdict.state is RowState.WRONG)
    assert verdict.state is not RowState.CHANGED or version == "a.1"
