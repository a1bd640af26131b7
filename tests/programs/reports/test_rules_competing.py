"""Aalen–Johansen against answers worked out by hand, edge cases and laws."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.cohorts.rules import CompetingSpell, Spell
from programs.reports.rules.competing import aalen_johansen
from programs.reports.rules.survival import kaplan_meier

UP, LEFT = "moved_up", "left"
# Ten firms. By hand: waiting before 1 is 1; at 1 one of 10 moves; at 2 one of 9 leaves and one
# moves (a tie); 3 is a censoring; at 4 two of 6 move; at 5 one of 4 leaves; three are censored.
TEN = [
    CompetingSpell(1, UP),
    CompetingSpell(2, LEFT),
    CompetingSpell(2, UP),
    CompetingSpell(3, None),
    CompetingSpell(4, UP),
    CompetingSpell(4, UP),
    CompetingSpell(5, LEFT),
    CompetingSpell(6, None),
    CompetingSpell(6, None),
    CompetingSpell(6, None),
]

any_spells = st.lists(
    st.builds(CompetingSpell, st.integers(0, 12), st.sampled_from([None, UP, LEFT, "merged"])),
    min_size=1,
    max_size=40,
)


@pytest.mark.parametrize(
    ("time", "moved_up", "left"),
    [
        pytest.param(0, 0, 0, id="start"),
        pytest.param(1, 1 / 10, 0, id="1: one of ten"),
        pytest.param(2, 2 / 10, 1 / 10, id="2: a tie of two causes"),
        pytest.param(3.5, 2 / 10, 1 / 10, id="3: censored, nothing moves"),
        pytest.param(4, 2 / 10 + 7 / 10 * 2 / 6, 1 / 10, id="4: two of six"),
        pytest.param(5, 13 / 30, 1 / 10 + 7 / 15 * 1 / 4, id="5: one of four leaves"),
        pytest.param(60, 13 / 30, 13 / 60, id="beyond the last"),
    ],
)
def test_by_hand(time, moved_up, left):
    curves = aalen_johansen(TEN)
    assert curves.at(UP, time).incidence == pytest.approx(moved_up)
    assert curves.at(LEFT, time).incidence == pytest.approx(left)


def test_by_hand_counts():
    curves = aalen_johansen(TEN)
    assert (curves.n, curves.censored) == (10, 4)
    assert [(p.at_risk, p.events) for p in curves.causes[UP]] == [
        (10, 0),
        (10, 1),
        (9, 1),
        (7, 0),
        (6, 2),
        (4, 0),
        (3, 0),
    ]
    assert curves.waiting[-1] == pytest.approx(7 / 20)


def test_variance_without_censoring_is_binomial():
    curves = aalen_johansen([CompetingSpell(t, UP if t <= 3 else LEFT) for t in range(1, 11)])
    assert curves.at(UP, 3).variance == pytest.approx(0.3 * 0.7 / 10)


@pytest.mark.parametrize(
    ("spells", "incidence", "band"),
    [
        pytest.param([], 0, (0, 0), id="nobody"),
        pytest.param([CompetingSpell(4, None)], 0, (0, 0), id="censored only"),
        pytest.param([CompetingSpell(4, LEFT)], 0, (0, 0), id="only the other cause"),
        pytest.param([CompetingSpell(0, UP)] * 3, 1, (1, 1), id="all at once on day 0"),
    ],
)
def test_edges(spells, incidence, band):
    point = aalen_johansen(spells, causes=[UP]).at(UP, 9)
    assert point.incidence == incidence
    assert (point.lower, point.upper) == band


def test_time_before_the_beginning_is_refused():
    with pytest.raises(ValueError, match="begins at time 0"):
        aalen_johansen(TEN).at(UP, -1)


def test_cause_nobody_asked_about_is_an_error():
    with pytest.raises(KeyError):
        aalen_johansen(TEN).at("struck by lightning", 3)


@given(any_spells)
def test_causes_and_waiting_add_up_to_one(spells):
    curves = aalen_johansen(spells)
    sums = [
        waiting + sum(points[i].incidence for points in curves.causes.values())
        for i, waiting in enumerate(curves.waiting)
    ]
    assert sums == pytest.approx([1] * len(sums))


@given(any_spells, st.randoms(use_true_random=False))
def test_order_of_spells_does_not_matter(spells, random):
    assert aalen_johansen(random.sample(spells, len(spells))) == aalen_johansen(spells)


@given(any_spells)
def test_curve_rises_within_its_band(spells):
    curves = aalen_johansen(spells, causes=[UP]).causes[UP]
    assert all(p.lower <= p.incidence <= p.upper and p.variance >= 0 for p in curves)
    assert all(a.incidence <= b.incidence for a, b in pairwise(curves))


@given(any_spells)
def test_censoring_the_other_causes_would_overstate(spells):
    naive = kaplan_meier([Spell(one.duration, one.cause == UP) for one in spells])
    honest = aalen_johansen(spells, causes=[UP])
    assert all(honest.at(UP, t).incidence <= naive.at(t).reached + 1e-12 for t in range(14))


@given(any_spells)
def test_one_cause_alone_is_kaplan_meier(spells):
    plain = [Spell(one.duration, one.cause is not None) for one in spells]
    single = [CompetingSpell(one.duration, UP if one.event else None) for one in plain]
    curve, incidence = kaplan_meier(plain), aalen_johansen(single, causes=[UP]).causes[UP]
    assert [p.incidence for p in incidence] == pytest.approx([p.reached for p in curve.points])
