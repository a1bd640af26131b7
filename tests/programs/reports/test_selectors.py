"""The figures of a cohort report on stories with a known end."""

from datetime import date
from decimal import Decimal

import pytest

from config.shared.errors import GroupWithheld
from firms.register.actions import close_firm
from programs.cohorts.actions import freeze_cohort
from programs.cohorts.errors import NotFrozen
from programs.cohorts.rules import Standing
from programs.followups.models import FollowUp
from programs.reports.asof import Days, read_days
from programs.reports.errors import (
    DayBeforeIntake,
    DayInFuture,
    DayUnreadable,
    UnknownGroup,
)
from programs.reports.rules import WITHHELD, Direction, Timeliness
from programs.reports.selectors import Group, cohort_report, member_list, read_group
from tests.factories.cohorts import InteractionFactory, place
from tests.programs.reports.conftest import TODAY


def counts(parts):
    return {part.state.value: part.count for part in parts}


def test_stages_at_intake_and_now_have_one_base(cohort, manager):
    report = cohort_report(cohort, manager, as_of=TODAY)
    assert counts(report.matrix.at_intake) == {
        "preparation": 26,
        "active_engagement": 14,
        "growth_expansion": 0,
        "left": 0,
        "unknown": 0,
    }
    assert counts(report.matrix.now) == {
        "preparation": 11,
        "active_engagement": 16,
        "growth_expansion": 0,
        "left": 5,
        "unknown": 8,
    }
    assert (report.n, report.whole, report.is_partial) == (40, 40, False)


def test_moves_down_are_counted(cohort, manager):
    moves = cohort_report(cohort, manager, as_of=TODAY).matrix.movements
    shown = {way.value: move.count for way, move in moves.items() if move.count}
    assert shown == {"up": 7, "stayed": 15, "down": 5, "left": 5, "unknown": 8}


def test_retained_are_those_in_a_stage(cohort, manager):
    report = cohort_report(cohort, manager, as_of=TODAY)
    assert (report.retention.count, report.retention.share) == (27, Decimal("0.675"))


def test_waiting_times(cohort, manager):
    first, second = cohort_report(cohort, manager, as_of=TODAY).waits
    assert (first.stage, first.n, first.moved) == (Standing.PREPARATION, 26, 7)
    assert (first.points[0].at_risk, first.points[0].reached) == (26, 0)
    after = next(point for point in first.points if point.month == 16)
    assert 0 < after.low < after.reached < after.high < 1
    assert (second.n, second.moved, {one.reached for one in second.points}) == (14, 0, {0})


def test_follow_ups_on_time(cohort, manager):
    figure = cohort_report(cohort, manager, as_of=TODAY).follow_ups
    assert {part.kind: part.count for part in figure.parts} == {
        Timeliness.ON_TIME: 6,
        Timeliness.LATE: 7,
        Timeliness.IN_GRACE: 0,
        Timeliness.OVERDUE: 8,
        Timeliness.UNANSWERED: 0,
    }
    assert figure.due == 21


def test_replaced_follow_ups_leave_the_base(cohort, manager):
    FollowUp.objects.filter(state="due").update(
        state="superseded", closed_at="2025-12-01T10:00:00Z"
    )
    figure = cohort_report(cohort, manager, as_of=TODAY).follow_ups
    assert (figure.due, figure.excluded) == (13, 8)


def test_a_follow_up_skipped_by_a_person_stays_in_the_base(cohort, manager):
    FollowUp.objects.filter(state="due").update(
        state="skipped", note="The firm moved", closed_by=manager, closed_at="2025-12-01T10:00:00Z"
    )
    assert cohort_report(cohort, manager, as_of=TODAY).follow_ups.due == 21


def test_what_was_stale_when_first_written_leaves_the_base(cohort, manager):
    FollowUp.objects.filter(state="due").update(
        state="skipped", why="skipped_stale", closed_at="2025-12-01T10:00:00Z"
    )
    figure = cohort_report(cohort, manager, as_of=TODAY).follow_ups
    assert (figure.due, figure.excluded) == (13, 8)


def test_relief_by_constraint(relieved_cohort, manager):
    logistics, standards = cohort_report(relieved_cohort, manager, as_of=TODAY).relief
    assert (logistics.constraint, logistics.n, logistics.change) == ("logistics", 6, Decimal(-20))
    assert (standards.n, standards.before, standards.change) == (WITHHELD,) * 3


def test_small_groups_are_withheld_with_what_would_tell_them(small_cohort, manager):
    report = cohort_report(small_cohort, manager, as_of=TODAY)
    active = report.matrix.rows[1]
    hidden = {cell.state for cell in active.cells if cell.count is WITHHELD}
    assert {Standing.PREPARATION, Standing.GROWTH} <= hidden
    assert report.matrix.movements[Direction.DOWN].count == 0


def test_a_curve_that_would_tell_a_withheld_cell_is_withheld(small_cohort, manager):
    _, active = cohort_report(small_cohort, manager, as_of=TODAY).waits
    assert (active.is_withheld, active.points, active.median) == (True, (), None)


def test_an_adviser_sees_figures_over_the_own_caseload(cohort, adviser, in_caseload):
    report = cohort_report(cohort, adviser, as_of=TODAY)
    assert (report.n, report.whole, report.is_partial) == (13, 40, True)


def test_not_frozen_has_no_report(open_cohort, manager):
    with pytest.raises(NotFrozen):
        cohort_report(open_cohort, manager, as_of=TODAY)


def test_empty_cohort(open_cohort, manager):
    frozen = freeze_cohort(cohort=open_cohort, by=manager)
    report = cohort_report(frozen, manager, as_of=TODAY)
    assert (report.n, report.waits, report.flows.links, report.has_moves) == (0, (), (), False)


@pytest.mark.parametrize(
    ("as_of", "error"),
    [
        pytest.param("yesterday", DayUnreadable, id="no date"),
        pytest.param("2026-13-01", DayUnreadable, id="no month"),
        pytest.param("2026-02-03", DayInFuture, id="tomorrow"),
        pytest.param("2024-12-30", DayBeforeIntake, id="before intake ended"),
    ],
)
def test_days_that_cannot_be_reported_on(open_cohort, as_of, error):
    with pytest.raises(error):
        read_days(as_of, "", open_cohort, today=TODAY)


@pytest.mark.parametrize("as_of", ["", "2026-02-02", "2024-12-31"])
def test_days_that_can(open_cohort, as_of):
    assert read_days(as_of, "", open_cohort, today=TODAY).as_of <= TODAY


# As of ----------------------------------------------------------------------------------------

THEN = {"as_of": date(2025, 5, 1)}


def plain(report):
    return (report.matrix, report.waits, report.follow_ups, report.relief)


def test_what_happened_later_does_not_change_an_older_day(cohort, manager):
    before = plain(cohort_report(cohort, manager, **THEN))
    firm = cohort.members.first().firm
    place(firm, "growth_expansion", date(2025, 5, 2))
    InteractionFactory(firm=firm, occurred_on=date(2025, 5, 2), by=manager)
    close_firm(firm=firm, by=manager, reason="Invented", closed_on=date(2025, 5, 2))
    assert plain(cohort_report(cohort, manager, **THEN)) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda firm, by: place(firm, "growth_expansion", date(2025, 4, 1), date(2026, 1, 20)),
        lambda firm, by: close_firm(
            firm=firm, by=by, reason="Invented", closed_on=date(2025, 4, 1)
        ),
    ],
    ids=["a stage", "leaving"],
)
def test_what_was_recorded_later_changes_it_only_without_recorded_by(cohort, manager, change):
    known = THEN | {"recorded_by": date(2026, 1, 19)}
    firm = cohort.members.first().firm
    before, held = (plain(cohort_report(cohort, manager, **days)) for days in (THEN, known))
    change(firm, manager)
    assert plain(cohort_report(cohort, manager, **known)) == held
    assert plain(cohort_report(cohort, manager, **THEN)) != before


# Lists ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "n"),
    [
        pytest.param({}, 40, id="everybody"),
        pytest.param({"from": "preparation"}, 26, id="a row"),
        pytest.param({"to": "left"}, 5, id="a column"),
        pytest.param({"from": "preparation", "to": "active_engagement"}, 7, id="a cell"),
        pytest.param({"way": "down"}, 5, id="moved down"),
        pytest.param({"from": "preparation", "moved": "1"}, 7, id="first moves"),
        pytest.param({"promise": "overdue"}, 8, id="follow-ups"),
        pytest.param({"from": "growth_expansion"}, 0, id="nobody"),
    ],
)
def test_a_figure_equals_its_list(cohort, manager, words, n):
    found = member_list(cohort, manager, read_group(words), days=Days(TODAY))
    assert (len(found.rows), found.figure) == (n, n)


def test_the_list_of_a_constraint(relieved_cohort, manager):
    found = member_list(relieved_cohort, manager, Group(constraint="logistics"), days=Days(TODAY))
    assert {(row.before, row.after) for row in found.rows} == {(Decimal(60), Decimal(40))}
    assert len(found.rows) == found.figure == 6


@pytest.mark.parametrize(
    "words",
    [
        {"from": "active_engagement", "to": "preparation"},
        {"from": "active_engagement", "moved": "1"},
    ],
)
def test_a_withheld_figure_has_no_list(small_cohort, manager, words):
    with pytest.raises(GroupWithheld):
        member_list(small_cohort, manager, read_group(words), days=Days(TODAY))


def test_a_withheld_constraint_has_no_list(relieved_cohort, manager):
    with pytest.raises(GroupWithheld):
        member_list(relieved_cohort, manager, Group(constraint="standards"), days=Days(TODAY))


def test_lists_do_not_tell_withheld_cells(small_cohort, manager):
    group = read_group({"from": "active_engagement"})
    rows = member_list(small_cohort, manager, group, days=Days(TODAY)).rows
    shown = {row.now for row in rows}
    assert not {Standing.PREPARATION, Standing.GROWTH} & shown
    assert WITHHELD in shown


@pytest.mark.parametrize(
    "words", [{"from": "nowhere"}, {"constraint": "unknown"}, {"to": "x"}, {"moved": "1"}]
)
def test_groups_that_do_not_exist(cohort, manager, words):
    with pytest.raises(UnknownGroup):
        member_list(cohort, manager, read_group(words), days=Days(TODAY))


@pytest.mark.parametrize("size", [5, 50])
def test_query_ceiling(make_assessed, manager, size, django_assert_max_num_queries):
    cohort = make_assessed(size)
    with django_assert_max_num_queries(9):
        cohort_report(cohort, manager, as_of=TODAY, recorded_by=TODAY)


def test_a_curve_shows_the_sum_of_withheld_moves_but_no_single_one(
    open_cohort, make_firms, manager
):
    make_firms(10)
    make_firms(7, then="active_engagement")
    make_firms(2, then="growth_expansion")
    make_firms(9, "active_engagement")
    make_firms(3, "active_engagement", then="preparation")
    make_firms(6, "active_engagement", then="growth_expansion")
    report = cohort_report(freeze_cohort(cohort=open_cohort, by=manager), manager, as_of=TODAY)
    hidden = [
        [cell.state for cell in r.cells if cell.count is WITHHELD] for r in report.matrix.rows
    ]
    assert hidden[1] == [Standing.PREPARATION, Standing.GROWTH]
    assert [figure.is_withheld for figure in report.waits][1] is True
