"""The wait for the next stage: event, censoring, exclusion, and each member once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.results import Stage
from programs.cohorts.rules import (
    DAYS_PER_MONTH,
    TOP_STAGE,
    CompetingSpell,
    Excluded,
    Placement,
    Spell,
    SpellEnd,
    TimeToStage,
    Unit,
    stage_waits,
    time_to_next_stage,
)

INTAKE = date(2030, 1, 10)
AS_OF = date(2032, 1, 10)
PREPARATION, ACTIVE, GROWTH = Stage


def day(number):
    """So many days after intake."""
    return INTAKE + timedelta(days=number)


def moment(number):
    return datetime.combine(day(number), datetime.min.time(), tzinfo=UTC)


def placed(stage, number, *, recorded=None, is_confirmed=True, row=0):
    recorded_at = moment(number if recorded is None else recorded)
    return Placement(stage, day(number), recorded_at, is_confirmed, row)


@pytest.mark.parametrize(
    ("stage", "placements", "facts", "expected"),
    [
        pytest.param(
            PREPARATION, [placed(ACTIVE, 100)], {}, (100, SpellEnd.MOVED_UP), id="moved up"
        ),
        pytest.param(
            PREPARATION, [placed(GROWTH, 80)], {}, (80, SpellEnd.MOVED_UP), id="skipped a stage"
        ),
        pytest.param(
            ACTIVE,
            [placed(PREPARATION, 50), placed(ACTIVE, 80), placed(GROWTH, 200)],
            {},
            (200, SpellEnd.MOVED_UP),
            id="down and back is not up",
        ),
        pytest.param(
            PREPARATION,
            [placed(GROWTH, 300), placed(ACTIVE, 100, recorded=400)],
            {},
            (100, SpellEnd.MOVED_UP),
            id="back-dated placement counts from the day it occurred",
        ),
        pytest.param(
            PREPARATION,
            [placed(GROWTH, 300), placed(ACTIVE, 100, recorded=400)],
            {"recorded_by": moment(350)},
            (300, SpellEnd.MOVED_UP),
            id="back-dated placement not yet recorded",
        ),
        pytest.param(
            PREPARATION,
            [placed(ACTIVE, 100, is_confirmed=False)],
            {},
            (120, SpellEnd.WAITING),
            id="a proposal is no move",
        ),
        pytest.param(
            PREPARATION,
            [placed(ACTIVE, 731)],
            {"last_contact_on": day(730)},
            (730, SpellEnd.WAITING),
            id="placed after the report date",
        ),
        pytest.param(
            PREPARATION,
            [placed(ACTIVE, 130)],
            {},
            (130, SpellEnd.MOVED_UP),
            id="placed, no contact",
        ),
        pytest.param(
            PREPARATION, [placed(ACTIVE, 0)], {}, (120, SpellEnd.WAITING), id="placed on intake day"
        ),
        pytest.param(
            PREPARATION,
            [placed(ACTIVE, -9)],
            {},
            (120, SpellEnd.WAITING),
            id="placed before intake",
        ),
        pytest.param(PREPARATION, [], {}, (120, SpellEnd.WAITING), id="censored at last contact"),
        pytest.param(
            PREPARATION,
            [],
            {"last_contact_on": day(9000)},
            (730, SpellEnd.WAITING),
            id="censored at the report date",
        ),
        pytest.param(
            PREPARATION,
            [],
            {"last_contact_on": None},
            (0, SpellEnd.WAITING),
            id="never reached: censored at intake",
        ),
        pytest.param(
            PREPARATION,
            [],
            {"last_contact_on": day(-30)},
            (0, SpellEnd.WAITING),
            id="last reached before intake",
        ),
        pytest.param(
            PREPARATION, [], {"left_on": day(90)}, (90, SpellEnd.LEFT), id="censored on leaving"
        ),
        pytest.param(
            PREPARATION,
            [placed(ACTIVE, 95)],
            {"left_on": day(90)},
            (90, SpellEnd.LEFT),
            id="moved up only after leaving",
        ),
        pytest.param(
            PREPARATION,
            [placed(ACTIVE, 90)],
            {"left_on": day(90)},
            (90, SpellEnd.MOVED_UP),
            id="moved up on the day it left",
        ),
        pytest.param(
            PREPARATION,
            [],
            {"left_on": day(731)},
            (120, SpellEnd.WAITING),
            id="leaves after the report date",
        ),
    ],
)
def test_time_to_next_stage(stage, placements, facts, expected):
    wait = time_to_next_stage(
        intake_on=INTAKE,
        intake_stage=stage,
        placements=placements,
        as_of=AS_OF,
        unit=Unit.DAYS,
        **{"last_contact_on": day(120), **facts},
    )
    assert (wait.duration, wait.end) == expected


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        pytest.param({"intake_stage": GROWTH}, Excluded.TOP_STAGE, id="already at the top"),
        pytest.param({"intake_stage": None}, Excluded.STAGE_UNKNOWN, id="no stage at intake"),
        pytest.param({"as_of": day(-1)}, Excluded.NOT_YET_TAKEN_IN, id="not yet in the cohort"),
    ],
)
def test_no_wait_at_all(facts, reason):
    known = {"intake_stage": PREPARATION, "as_of": AS_OF, **facts}
    assert (
        time_to_next_stage(intake_on=INTAKE, placements=[], last_contact_on=None, **known) is reason
    )


def test_months_are_the_default():
    wait = time_to_next_stage(
        intake_on=INTAKE,
        intake_stage=PREPARATION,
        placements=[placed(ACTIVE, 365)],
        last_contact_on=None,
        as_of=AS_OF,
    )
    assert wait.duration == pytest.approx(365 / DAYS_PER_MONTH) == pytest.approx(11.99, abs=0.01)


@pytest.mark.parametrize(
    ("end", "event", "cause"),
    [
        pytest.param(SpellEnd.MOVED_UP, True, "moved_up", id="moved up"),
        pytest.param(SpellEnd.LEFT, False, "left", id="left: censored, or a cause of its own"),
        pytest.param(SpellEnd.WAITING, False, None, id="waiting: censored both ways"),
    ],
)
def test_one_wait_two_readings(end, event, cause):
    wait = TimeToStage(6, end)
    assert wait.spell == Spell(6, event)
    assert wait.competing == CompetingSpell(6, cause)


@pytest.mark.parametrize("kind", [Spell, CompetingSpell])
@pytest.mark.parametrize("duration", [-1, float("nan"), float("inf")])
def test_bad_durations_are_refused(kind, duration):
    with pytest.raises(ValueError, match="duration"):
        kind(duration, None)


def test_stage_waits():
    waits = stage_waits(
        [
            TimeToStage(9, SpellEnd.WAITING),
            Excluded.TOP_STAGE,
            TimeToStage(2, SpellEnd.MOVED_UP),
            Excluded.TOP_STAGE,
        ]
    )
    assert waits.spells == (Spell(2, True), Spell(9, False))
    assert waits.competing == (CompetingSpell(2, "moved_up"), CompetingSpell(9, None))
    assert waits.ends == {SpellEnd.MOVED_UP: 1, SpellEnd.LEFT: 0, SpellEnd.WAITING: 1}
    assert waits.excluded == {
        Excluded.TOP_STAGE: 2,
        Excluded.STAGE_UNKNOWN: 0,
        Excluded.NOT_YET_TAKEN_IN: 0,
    }


def test_growth_is_the_top():
    assert TOP_STAGE is GROWTH


any_stage = st.sampled_from(Stage)
any_placements = st.lists(
    st.builds(
        placed,
        any_stage,
        st.integers(-50, 900),
        recorded=st.integers(-50, 1200),
        is_confirmed=st.booleans(),
        row=st.integers(0, 9),
    ),
    max_size=8,
)
any_facts = st.fixed_dictionaries(
    {
        "intake_stage": any_stage,
        "last_contact_on": st.none() | st.integers(-50, 900).map(day),
        "left_on": st.none() | st.integers(0, 900).map(day),
    }
)


def wait_of(placements, facts, as_of):
    return time_to_next_stage(
        intake_on=INTAKE, placements=placements, as_of=as_of, unit=Unit.DAYS, **facts
    )


@given(any_placements, any_facts, st.randoms(use_true_random=False))
def test_order_of_placements_does_not_matter(placements, facts, random):
    shuffled = random.sample(placements, len(placements))
    assert wait_of(shuffled, facts, AS_OF) == wait_of(placements, facts, AS_OF)


@given(any_placements, any_placements, any_facts)
def test_what_happens_later_does_not_change_the_report(placements, more, facts):
    later = [
        Placement(one.stage, one.occurred_on + timedelta(days=2000), one.recorded_at)
        for one in more
    ]
    assert wait_of([*placements, *later], facts, AS_OF) == wait_of(placements, facts, AS_OF)


@given(st.lists(st.tuples(any_placements, any_facts), max_size=12), st.integers(-5, 900))
def test_every_member_is_counted_once(firms, reported):
    as_of = day(reported)
    waits = stage_waits(wait_of(placements, facts, as_of) for placements, facts in firms)
    assert sum(waits.ends.values()) == len(waits.waits)
    assert len(waits.waits) + sum(waits.excluded.values()) == len(firms)
    assert all(0 <= wait.duration <= max(reported, 0) for wait in waits.waits)
