"""Bundles: greedy cover of what is still open, the bundling rules, and what each pick adds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.results import Stage
from programs.matching.rules import bundle, cover, recommend, top_constraints
from tests.programs.matching.cases import RULES, facts, offer, offers, profiles, score, unknown


def recommended(interventions, profile, stage=Stage.ACTIVE):
    return recommend(interventions, profile, stage, facts(), rules=RULES)


def picked(interventions, profile, **limits):
    return bundle(recommended(interventions, profile), profile, rules=RULES, **limits)


def test_top_is_by_priority_then_code_without_the_unknown():
    profile = [score("b", 50), score("a", 50), score("c", 90, "0.5"), score("d", 0), unknown("e")]
    assert list(top_constraints(profile, 3)) == ["a", "b", "c"]
    assert list(top_constraints(profile, 9)) == ["a", "b", "c"]


def test_the_second_pick_takes_most_of_what_is_still_open():
    """a takes 90 and leaves 0 + 60 + 30; b would add 60, twin of a only 0 more than nothing."""
    profile = [score("x", 90), score("y", 60), score("z", 30)]
    interventions = [
        offer("a", {"x": 3}),
        offer("a_twin", {"x": 3, "z": 1}),
        offer("b", {"y": 3}),
        offer("c", {"z": 2}),
    ]
    assert picked(interventions, profile) == ("a_twin", "b", "c")


def test_residual_counts_not_the_score():
    """The second strongest by score repeats the first; the weaker one opens something new."""
    profile = [score("x", 90), score("y", 30)]
    interventions = [offer("a", {"x": 3}), offer("b", {"x": 2}), offer("c", {"y": 2})]
    assert picked(interventions, profile) == ("a", "c")


def test_ties_go_by_code():
    assert picked([offer("b", {"x": 2}), offer("a", {"x": 2})], [score("x", 50)], limit=1) == ("a",)


def test_it_ends_when_nothing_adds():
    interventions = [offer("a", {"x": 3}), offer("b", {"x": 3})]
    assert picked(interventions, [score("x", 50)]) == ("a",)


@pytest.mark.parametrize(("limit", "expected"), [(0, ()), (1, ("a",)), (2, ("a", "b"))])
def test_limit(limit, expected):
    interventions = [offer("a", {"x": 3}), offer("b", {"y": 3})]
    assert picked(interventions, [score("x", 90), score("y", 50)], limit=limit) == expected


def test_only_the_top_constraints_are_covered():
    profile = [score("x", 90), score("y", 50), score("z", 40)]
    interventions = [offer("a", {"z": 3}), offer("b", {"y": 1})]
    assert picked(interventions, profile, top=2) == ("b",)


def test_the_ineligible_and_the_held_are_never_picked():
    profile = [score("contacts", 90), score("standards", 95)]
    interventions = [
        offer("fair", {"contacts": 3}),
        offer("later", {"contacts": 3}, stages=["growth_expansion"]),
        offer("search", {"contacts": 1}),
    ]
    assert picked(interventions, profile) == ("search",)


@pytest.mark.parametrize(
    ("others", "competitiveness", "limit", "expected"),
    [
        pytest.param([], 50, 3, ("loan",), id="moderate: finance may stand alone"),
        pytest.param([], 60, 3, (), id="high and no partner: nothing"),
        pytest.param(["adapt"], 60, 3, ("loan", "adapt"), id="a partner joins"),
        pytest.param(["adapt"], 60, 1, ("adapt",), id="no room: the partner stays"),
        pytest.param(["adapt", "upgrade"], 60, 3, ("loan", "adapt"), id="strongest partner"),
        pytest.param(["mentor"], 60, 3, (), id="other help does not excuse"),
    ],
)
def test_finance_is_never_alone_while_competitiveness_is_severe(
    others, competitiveness, limit, expected
):
    strengths = {
        "adapt": {"competitiveness": 2},
        "upgrade": {"competitiveness": 1},
        "mentor": {"network": 3},
    }
    profile = [
        score("finance", 90),
        score("contacts", 80),
        score("network", 1, "0.1"),
        score("competitiveness", competitiveness, "0.3"),
    ]
    interventions = [offer("loan", {"finance": 3}), *(offer(c, strengths[c]) for c in others)]
    assert picked(interventions, profile, top=2, limit=limit) == expected


def test_finance_with_other_help_is_fine():
    profile = [score("finance", 90), score("contacts", 80), score("competitiveness", 70, "0.3")]
    interventions = [offer("loan", {"finance": 3}), offer("search", {"contacts": 3})]
    assert picked(interventions, profile, top=2) == ("loan", "search")


def test_cover_says_what_each_pick_adds():
    """Open: 90 + 60 = 150. a takes 60 of x; b then takes a third of 30 and all of 60."""
    profile = [score("x", 90), score("y", 60)]
    found = recommended([offer("a", {"x": 2}), offer("b", {"x": 1, "y": 3})], profile)
    shares = [(each.code, each.share) for each in cover(("a", "b"), found, profile)]
    assert shares == [("a", Decimal("0.4")), ("b", Decimal("0.466666"))]


def test_cover_of_nothing_open_is_zero():
    profile = [score("x", 50)]
    found = recommended([offer("a", {"x": 2})], profile)
    assert cover(("a",), found, [unknown("x")])[0].share == 0


@given(offers, profiles, st.integers(1, 4), st.integers(0, 4), st.sampled_from(Stage))
def test_bundle_laws(interventions, profile, top, limit, stage):
    found = recommended(interventions, profile, stage)
    chosen = bundle(found, profile, rules=RULES, top=top, limit=limit)
    free = {each.code for each in found if each.eligible and not each.requires_reason}
    shares = [each.share for each in cover(chosen, found, profile, top=top)]
    assert set(chosen) <= free
    assert len(chosen) == len(set(chosen)) <= max(limit, 0)
    assert sum(shares) <= 1
    assert all(share >= 0 for share in shares)


@given(offers, profiles)
def test_order_of_the_input_does_not_matter(interventions, profile):
    found = recommended(interventions, profile)
    chosen = bundle(found, profile, rules=RULES)
    assert bundle(found[::-1], profile[::-1], rules=RULES) == chosen


@given(offers, profiles)
def test_severe_competitiveness_never_gets_money_alone(interventions, profile):
    hard = [row for row in profile if row.constraint != "competitiveness"]
    hard.append(score("competitiveness", 85, "0.3"))
    chosen = bundle(recommended(interventions, hard), hard, rules=RULES)
    assert not chosen or not set(chosen) <= {"loan", "insurance"}
