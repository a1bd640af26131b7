"""Grades: what may become what, and what stands in the way."""

from dataclasses import replace
from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.outcomes.rules import EXITS, GRADES, Grade, GradeFacts, why_not_move

READY = GradeFacts(
    occurred_on=date(2030, 1, 1),
    today=date(2030, 2, 1),
    confirmations=1,
    accepted_documents=1,
    band_known=True,
    reason="Because.",
)
UP = list(pairwise(GRADES))


@pytest.mark.parametrize(("before", "after"), UP)
def test_one_grade_at_a_time_upwards(before, after):
    assert why_not_move(before, after, READY) == []


@pytest.mark.parametrize(
    ("before", "after"), [pair for pair in product(GRADES, GRADES) if pair not in UP]
)
def test_no_grade_is_skipped_repeated_or_taken_back(before, after):
    assert "not_a_move" in why_not_move(before, after, READY)


@pytest.mark.parametrize("before", GRADES)
@pytest.mark.parametrize("after", sorted(EXITS))
def test_out_from_anywhere_with_a_reason(before, after):
    assert why_not_move(before, after, READY) == []
    assert why_not_move(before, after, replace(READY, reason=" ")) == ["reason_missing"]


@pytest.mark.parametrize(
    ("before", "after", "facts", "expected"),
    [
        pytest.param(
            Grade.CLAIMED,
            Grade.CONFIRMED,
            replace(READY, confirmations=0),
            ["not_confirmed"],
            id="nobody confirmed",
        ),
        pytest.param(
            Grade.CONFIRMED,
            Grade.EVIDENCED,
            replace(READY, accepted_documents=0),
            ["no_document"],
            id="nothing proves it",
        ),
        pytest.param(
            Grade.EVIDENCED,
            Grade.ATTRIBUTED,
            replace(READY, band_known=False),
            ["no_band"],
            id="nobody knows what would have been",
        ),
        pytest.param(
            Grade.CLAIMED,
            Grade.CONFIRMED,
            replace(READY, is_corrected=True),
            ["corrected"],
            id="a later row holds",
        ),
        pytest.param(
            Grade.CLAIMED,
            Grade.CONFIRMED,
            replace(READY, occurred_on=date(2030, 2, 2)),
            ["in_the_future"],
            id="tomorrow",
        ),
        pytest.param(Grade.DISPUTED, Grade.WITHDRAWN, READY, [], id="disputed is withdrawn"),
        pytest.param(
            Grade.DISPUTED, Grade.CONFIRMED, READY, ["not_a_move"], id="disputed is not confirmed"
        ),
        pytest.param(
            Grade.WITHDRAWN, Grade.DISPUTED, READY, ["not_a_move"], id="withdrawn is the end"
        ),
    ],
)
def test_what_stands_in_the_way(before, after, facts, expected):
    assert why_not_move(before, after, facts) == expected


def _walk(wanted):
    """The grades reached when these moves are tried one after the other."""
    seen = [Grade.CLAIMED]
    for after in wanted:
        seen += [after] if why_not_move(seen[-1], after, READY) == [] else []
    return seen


@given(st.lists(st.sampled_from(list(Grade)), max_size=30))
def test_no_walk_reaches_a_grade_twice_or_jumps_over_one(wanted):
    seen = _walk(wanted)
    assert len(seen) == len(set(seen))
    climbed = [grade for grade in seen if grade in GRADES]
    assert climbed == list(GRADES[: len(climbed)])
