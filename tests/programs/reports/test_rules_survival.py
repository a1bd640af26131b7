"""Kaplan–Meier and the log-rank test against published answers, edge cases and laws."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.cohorts.rules import Spell
from programs.reports.rules.survival import (
    chi_square_tail,
    kaplan_meier,
    log_rank,
)


def spells(text: str) -> list[Spell]:
    """Times as books print them: "6 6 6+" with a plus for a censored one."""
    return [Spell(float(word.rstrip("+")), not word.endswith("+")) for word in text.split()]


# Freireich et al. 1963, remission in weeks, as in Cox & Oakes 1984, table 1.1.
SIX_MP = spells("6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+")
PLACEBO = spells("1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23")
# Acute myelogenous leukaemia, Miller 1997 ("aml").
MAINTAINED = spells("9 13 13+ 18 23 28+ 31 34 45+ 48 161+")
NOT_MAINTAINED = spells("5 5 8 8 12 16+ 23 27 30 33 43 45")

any_spells = st.lists(st.builds(Spell, st.integers(0, 12), st.booleans()), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("week", "at_risk", "survival", "standard_error"),
    [
        pytest.param(6, 21, 0.857, 0.0764, id="week 6, three at once"),
        pytest.param(7, 17, 0.807, 0.0869, id="week 7"),
        pytest.param(10, 15, 0.753, 0.0963, id="week 10, one more censored that week"),
        pytest.param(13, 12, 0.690, 0.1068, id="week 13"),
        pytest.param(16, 11, 0.627, 0.1141, id="week 16"),
        pytest.param(22, 7, 0.538, 0.1282, id="week 22"),
        pytest.param(23, 6, 0.448, 0.1346, id="week 23"),
    ],
)
def test_freireich_curve(week, at_risk, survival, standard_error):
    point = kaplan_meier(SIX_MP).at(week)
    assert point.time == week
    assert point.at_risk == at_risk
    assert point.survival == pytest.approx(survival, abs=0.0005)
    assert math.sqrt(point.variance) == pytest.approx(standard_error, abs=0.00005)


def test_freireich_totals_and_medians():
    treated, untreated = kaplan_meier(SIX_MP), kaplan_meier(PLACEBO)
    assert (treated.n, treated.events, treated.censored) == (21, 9, 12)
    assert (untreated.n, untreated.events, untreated.censored) == (21, 21, 0)
    assert (treated.median, untreated.median) == (23, 8)
    assert treated.last_time == 35


def test_freireich_log_rank():
    test = log_rank({"6-MP": SIX_MP, "placebo": PLACEBO})
    assert test.statistic == pytest.approx(16.79, abs=0.005)
    assert test.degrees == 1
    assert test.p_value == pytest.approx(0.0000417, rel=0.01)
    assert test.observed == {"6-MP": 9, "placebo": 21}
    assert test.expected["6-MP"] == pytest.approx(19.25, abs=0.005)
    assert test.expected["placebo"] == pytest.approx(10.75, abs=0.005)


@pytest.mark.parametrize(
    ("week", "survival", "lower", "upper"),
    [
        pytest.param(9, 0.909, 0.508, 0.987, id="week 9"),
        pytest.param(13, 0.818, 0.447, 0.951, id="week 13"),
        pytest.param(18, 0.716, 0.350, 0.899, id="week 18"),
        pytest.param(48, 0.184, 0.012, 0.525, id="week 48"),
    ],
)
def test_maintained_leukaemia_band(week, survival, lower, upper):
    point = kaplan_meier(MAINTAINED).at(week)
    assert (point.survival, point.lower, point.upper) == pytest.approx(
        (survival, lower, upper), abs=0.0006
    )


def test_maintained_leukaemia_log_rank():
    test = log_rank({"maintained": MAINTAINED, "not": NOT_MAINTAINED})
    assert test.statistic == pytest.approx(3.40, abs=0.005)
    assert test.p_value == pytest.approx(0.0653, abs=0.0001)
    assert test.expected["maintained"] == pytest.approx(10.69, abs=0.005)


def test_reached_mirrors_survival():
    point = kaplan_meier(SIX_MP).at(12)
    assert point.reached == pytest.approx(1 - 0.753, abs=0.0005)
    assert point.reached_lower < point.reached < point.reached_upper
    assert point.reached_lower + point.upper == pytest.approx(1)


@pytest.mark.parametrize(
    ("given_spells", "expected"),
    [
        pytest.param("", [(0, 0, 0, 0, 1.0, 0.0, 1.0)], id="nobody: nothing known"),
        pytest.param(
            "3+ 5+",
            [(0, 2, 0, 0, 1, 1, 1), (3, 2, 0, 1, 1, 1, 1), (5, 1, 0, 1, 1, 1, 1)],
            id="no events: flat",
        ),
        pytest.param("0 0 0", [(0, 3, 3, 0, 0, 0, 0)], id="all events at once on day 0"),
        pytest.param("4", [(0, 1, 0, 0, 1, 1, 1), (4, 1, 1, 0, 0, 0, 0)], id="one event"),
        pytest.param("4+", [(0, 1, 0, 0, 1, 1, 1), (4, 1, 0, 1, 1, 1, 1)], id="one censored"),
        pytest.param("0+", [(0, 1, 0, 1, 1, 1, 1)], id="censored on day 0"),
    ],
)
def test_edges(given_spells, expected):
    curve = kaplan_meier(spells(given_spells))
    assert [
        (p.time, p.at_risk, p.events, p.censored, p.survival, p.lower, p.upper)
        for p in curve.points
    ] == expected


@pytest.mark.parametrize(
    ("time", "survival"),
    [
        pytest.param(0, 1, id="start"),
        pytest.param(1.999, 1, id="just before"),
        pytest.param(2, 0.5, id="at the event"),
        pytest.param(3, 0.5, id="between"),
        pytest.param(99, 0.5, id="beyond the last: stays"),
    ],
)
def test_at_is_a_step_function(time, survival):
    assert kaplan_meier(spells("2 4+")).at(time).survival == survival


def test_at_risk_counts_those_seen_up_to_the_tick():
    curve = kaplan_meier(spells("2 4+ 4 6+"))
    assert curve.at_risk([0, 2, 3, 4, 5, 6, 7]) == (4, 4, 3, 3, 1, 1, 0)


@pytest.mark.parametrize(
    ("given_spells", "median"),
    [
        pytest.param("", None, id="nobody"),
        pytest.param("1 2+ 3+", None, id="never falls to a half"),
        pytest.param("1 2 3 4", 2, id="exactly a half counts"),
        pytest.param("1 2 3", 2, id="passes a half"),
        pytest.param("1 2 3 4 5 6 7 8 9 10", 5, id="a half through a product of fractions"),
    ],
)
def test_median(given_spells, median):
    assert kaplan_meier(spells(given_spells)).median == median


def test_wider_confidence_is_a_wider_band():
    narrow, wide = (kaplan_meier(SIX_MP, confidence=c).at(10) for c in (0.80, 0.99))
    assert wide.lower < narrow.lower < narrow.survival < narrow.upper < wide.upper


@pytest.mark.parametrize("confidence", [0, 1, -0.1, 95])
def test_confidence_is_a_share(confidence):
    with pytest.raises(ValueError, match="confidence"):
        kaplan_meier([], confidence=confidence)


def test_time_before_the_beginning_is_refused():
    with pytest.raises(ValueError, match="begins at time 0"):
        kaplan_meier([]).at(-1)


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param({}, id="no group"),
        pytest.param({"a": "1 2 3"}, id="one group"),
        pytest.param({"a": "", "b": ""}, id="empty groups"),
        pytest.param({"a": "1+ 2+", "b": "3+"}, id="no event"),
        pytest.param({"a": "0 0", "b": "0"}, id="everyone at once"),
        pytest.param({"a": "1+ 2+", "b": "3 4"}, id="one group gone before the first event"),
    ],
)
def test_nothing_to_compare(groups):
    test = log_rank({name: spells(text) for name, text in groups.items()})
    assert (test.statistic, test.degrees, test.p_value) == (0, 0, 1)


def test_group_gone_before_the_first_event_costs_no_degree():
    pair = {"a": SIX_MP, "b": PLACEBO}
    assert log_rank({**pair, "gone": spells("0+ 0.5+")}).degrees == 1
    assert log_rank({**pair, "gone": spells("0+")}).statistic == log_rank(pair).statistic


@pytest.mark.parametrize(
    ("degrees", "critical"),
    [(1, 3.841459), (2, 5.991465), (3, 7.814728), (4, 9.487729), (5, 11.070498), (10, 18.307038)],
)
def test_chi_square_table(degrees, critical):
    assert chi_square_tail(critical, degrees) == pytest.approx(0.05, abs=1e-7)


@pytest.mark.parametrize("statistic", [0, -1e-15])
def test_chi_square_at_zero(statistic):
    assert chi_square_tail(statistic, 3) == 1


@given(any_spells, st.randoms(use_true_random=False))
def test_order_of_spells_does_not_matter(given_spells, random):
    shuffled = random.sample(given_spells, len(given_spells))
    assert kaplan_meier(shuffled) == kaplan_meier(given_spells)


@given(any_spells)
def test_everyone_is_counted_once(given_spells):
    curve = kaplan_meier(given_spells)
    assert sum(p.events + p.censored for p in curve.points) == curve.n == len(given_spells)
    assert curve.events + curve.censored == curve.n
    assert [p.at_risk for p in curve.points] == list(curve.at_risk(curve.times))


@given(any_spells)
def test_curve_falls_within_its_band(given_spells):
    points = kaplan_meier(given_spells).points
    assert all(0 <= p.lower <= p.survival <= p.upper <= 1 for p in points)
    assert all(a.survival >= b.survival for a, b in pairwise(points))


@given(any_spells, st.integers(0, 12))
def test_a_censored_spell_never_raises_the_share_that_moved(given_spells, seen_for):
    before = kaplan_meier(given_spells)
    after = kaplan_meier([*given_spells, Spell(seen_for, event=False)])
    assert all(after.at(t).reached <= before.at(t).reached + 1e-12 for t in range(14))


@given(any_spells, st.integers(0, 12))
def test_a_censored_spell_changes_no_step_after_its_time(given_spells, seen_for):
    before = kaplan_meier(given_spells)
    after = kaplan_meier([*given_spells, Spell(seen_for, event=False)])
    later = range(seen_for + 1, 14)
    assert after.at_risk(later) == before.at_risk(later)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=40), st.integers(0, 12))
def test_without_censoring_it_is_the_plain_share(durations, time):
    curve = kaplan_meier([Spell(duration, event=True) for duration in durations])
    still = sum(duration > time for duration in durations)
    assert curve.at(time).survival == pytest.approx(still / len(durations))


@given(any_spells, st.integers(2, 30))
def test_unit_of_time_does_not_matter(given_spells, factor):
    stretched = [Spell(one.duration * factor, one.event) for one in given_spells]
    here, there = kaplan_meier(given_spells), kaplan_meier(stretched)
    assert [p.lower for p in here.points] == [p.lower for p in there.points]
    assert [p.time * factor for p in here.points] == [p.time for p in there.points]


@given(any_spells, any_spells, any_spells)
def test_names_of_groups_do_not_matter(one, two, three):
    here = log_rank({"a": one, "b": two, "c": three})
    there = log_rank({"a": three, "b": one, "c": two})
    assert there.statistic == pytest.approx(here.statistic, abs=1e-7, rel=1e-7)
    assert there.degrees == here.degrees


@given(any_spells)
def test_equal_groups_do_not_differ(given_spells):
    assert log_rank({"a": given_spells, "b": given_spells}).statistic == pytest.approx(0, abs=1e-9)


@given(any_spells, any_spells)
def test_observed_and_expected_agree_in_total(one, two):
    test = log_rank({"a": one, "b": two})
    assert sum(test.expected.values()) == pytest.approx(sum(test.observed.values()))
