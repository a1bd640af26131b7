"""Steps of a plan: arithmetic of days and months, what is refused, and the standard plan."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.followups.rules import (
    RENEWAL_CODE,
    AnchorKind,
    Question,
    Step,
    StepChannel,
    StepProblem,
    Task,
    Unit,
    Who,
    add_months,
    plan_problems,
    standard_steps,
    step_problems,
)

AFTER = Step("a", AnchorKind.COMPLETION, 30)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2027, 1, 31), 1, date(2027, 2, 28), id="end of February"),
        pytest.param(date(2028, 1, 31), 1, date(2028, 2, 29), id="leap day"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="a year after a leap day"),
        pytest.param(date(2026, 11, 15), 2, date(2027, 1, 15), id="over the year's end"),
        pytest.param(date(2026, 1, 15), -1, date(2025, 12, 15), id="back over it"),
        pytest.param(date(2026, 5, 31), -3, date(2026, 2, 28), id="back to a short month"),
    ],
)
def test_add_months(day, months, expected):
    assert add_months(day, months) == expected


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(-200, 200))
def test_months_there_and_back_lose_at_most_the_end_of_a_month(day, months):
    back = add_months(add_months(day, months), -months)
    assert (day - back).days in range(4)


def test_repeats_count_from_the_anchor():
    step = Step("m", AnchorKind.START, 1, Unit.MONTHS, repeat_every=1, repeat_times=2)
    assert [step.planned_on(date(2028, 1, 31), n) for n in range(3)] == [
        date(2028, 2, 29),
        date(2028, 3, 31),
        date(2028, 4, 30),
    ]


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        pytest.param(replace(AFTER, offset=4000), StepProblem.TOO_FAR, id="eleven years"),
        pytest.param(
            replace(AFTER, offset=122, unit=Unit.MONTHS), StepProblem.TOO_FAR, id="too many months"
        ),
        pytest.param(
            replace(AFTER, offset=3000, repeat_every=400, repeat_times=2),
            StepProblem.TOO_FAR,
            id="the last repeat",
        ),
        pytest.param(
            replace(AFTER, offset=-3), StepProblem.BEFORE_THE_PAST, id="before the end is known"
        ),
        pytest.param(
            replace(AFTER, repeat_every=7), StepProblem.REPEATS_WITHOUT_END, id="how often?"
        ),
        pytest.param(
            replace(AFTER, repeat_times=3), StepProblem.REPEATS_WITHOUT_END, id="how far apart?"
        ),
        pytest.param(
            replace(AFTER, offset=1, repeat_every=1, repeat_times=61),
            StepProblem.REPEATS_WITHOUT_END,
            id="sixty-one times",
        ),
        pytest.param(
            replace(AFTER, anchor=AnchorKind.LAST_CONTACT, repeat_every=7, repeat_times=1),
            StepProblem.REPEATS_A_RENEWING_ANCHOR,
            id="comes again by itself",
        ),
        pytest.param(
            replace(AFTER, anchor=AnchorKind.OFFERING_START, offset=-3, is_reset_by_contact=True),
            StepProblem.RESET_BEFORE,
            id="reset before",
        ),
        pytest.param(
            replace(AFTER, task=Task(questions=())), StepProblem.NOTHING_TO_ASK, id="empty"
        ),
        pytest.param(
            replace(AFTER, task=Task(who=Who.FIRM, questions=(), titles=(("en", "Tell us"),))),
            StepProblem.FIRM_NEEDS_QUESTIONS,
            id="a firm without questions",
        ),
        pytest.param(
            replace(AFTER, task=Task(who=Who.FIRM, channel=StepChannel.IN_APP)),
            StepProblem.FIRM_NEEDS_MAIL,
            id="a firm has no pages",
        ),
    ],
)
def test_what_a_step_cannot_be(step, problem):
    assert problem in step_problems(step)


def test_a_good_step_has_no_problem():
    assert step_problems(AFTER) == ()


def test_two_steps_of_one_code_are_refused():
    assert plan_problems([AFTER, AFTER]) == (("a", StepProblem.DOUBLED_CODE),)


def test_the_standard_plan_is_the_methodology():
    steps = standard_steps("certification_support", [90, 365, 180])
    assert [(step.anchor, step.offset) for step in steps] == [
        (AnchorKind.COMPLETION, 90),
        (AnchorKind.COMPLETION, 180),
        (AnchorKind.COMPLETION, 365),
    ]
    assert {step.task.questions for step in steps} == {tuple(Question)}


def test_fairs_and_missions_are_prepared_and_asked_after_two_weeks():
    named = {code: (("en", code),) for code in ("visas", "samples", "pitch", "meetings", "travel")}
    steps = standard_steps("outward_mission", [60], named)
    assert [step.offset for step in steps] == [-90, -60, -30, -14, -7, 14, 60]
    assert plan_problems(steps) == ()


def test_help_without_days_is_not_followed_up():
    assert standard_steps("trade_fair", []) == ()


def test_help_that_leads_to_a_certificate_asks_before_it_runs_out():
    *_after, renewal = standard_steps(
        "certification_support",
        [90],
        {RENEWAL_CODE: (("en", "Renewal"),)},
        leads_to_certificate=True,
    )
    assert (renewal.code, renewal.anchor, renewal.offset) == (
        RENEWAL_CODE,
        AnchorKind.CERTIFICATE_EXPIRY,
        -90,
    )
    assert renewal.task == Task(
        who=Who.ADVISER, questions=(Question.NEXT_STEP,), titles=(("en", "Renewal"),)
    )
    assert plan_problems([renewal]) == ()


def test_a_certificate_is_asked_for_though_nothing_else_is():
    steps = standard_steps("certification_support", [], leads_to_certificate=True)
    assert [step.code for step in steps] == [RENEWAL_CODE]
