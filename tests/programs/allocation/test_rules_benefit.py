"""What a seat is expected to do for a firm, and the table of moves."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from programs.allocation.rules import (
    HOLDING,
    LIVE,
    MOVES,
    OFFERING_MOVES,
    ApplicationState,
    Need,
    OfferingState,
    Weights,
    evidence_grade,
    expected_benefit,
    may_move,
    may_reopen,
)

D = Decimal


@pytest.mark.parametrize(
    ("state", "offering", "starts_on", "is_possible"),
    [
        pytest.param("refused", "closed", date(2031, 3, 2), True, id="a refusal before it begins"),
        pytest.param("refused", "closed", date(2031, 3, 1), False, id="it begins today"),
        pytest.param("refused", "cancelled", date(2031, 3, 2), False, id="cancelled"),
        pytest.param("withdrawn", "closed", date(2031, 3, 2), False, id="the firm's own end"),
    ],
)
def test_a_refusal_is_taken_back_while_the_offering_stands(state, offering, starts_on, is_possible):
    states = ApplicationState(state), OfferingState(offering)
    assert may_reopen(*states, starts_on, date(2031, 3, 1)) is is_possible


@pytest.mark.parametrize(
    ("needs", "fits", "evidence", "points"),
    [
        pytest.param([("a", 90, 3)], True, "positive", "90.000", id="full strength, full fit"),
        pytest.param([("a", 90, 1)], True, "positive", "30.000", id="a third of the strength"),
        pytest.param([("a", 90, 3)], False, "positive", "45.000", id="another stage"),
        pytest.param([("a", 90, 3)], None, "positive", "45.000", id="an unknown stage"),
        pytest.param([("a", 90, 3)], True, "mixed", "72.000", id="mixed evidence"),
        pytest.param([("a", 90, 3)], True, "none", "54.000", id="no evidence"),
        pytest.param([("a", 60, 3), ("b", 30, 2)], True, "positive", "80.000", id="a sum"),
        pytest.param([("a", 60, 3), ("b", None, 2)], True, "positive", "60.000", id="unknown"),
        pytest.param([], True, "positive", "0", id="nothing assessed"),
    ],
)
def test_benefit(needs, fits, evidence, points):
    rows = [Need(code, None if s is None else D(s), strength) for code, s, strength in needs]
    found = expected_benefit(rows, fits_stage=fits, evidence=evidence, weights=Weights())
    assert found.points == D(points)
    assert found.is_known is bool(found.parts)


def test_weights_of_constraints_count():
    weights = Weights(constraints={"a": D("2")})
    found = expected_benefit(
        [Need("a", D(10), 3), Need("b", D(15), 3)],
        fits_stage=True,
        evidence="positive",
        weights=weights,
    )
    assert [part.constraint for part in found.parts] == ["a", "b"]
    assert found.thousandths == 35_000


@pytest.mark.parametrize(
    ("directions", "grade"),
    [
        (["positive", "null_or_small"], "mixed"),
        (["positive_for_bundles"], "positive"),
        (["positive_extensive", "unheard_of"], "positive"),
        (["unheard_of"], "none"),
        ([], "none"),
    ],
)
def test_evidence_grade(directions, grade):
    assert evidence_grade(directions) == grade


needs = st.lists(
    st.builds(
        Need,
        st.sampled_from("abcdef"),
        st.none() | st.decimals(0, 100, places=2),
        st.integers(1, 3),
    )
)


@given(needs)
def test_more_need_never_means_less_benefit(rows):
    worse = [*rows, Need("more", D(50), 2)]
    before, after = (
        expected_benefit(each, fits_stage=True, evidence="positive", weights=Weights())
        for each in (rows, worse)
    )
    assert after.points > before.points
    assert before.points == sum((part.points for part in before.parts), D(0))


def test_every_state_has_its_moves():
    assert MOVES.keys() == set(ApplicationState)
    assert OFFERING_MOVES.keys() == set(OfferingState)
    assert HOLDING < LIVE


class Life(RuleBasedStateMachine):
    """An application that moves at random as the table allows."""

    @initialize()
    def ask(self):
        self.history = [ApplicationState.APPLIED]

    @rule(after=st.sampled_from(list(ApplicationState)))
    def move(self, after):
        if may_move(self.history[-1], after):
            self.history.append(after)

    @invariant()
    def nobody_moves_without_moving(self):
        assert all(a != b for a, b in zip(self.history, self.history[1:], strict=False))

    @invariant()
    def what_ended_holds_no_seat(self):
        ended = {ApplicationState.WITHDRAWN, ApplicationState.DECLINED, ApplicationState.LAPSED}
        follows = zip(self.history, self.history[1:], strict=False)
        assert all(b == ApplicationState.APPLIED for a, b in follows if a in ended)


test_lives = Life.TestCase
