"""Laws of the schedule, whatever the plans, the anchors, the history and the calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from firms.staff.rules import WorkingCalendar
from programs.followups.rules import (
    AnchorKind,
    Basis,
    Instance,
    State,
    Step,
    Stop,
    Task,
    Unit,
    Who,
    Why,
    desired,
    plan_difference,
    plan_problems,
)

TODAY = date(2026, 11, 22)

dates = st.dates(date(2023, 12, 1), date(2028, 3, 31))
codes = st.sampled_from(("a", "b", "c"))
tasks = st.builds(Task, who=st.sampled_from(Who))


def sound(steps):
    return not plan_problems(steps)


steps_of_plan = st.lists(
    st.builds(
        Step,
        codes,
        st.sampled_from(AnchorKind),
        st.sampled_from((-90, -7, 0, 1, 14, 30, 90, 120)),
        st.sampled_from(Unit),
        st.sampled_from((0, 1, 7)),
        st.integers(0, 3),
        st.frozensets(st.sampled_from(Stop), max_size=2),
        st.booleans(),
        tasks,
    ).filter(lambda step: sound([step])),
    unique_by=lambda step: step.code,
    max_size=3,
).map(tuple)
calendars = st.builds(
    WorkingCalendar,
    holidays=st.frozensets(dates, max_size=8),
    weekend=st.frozensets(st.integers(0, 6), max_size=3),
)
days = st.dictionaries(st.sampled_from(AnchorKind), dates, max_size=4)
bases = st.lists(
    st.builds(
        Basis,
        st.integers(1, 3),
        steps_of_plan,
        days,
        st.sampled_from((Why.NONE, Why.NONE, Why.ENGAGEMENT_CANCELLED, Why.FIRM_LEFT)),
        st.booleans(),
        st.none() | dates,
    ),
    unique_by=lambda basis: basis.engagement,
    max_size=3,
)
histories = st.lists(
    st.builds(
        lambda engagement, step, n, anchor, due, state, task: Instance(
            engagement, step, n, anchor, anchor + timedelta(days=30), due, state, Why.NONE, task
        ),
        st.integers(1, 3),
        codes,
        st.integers(0, 2),
        dates,
        dates,
        st.sampled_from(State),
        tasks,
    ),
    unique_by=lambda each: each.key,
    max_size=8,
)


@given(bases, histories, calendars)
def test_running_it_twice_changes_nothing(found, existing, calendar):
    once = desired(found, existing, calendar, TODAY)
    assert desired(found, once, calendar, TODAY) == once
    assert plan_difference(once, once).is_empty


@given(bases, histories, calendars)
def test_order_does_not_matter(found, existing, calendar):
    once = desired(found, existing, calendar, TODAY)
    assert desired(found[::-1], existing[::-1], calendar, TODAY) == once


@given(bases, histories, calendars)
def test_nothing_is_lost_and_nothing_doubled(found, existing, calendar):
    keys = [each.key for each in desired(found, existing, calendar, TODAY)]
    assert len(keys) == len(set(keys))
    assert {each.key for each in existing} <= set(keys)


@given(bases, calendars)
def test_every_new_promise_is_a_working_day_on_the_right_side(found, calendar):
    before = {
        (basis.engagement, step.code) for basis in found for step in basis.steps if step.is_before
    }
    for each in desired(found, [], calendar, TODAY):
        is_before = (each.engagement, each.step) in before
        assert calendar.is_working(each.due_on) or each.due_on == each.anchor_on
        assert is_before or each.due_on >= each.planned_on
        assert not is_before or TODAY <= each.due_on <= each.anchor_on


@given(bases, calendars)
def test_nothing_new_lies_in_a_past_that_matters_no_more(found, calendar):
    new = desired(found, [], calendar, TODAY)
    assert all(each.due_on >= TODAY - timedelta(days=30) for each in new if each.is_open)


@given(bases, histories, calendars)
def test_what_people_closed_is_never_touched(found, existing, calendar):
    closed = {State.DONE, State.SKIPPED, State.UNREACHABLE, State.FAILED}
    before = {each.key: each for each in existing if each.state in closed}
    after = {each.key: each for each in desired(found, existing, calendar, TODAY)}
    assert {key: after[key] for key in before} == before


@given(bases, histories, calendars)
def test_after_a_run_due_means_due(found, existing, calendar):
    after = desired(found, existing, calendar, TODAY)
    waits = (State.PLANNED, State.DUE)
    assert all(
        (each.state is State.DUE) is (each.due_on <= TODAY) for each in after if each.state in waits
    )
    assert all(each.due_on > TODAY for each in after if each.state is State.SNOOZED)


@given(bases, histories, calendars)
def test_the_difference_applied_is_the_desired(found, existing, calendar):
    wanted = desired(found, existing, calendar, TODAY)
    change = plan_difference(wanted, existing)
    written = (*change.creates, *change.changes)
    after = {each.key: each for each in existing} | {each.key: each for each in written}
    assert tuple(after[key] for key in sorted(after)) == wanted
    assert len(written) == len({each.key for each in written})


@given(bases, histories, calendars, st.integers(1, 400))
def test_a_clock_that_jumps_forward_and_back_loses_and_doubles_nothing(
    found, existing, calendar, jump
):
    """What is open after a detour into the future is what a straight run leaves, but for what
    time itself ended: preparation of what began meanwhile comes back with its day.
    """
    ahead = desired(found, existing, calendar, TODAY + timedelta(days=jump))
    back = desired(found, ahead, calendar, TODAY)
    assert desired(found, back, calendar, TODAY) == back
    straight = {each.key for each in desired(found, existing, calendar, TODAY) if each.is_open}
    assert straight <= {each.key for each in back if each.is_open}


fixed = bases.map(
    lambda found: [
        Basis(
            basis.engagement,
            tuple(step for step in basis.steps if not step.is_renewing and not step.is_before),
            basis.days,
        )
        for basis in found
    ]
)


@given(fixed, fixed, calendars)
def test_a_detour_leaves_what_stands_as_the_last_anchors_ask(first, last, calendar):
    """Open ones depend on the last plans and anchors only, whatever happened between."""
    detour = desired(first, [], calendar, TODAY)
    found = desired(last, detour, calendar, TODAY)
    straight = desired(last, [], calendar, TODAY)
    assert {each for each in found if each.is_open} == {each for each in straight if each.is_open}
