"""Laws of the schedule, whatever the anchors, the history and the calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from programs.followups.rules import (
    Anchor,
    Instance,
    State,
    WorkingCalendar,
    desired,
    plan_difference,
    reminder_due,
)

TODAY = date(2026, 11, 22)

dates = st.dates(date(2023, 12, 1), date(2028, 3, 31))
offsets = st.lists(st.sampled_from((14, 30, 90, 365, 1095)), unique=True).map(tuple)
calendars = st.builds(
    WorkingCalendar,
    holidays=st.frozensets(dates, max_size=8),
    weekend=st.frozensets(st.integers(0, 6), max_size=3),
)
anchor_lists = st.lists(
    st.builds(Anchor, st.integers(1, 4), offsets, st.none() | dates, st.booleans()),
    unique_by=lambda anchor: anchor.engagement,
    max_size=4,
)
histories = st.lists(
    st.builds(
        lambda engagement, offset, anchor, due, state: Instance(
            engagement, offset, anchor, anchor + timedelta(days=offset), due, state
        ),
        st.integers(1, 4),
        st.sampled_from((14, 30, 90, 365)),
        dates,
        dates,
        st.sampled_from(State),
    ),
    unique_by=lambda each: each.key,
    max_size=8,
)


@given(anchor_lists, histories, calendars)
def test_running_it_twice_changes_nothing(anchors, existing, calendar):
    once = desired(anchors, existing, calendar, TODAY)
    assert desired(anchors, once, calendar, TODAY) == once
    assert plan_difference(once, once).is_empty


@given(anchor_lists, histories, calendars)
def test_order_does_not_matter(anchors, existing, calendar):
    once = desired(anchors, existing, calendar, TODAY)
    assert desired(anchors[::-1], existing[::-1], calendar, TODAY) == once


@given(anchor_lists, histories, calendars)
def test_nothing_is_lost_and_nothing_doubled(anchors, existing, calendar):
    wanted = {
        (anchor.engagement, offset)
        for anchor in anchors
        for offset in anchor.offsets
        if anchor.completed_on and not anchor.is_cancelled
    }
    keys = [each.key for each in desired(anchors, existing, calendar, TODAY)]
    assert keys == sorted(wanted | {each.key for each in existing})


@given(anchor_lists, calendars)
def test_every_new_promise_is_a_working_day_on_or_after_the_planned_one(anchors, calendar):
    found = desired(anchors, [], calendar, TODAY)
    assert all(calendar.is_working(each.due_on) for each in found)
    assert all(each.due_on >= each.planned_on for each in found)


@given(anchor_lists, histories, calendars)
def test_what_people_closed_is_never_touched(anchors, existing, calendar):
    closed = {State.DONE, State.SKIPPED, State.UNREACHABLE, State.FAILED}
    before = {each for each in existing if each.state in closed}
    assert before <= set(desired(anchors, existing, calendar, TODAY))


@given(anchor_lists, histories, calendars)
def test_after_a_run_due_means_due(anchors, existing, calendar):
    found = desired(anchors, existing, calendar, TODAY)
    assert all((each.state is State.DUE) is reminder_due(each, TODAY) for each in found)


@given(anchor_lists, histories, calendars)
def test_the_difference_applied_is_the_desired(anchors, existing, calendar):
    wanted = desired(anchors, existing, calendar, TODAY)
    change = plan_difference(wanted, existing)
    written = (*change.creates, *change.moves, *change.falls_due, *change.supersedes)
    after = {each.key: each for each in existing} | {each.key: each for each in written}
    assert tuple(after[key] for key in sorted(after)) == wanted
    assert len(written) == len({each.key for each in written})


@given(anchor_lists, anchor_lists, histories, calendars)
def test_a_detour_leaves_what_stands_as_the_last_anchors_ask(first, last, existing, calendar):
    """Open ones depend on the last anchors only, whatever happened between (snoozes apart)."""
    detour = desired(first, [], calendar, TODAY)
    found = desired(last, detour, calendar, TODAY)
    straight = desired(last, [], calendar, TODAY)
    assert {each for each in found if each.is_open} == {each for each in straight if each.is_open}
