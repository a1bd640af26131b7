"""What follow-ups should stand: by example; `test_rules_schedule_laws` has the laws."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from firms.staff.rules import WorkingCalendar
from programs.followups.rules import (
    OPEN,
    AnchorKind,
    Basis,
    Difference,
    Instance,
    State,
    Step,
    Why,
    after_code,
    desired,
    plan_difference,
)

TODAY = date(2026, 11, 22)
PLAIN = WorkingCalendar()


def plan(*anchors, existing=(), calendar=PLAIN, today=TODAY):
    return desired(anchors, existing, calendar, today)


def after(engagement, offsets, completed_on=None, *, ended=Why.NONE):
    """Help with steps so many days after its end."""
    steps = tuple(Step(after_code(days), AnchorKind.COMPLETION, days) for days in offsets)
    days = {AnchorKind.COMPLETION: completed_on} if completed_on else {}
    return Basis(engagement, steps, days, ended)


def done_on(day, *offsets, engagement=1):
    return after(engagement, offsets, day)


def instance(offset=30, *, anchor=date(2026, 11, 2), due=date(2026, 12, 2), **fields):
    planned = anchor + timedelta(days=offset)
    return Instance(1, after_code(offset), 0, anchor, planned, due, **fields)


@pytest.mark.parametrize(
    ("completed_on", "offset", "planned_on", "due_on"),
    [
        pytest.param(date(2026, 11, 2), 30, date(2026, 12, 2), date(2026, 12, 2), id="a Wednesday"),
        pytest.param(
            date(2026, 11, 5), 30, date(2026, 12, 5), date(2026, 12, 7), id="Saturday to Monday"
        ),
        pytest.param(
            date(2026, 12, 1), 30, date(2026, 12, 31), date(2027, 1, 4), id="over the year's end"
        ),
        pytest.param(date(2026, 11, 21), 465, date(2028, 2, 29), date(2028, 2, 29), id="leap day"),
        pytest.param(
            date(2026, 11, 20), 1095, date(2029, 11, 19), date(2029, 11, 19), id="third year"
        ),
    ],
)
def test_due_on_a_working_day_after_completion(completed_on, offset, planned_on, due_on):
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 12, 31), date(2027, 1, 1)}))
    found = plan(done_on(completed_on, offset), calendar=calendar)
    assert found == (Instance(1, after_code(offset), 0, completed_on, planned_on, due_on),)


@pytest.mark.parametrize(
    ("due_on", "state", "why"),
    [
        pytest.param(date(2026, 11, 24), State.PLANNED, Why.NONE, id="ahead"),
        pytest.param(date(2026, 11, 23), State.DUE, Why.NONE, id="today"),
        pytest.param(date(2026, 10, 26), State.DUE, Why.NONE, id="28 days late"),
        pytest.param(date(2026, 10, 23), State.SKIPPED, Why.SKIPPED_STALE, id="31 days late"),
        pytest.param(date(2010, 6, 30), State.SKIPPED, Why.SKIPPED_STALE, id="imported history"),
    ],
)
def test_state_when_first_written(due_on, state, why):
    anchor = done_on(due_on - timedelta(days=90), 90)
    found = plan(anchor, today=date(2026, 11, 23))[0]
    assert (found.due_on, found.state, found.why) == (due_on, state, why)


def test_thirty_days_late_is_still_asked():
    assert plan(done_on(date(2026, 7, 25), 90), today=date(2026, 11, 22))[0].state is State.DUE


@pytest.mark.parametrize(
    ("anchor", "why"),
    [
        pytest.param(
            after(1, (30,), date(2026, 11, 2), ended=Why.ENGAGEMENT_CANCELLED),
            Why.ENGAGEMENT_CANCELLED,
            id="cancelled",
        ),
        pytest.param(
            after(1, (30,), date(2026, 11, 2), ended=Why.FIRM_LEFT), Why.FIRM_LEFT, id="firm left"
        ),
        pytest.param(after(1, (30,)), Why.ANCHOR_WITHDRAWN, id="completion undone"),
        pytest.param(after(2, (30,)), Why.ANCHOR_WITHDRAWN, id="engagement gone"),
        pytest.param(done_on(date(2026, 11, 2)), Why.STEP_DROPPED, id="step dropped"),
    ],
)
@pytest.mark.parametrize("state", sorted(OPEN))
def test_open_ones_nothing_asks_for_are_superseded(anchor, why, state):
    found = plan(anchor, existing=[instance(state=state)])
    assert found == (instance(state=State.SUPERSEDED, why=why),)


@pytest.mark.parametrize("state", sorted(set(State) - OPEN))
def test_what_is_closed_stays_closed_when_cancelled(state):
    before = instance(state=state)
    assert plan(after(1, (30,), ended=Why.ENGAGEMENT_CANCELLED), existing=[before]) == (before,)


def test_nothing_is_planned_before_completion():
    assert plan(after(1, (30, 90))) == ()


@pytest.mark.parametrize("state", sorted(OPEN))
def test_open_ones_follow_an_anchor_that_moved(state):
    before = instance(due=date(2026, 12, 18), state=state)
    found = plan(done_on(date(2026, 11, 12), 30), existing=[before])
    moved = date(2026, 11, 12)
    assert found == (Instance(1, "after-30", 0, moved, date(2026, 12, 12), date(2026, 12, 14)),)


@pytest.mark.parametrize("state", [State.DONE, State.SKIPPED, State.UNREACHABLE, State.FAILED])
def test_closed_ones_do_not_follow(state):
    before = instance(state=state)
    assert plan(done_on(date(2026, 11, 12), 30), existing=[before]) == (before,)


def test_a_stale_one_comes_back_when_its_anchor_is_corrected():
    wrong = plan(done_on(date(2006, 11, 2), 30))
    found = plan(done_on(date(2026, 11, 2), 30), existing=wrong)
    assert wrong[0].why is Why.SKIPPED_STALE
    assert found == (instance(),)


def test_a_superseded_one_comes_back_with_its_anchor():
    gone = plan(after(1, (30,)), existing=[instance()])
    assert plan(done_on(date(2026, 11, 2), 30), existing=gone) == (instance(),)


def test_an_anchor_moved_far_back_is_not_chased():
    found = plan(done_on(date(2016, 11, 2), 30), existing=[instance()])
    assert found[0].why is Why.SKIPPED_STALE


@pytest.mark.parametrize(
    ("before", "today", "after"),
    [
        pytest.param({}, date(2026, 12, 1), {}, id="not yet"),
        pytest.param({}, date(2026, 12, 2), {"state": State.DUE}, id="the day has come"),
        pytest.param({}, date(2027, 6, 1), {"state": State.DUE}, id="overdue is not stale"),
        pytest.param(
            {"state": State.SNOOZED, "due": date(2026, 12, 16)},
            date(2026, 12, 15),
            {"state": State.SNOOZED, "due": date(2026, 12, 16)},
            id="snoozed sleeps",
        ),
        pytest.param(
            {"state": State.SNOOZED, "due": date(2026, 12, 16)},
            date(2026, 12, 16),
            {"state": State.DUE, "due": date(2026, 12, 16)},
            id="snoozed wakes",
        ),
        pytest.param(
            {"state": State.SNOOZED, "due": date(2026, 12, 19)},
            date(2026, 12, 1),
            {"state": State.SNOOZED, "due": date(2026, 12, 21)},
            id="snoozed to a Saturday",
        ),
        pytest.param(
            {"state": State.DUE, "due": date(2026, 12, 16)},
            date(2026, 12, 3),
            {"state": State.PLANNED, "due": date(2026, 12, 16)},
            id="rescheduled",
        ),
    ],
)
def test_time_passes(before, today, after):
    found = plan(done_on(date(2026, 11, 2), 30), existing=[instance(**before)], today=today)
    assert found == (instance(**after),)


def test_a_new_holiday_moves_what_is_still_ahead():
    calendar = WorkingCalendar(holidays=frozenset({date(2026, 12, 2)}))
    anchor = done_on(date(2026, 11, 2), 30)
    assert plan(anchor, existing=[instance()], calendar=calendar) == (
        instance(due=date(2026, 12, 3)),
    )


@pytest.mark.parametrize(
    ("anchors", "existing"),
    [
        pytest.param([after(1, ()), after(1, (30,))], [], id="basis"),
        pytest.param([], [instance(), instance(state=State.DONE)], id="instance"),
    ],
)
def test_what_stands_twice_is_refused(anchors, existing):
    with pytest.raises(ValueError, match="Given twice"):
        desired(anchors, existing, PLAIN, TODAY)


def test_difference_names_each_kind_of_change():
    existing = [
        instance(30, due=date(2026, 11, 20)),
        instance(60, due=date(2027, 1, 1)),
        instance(90, due=date(2027, 2, 1)),
        instance(120, due=date(2027, 3, 1), state=State.SUPERSEDED),
        instance(150, due=date(2027, 4, 1), state=State.DONE),
    ]
    wanted = [
        replace(existing[0], state=State.DUE),
        replace(existing[1], due_on=date(2027, 1, 4)),
        replace(existing[2], state=State.SUPERSEDED, why=Why.STEP_DROPPED),
        replace(existing[3], state=State.PLANNED),
        existing[4],
        instance(180, due=date(2027, 5, 3)),
    ]
    assert plan_difference(wanted, existing) == Difference(
        creates=(wanted[5],),
        moves=(wanted[3], wanted[1]),
        falls_due=(wanted[0],),
        supersedes=(wanted[2],),
    )


def test_a_stored_instance_twice_is_refused():
    with pytest.raises(ValueError, match="Given twice"):
        plan_difference([], [instance(), instance(state=State.DONE)])
