"""Steps before a day, repeats, anchors that come again, conditions, other words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

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


# What lies before a day -------------------------------------------------------------------------

VISAS = Step("visas", AnchorKind.OFFERING_START, -90, task=Task(questions=()))


def mission(starts_on, *steps):
    return Basis(1, steps or (VISAS,), {AnchorKind.OFFERING_START: starts_on})


@pytest.mark.parametrize(
    ("starts_on", "due_on"),
    [
        pytest.param(date(2027, 3, 1), date(2026, 12, 1), id="a Tuesday"),
        pytest.param(date(2027, 3, 5), date(2026, 12, 4), id="Saturday to the Friday before"),
        pytest.param(
            date(2026, 12, 10), date(2026, 11, 23), id="less time left than the plan wants"
        ),
        pytest.param(date(2026, 11, 22), date(2026, 11, 22), id="on the very day"),
    ],
)
def test_preparation_is_due_on_a_working_day_before(starts_on, due_on):
    assert [each.due_on for each in plan(mission(starts_on))] == [due_on]


def test_preparation_that_came_late_keeps_the_day_it_got():
    first = plan(mission(date(2026, 12, 10)))
    later = plan(mission(date(2026, 12, 10)), existing=first, today=date(2026, 11, 30))
    assert [(each.due_on, each.state) for each in later] == [(date(2026, 11, 23), State.DUE)]


def test_nothing_is_prepared_for_what_has_begun():
    assert plan(mission(date(2026, 11, 21))) == ()


def test_preparation_is_over_once_it_has_begun():
    before = plan(mission(date(2026, 12, 10)))
    found = plan(mission(date(2026, 12, 10)), existing=before, today=date(2026, 12, 11))
    assert [(each.state, each.why) for each in found] == [(State.SUPERSEDED, Why.ANCHOR_PASSED)]


def test_preparation_follows_an_offering_that_moved():
    before = plan(mission(date(2027, 3, 1)))
    found = plan(mission(date(2027, 4, 1)), existing=before)
    assert [each.due_on for each in found] == [date(2027, 1, 1)]


# Repeats, and anchors that come again ---------------------------------------------------------

MONTHLY = Step("monthly", AnchorKind.START, 1, Unit.MONTHS, repeat_every=1, repeat_times=2)
SILENCE = Step("silence", AnchorKind.LAST_CONTACT, 60)


def test_months_are_counted_from_the_anchor_and_never_drift():
    found = plan(Basis(1, (MONTHLY,), {AnchorKind.START: date(2027, 12, 31)}))
    assert [each.planned_on for each in found] == [
        date(2028, 1, 31),
        date(2028, 2, 29),
        date(2028, 3, 31),
    ]


def test_a_plan_that_repeats_less_often_drops_the_rest():
    basis = Basis(1, (MONTHLY,), {AnchorKind.START: date(2027, 1, 15)})
    before = plan(basis)
    once = replace(MONTHLY, repeat_every=0, repeat_times=0)
    found = plan(replace(basis, steps=(once,)), existing=before)
    assert [(each.occurrence, each.why) for each in found] == [
        (0, Why.NONE),
        (1, Why.STEP_DROPPED),
        (2, Why.STEP_DROPPED),
    ]


def spoken_on(day):
    return Basis(1, (SILENCE,), {AnchorKind.LAST_CONTACT: day}, last_contact=day)


def test_an_open_one_begins_again_with_every_contact():
    before = plan(spoken_on(date(2026, 11, 2)))
    found = plan(spoken_on(date(2026, 11, 16)), existing=before)
    assert [(each.occurrence, each.planned_on) for each in found] == [(0, date(2027, 1, 15))]


def test_a_later_contact_after_an_answer_asks_anew():
    asked = [replace(each, state=State.DONE) for each in plan(spoken_on(date(2026, 9, 1)))]
    found = plan(spoken_on(date(2026, 11, 16)), existing=asked)
    assert [(each.occurrence, each.state) for each in found] == [
        (0, State.DONE),
        (1, State.PLANNED),
    ]


def test_the_same_contact_after_an_answer_asks_nothing():
    asked = [replace(each, state=State.DONE) for each in plan(spoken_on(date(2026, 9, 1)))]
    assert plan(spoken_on(date(2026, 9, 1)), existing=asked) == tuple(asked)


# Conditions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stops", "happened", "why"),
    [
        pytest.param({Stop.DEAL}, {"has_deal": True}, Why.STOPPED, id="a deal"),
        pytest.param({Stop.DEAL}, {}, Why.NONE, id="no deal"),
        pytest.param(set(), {"has_deal": True}, Why.NONE, id="a deal nobody asked about"),
        pytest.param(
            {Stop.CONTACT}, {"last_contact": date(2026, 11, 3)}, Why.STOPPED, id="a later contact"
        ),
        pytest.param(
            {Stop.CONTACT}, {"last_contact": date(2026, 11, 2)}, Why.NONE, id="a contact that day"
        ),
    ],
)
def test_a_step_stops(stops, happened, why):
    step = Step("after-30", AnchorKind.COMPLETION, 30, stops=frozenset(stops))
    days = {AnchorKind.COMPLETION: date(2026, 11, 2)}
    found = plan(Basis(1, (step,), days, **happened), existing=[instance()])
    assert [each.why for each in found] == [why]


def test_a_contact_resets_the_count():
    step = Step("after-30", AnchorKind.COMPLETION, 30, is_reset_by_contact=True)
    days = {AnchorKind.COMPLETION: date(2026, 11, 2)}
    found = plan(Basis(1, (step,), days, last_contact=date(2026, 11, 10)), existing=[instance()])
    assert [each.planned_on for each in found] == [date(2026, 12, 10)]


def test_other_words_or_another_asker_move_nothing():
    task = Task(who=Who.FIRM)
    step = Step("after-30", AnchorKind.COMPLETION, 30, task=task)
    basis = Basis(1, (step,), {AnchorKind.COMPLETION: date(2026, 11, 2)})
    wanted = plan(basis, existing=[instance()])
    change = plan_difference(wanted, [instance()])
    assert (change.rewords, change.moves) == (wanted, ())
    assert wanted == (instance(task=task),)


def test_another_offset_of_the_same_step_is_a_move():
    step = Step("after-30", AnchorKind.COMPLETION, 45)
    basis = Basis(1, (step,), {AnchorKind.COMPLETION: date(2026, 11, 2)})
    change = plan_difference(plan(basis, existing=[instance()]), [instance()])
    assert [each.due_on for each in change.moves] == [date(2026, 12, 17)]


def test_another_planned_day_that_falls_on_the_same_working_day_is_a_move():
    before = instance(due=date(2026, 12, 7))
    wanted = replace(before, planned_on=date(2026, 12, 5))
    assert plan_difference([wanted], [before]).moves == (wanted,)
