"""Where a member stands as of a date: stage, left, or not reached."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.results import Stage
from programs.cohorts.rules import (
    FirmState,
    Placement,
    Standing,
    effective_placements,
    is_in_contact,
    last_on_or_before,
    state_as_of,
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


def test_effective_placements_take_the_last_word_on_a_day():
    rows = [
        placed(GROWTH, 50, recorded=60),
        placed(ACTIVE, 50, recorded=90),
        placed(PREPARATION, 20),
        placed(GROWTH, 30, is_confirmed=False),
        placed(GROWTH, 900),
    ]
    assert [(p.stage, p.occurred_on) for p in effective_placements(rows, as_of=day(100))] == [
        (PREPARATION, day(20)),
        (ACTIVE, day(50)),
    ]


@pytest.mark.parametrize(
    ("recorded_by", "stage"),
    [
        pytest.param(59, PREPARATION, id="before either was recorded"),
        pytest.param(60, GROWTH, id="at the moment of the first"),
        pytest.param(89, GROWTH, id="before the correction"),
        pytest.param(90, ACTIVE, id="at the moment of the correction"),
    ],
)
def test_what_was_known_at_a_moment(recorded_by, stage):
    rows = [
        placed(PREPARATION, 20),
        placed(GROWTH, 50, recorded=60),
        placed(ACTIVE, 50, recorded=90),
    ]
    known = effective_placements(rows, as_of=day(100), recorded_by=moment(recorded_by))
    assert known[-1].stage is stage


def test_rows_of_one_moment_are_ordered_by_number():
    rows = [placed(ACTIVE, 5, row=2), placed(GROWTH, 5, row=1)]
    assert effective_placements(rows, as_of=AS_OF) == [rows[0]]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        pytest.param(None, False, id="never"),
        pytest.param(day(0), True, id="180 days ago"),
        pytest.param(day(-1), False, id="181 days ago"),
        pytest.param(day(180), True, id="today"),
    ],
)
def test_is_in_contact(last, expected):
    assert is_in_contact(last, as_of=day(180)) is expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param([], None, id="none"),
        pytest.param([9], None, id="only later"),
        pytest.param([1, 4, 5, 6], 5, id="that day counts"),
    ],
)
def test_last_on_or_before(days, expected):
    found = last_on_or_before([day(n) for n in days], day(5))
    assert found == (None if expected is None else day(expected))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param(
            {"placements": [placed(ACTIVE, 100), placed(ACTIVE, 200)]},
            FirmState(Standing.ACTIVE, day(100), "placed"),
            id="placed, since the run began",
        ),
        pytest.param(
            {"placements": [placed(ACTIVE, 10), placed(GROWTH, 50), placed(ACTIVE, 200)]},
            FirmState(Standing.ACTIVE, day(200), "placed"),
            id="down again, since then",
        ),
        pytest.param(
            {"placements": [placed(GROWTH, 50), placed(ACTIVE, 400)]},
            FirmState(Standing.GROWTH, day(50), "placed"),
            id="what comes later does not count",
        ),
        pytest.param(
            {"placements": [placed(GROWTH, 50, recorded=400)], "recorded_by": moment(300)},
            FirmState(Standing.PREPARATION, INTAKE, "intake"),
            id="not yet recorded",
        ),
        pytest.param(
            {}, FirmState(Standing.PREPARATION, INTAKE, "intake"), id="stage at intake stands"
        ),
        pytest.param(
            {"last_contact_on": day(100)},
            FirmState(Standing.UNKNOWN, day(100), "no_contact"),
            id="200 days without contact",
        ),
        pytest.param(
            {"last_contact_on": day(100), "placements": [placed(ACTIVE, 150)]},
            FirmState(Standing.ACTIVE, day(150), "placed"),
            id="a placement is a sign of life",
        ),
        pytest.param(
            {"last_contact_on": None},
            FirmState(Standing.UNKNOWN, INTAKE, "no_contact"),
            id="nothing since intake",
        ),
        pytest.param(
            {"last_contact_on": None, "as_of": day(180)},
            FirmState(Standing.PREPARATION, INTAKE, "intake"),
            id="nothing since a recent intake",
        ),
        pytest.param(
            {"intake_stage": None},
            FirmState(Standing.UNKNOWN, None, "never_placed"),
            id="no stage at all",
        ),
        pytest.param(
            {"left_on": day(250), "placements": [placed(ACTIVE, 250)]},
            FirmState(Standing.LEFT, day(250), "left"),
            id="left",
        ),
        pytest.param(
            {"left_on": day(20), "last_contact_on": None},
            FirmState(Standing.LEFT, day(20), "left"),
            id="left long ago is left, not unknown",
        ),
        pytest.param(
            {"left_on": day(301)},
            FirmState(Standing.PREPARATION, INTAKE, "intake"),
            id="leaves later",
        ),
        pytest.param(
            {"left_on": day(100), "placements": [placed(ACTIVE, 200)]},
            FirmState(Standing.ACTIVE, day(200), "placed"),
            id="came back",
        ),
    ],
)
def test_state_as_of(facts, expected):
    known = {
        "as_of": day(300),
        "placements": [],
        "last_contact_on": day(290),
        "intake_on": INTAKE,
        "intake_stage": PREPARATION,
    }
    assert state_as_of(**{**known, **facts}) == expected


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


@given(any_placements, any_placements, st.randoms(use_true_random=False))
def test_order_and_what_comes_later_do_not_matter(placements, more, random):
    later = [placed(one.stage, 2000, row=one.number) for one in more]
    shuffled = random.sample([*placements, *later], len(placements) + len(later))
    known = {"as_of": AS_OF, "last_contact_on": AS_OF}
    assert state_as_of(placements=shuffled, **known) == state_as_of(placements=placements, **known)
