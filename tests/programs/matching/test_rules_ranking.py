"""Recommendations: hand-computed scores, total order, reasons and cautions."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.results import Band, Stage
from programs.matching.rules import (
    BundlingRules,
    Evidence,
    Remedy,
    as_data,
    recommend,
    what_would_make_eligible,
)
from tests.programs.matching.cases import (
    RULES,
    facts,
    offer,
    offers,
    profiles,
    score,
    severities,
    unknown,
)


def run(interventions, profile, *, stage=Stage.ACTIVE, rules=RULES, case=None):
    return recommend(interventions, profile, stage, case or facts(), rules=rules)


def codes(items):
    return [each.code for each in items]


@pytest.mark.parametrize(
    ("severity", "weight", "strength", "expected"),
    [
        pytest.param(90, 1, 3, "90", id="full strength takes all"),
        pytest.param(90, 1, 1, "30", id="a third"),
        pytest.param(90, "0.6", 2, "36", id="weight of an adjacent stage"),
        pytest.param(100, 1, 2, "66.666667", id="rounded once"),
        pytest.param("0.01", "0.3", 1, "0.001", id="a grain"),
    ],
)
def test_score_is_priority_times_strength_over_three(severity, weight, strength, expected):
    found = run([offer("help", {"contacts": strength})], [score("contacts", severity, weight)])
    assert found[0].score == Decimal(expected)


def test_score_adds_up_over_targets_with_the_largest_first():
    profile = [score("contacts", 75), score("standards", 83, "0.8"), score("finance", 60)]
    found = run([offer("help", {"finance": 1, "contacts": 2, "standards": 3})], profile)[0]
    parts = [(each.constraint, each.contribution) for each in found.targets]
    assert parts == [
        ("standards", Decimal("66.4")),
        ("contacts", Decimal(50)),
        ("finance", Decimal(20)),
    ]
    assert found.score == Decimal("136.4")


def test_what_is_not_assessed_counts_neither_way():
    profile = [unknown("contacts"), score("finance", 30)]
    assert run([offer("help", {"contacts": 3, "finance": 3})], profile)[0].score == 30


@pytest.mark.parametrize(
    ("addresses", "profile"),
    [
        pytest.param({"contacts": 3}, [unknown("contacts")], id="not assessed"),
        pytest.param({"contacts": 3}, [score("finance", 90)], id="nothing it takes on"),
        pytest.param({"contacts": 3}, [score("contacts", 0)], id="no barrier"),
        pytest.param({"contacts": 0}, [score("contacts", 90)], id="no strength"),
        pytest.param({"contacts": 3}, [], id="no profile"),
    ],
)
def test_interventions_without_a_score_are_left_out(addresses, profile):
    assert run([offer("help", addresses)], profile) == ()


def test_order_is_eligible_then_score_then_code():
    interventions = [
        offer("d_strong_elsewhere", {"contacts": 3}, stages=["growth_expansion"]),
        offer("c_weak", {"contacts": 1}),
        offer("b_twin", {"contacts": 2}),
        offer("a_twin", {"contacts": 2}),
    ]
    found = run(interventions, [score("contacts", 60)])
    assert codes(found) == ["a_twin", "b_twin", "c_weak", "d_strong_elsewhere"]


def test_reasons_name_constraint_stage_and_evidence():
    evidence = [
        Evidence("trial", "positive"),
        Evidence("bundle", "positive_for_bundles"),
        Evidence("other", "mixed"),
        Evidence("guide", "descriptive"),
    ]
    found = run([offer("help", {"contacts": 2}, evidence=evidence)], [score("contacts", 75)])[0]
    assert [(each.code, each.params) for each in found.reasons] == [
        (
            "targets_constraint",
            {"constraint": "contacts", "severity": 75, "band": Band.HIGH, "strength": 2},
        ),
        ("stage_fit", {"stage": Stage.ACTIVE}),
        ("evidence_positive", {"references": ("trial",)}),
        ("evidence_positive_in_bundles", {"references": ("bundle",)}),
    ]
    assert [(each.code, each.params) for each in found.cautions] == [
        ("evidence_doubtful", {"references": ("other",)})
    ]


def test_outside_its_stage_nothing_claims_to_fit():
    found = run([offer("help", {"contacts": 2}, stages=["preparation"])], [score("contacts", 75)])
    assert codes(found[0].reasons) == ["targets_constraint"]
    assert what_would_make_eligible(found[0]) == (
        Remedy("stage_reached", {"stages": (Stage.PREPARATION,)}),
    )


def test_eligible_needs_nothing_more():
    assert what_would_make_eligible(run([offer("a", {"x": 1})], [score("x", 9)])[0]) == ()


def test_one_refusal_without_remedy_leaves_no_way():
    basics = offer("export_basics_training", {"x": 1}, stages=["preparation"])
    found = run([basics], [score("x", 9)], case=facts(months=1))[0]
    assert codes(found.why_not) == ["stage_not_served", "exports_recently"]
    assert what_would_make_eligible(found) == ()


@pytest.mark.parametrize(
    ("constraint", "severity", "held"),
    [
        pytest.param("standards", 80, True, id="standards are blocking"),
        pytest.param("entry_requirements", 92, True, id="entry requirements are blocking"),
        pytest.param("standards", "79.99", False, id="high is not blocking"),
        pytest.param("finance", 100, False, id="another constraint"),
    ],
)
def test_fair_is_held_while_blocking(constraint, severity, held):
    profile = [score("contacts", 75), score(constraint, severity)]
    found = run([offer("fair", {"contacts": 3})], profile)[0]
    assert found.eligible
    assert found.requires_reason is held
    assert ("needs_reason_blocking" in codes(found.cautions)) is held


def test_hold_names_every_blocking_constraint():
    profile = [score("x", 9), score("standards", 90), score("entry_requirements", 90)]
    found = run([offer("fair", {"x": 3})], profile)[0]
    assert found.cautions[0].params == {"constraints": ("entry_requirements", "standards")}


def test_a_hold_on_what_is_not_assessed_does_not_bite():
    found = run([offer("fair", {"x": 3})], [score("x", 9), unknown("standards")])[0]
    assert found.requires_reason is False


@pytest.mark.parametrize(
    ("code", "fields", "severity", "cautioned"),
    [
        pytest.param("loan", {}, 60, True, id="finance by rule, high"),
        pytest.param("loan", {}, 100, True, id="finance by rule, blocking"),
        pytest.param("loan", {}, "59.99", False, id="moderate"),
        pytest.param("buyer_loan", {"is_finance": True}, 60, True, id="finance of the agency"),
        pytest.param("mentor", {}, 100, False, id="not finance"),
    ],
)
def test_finance_is_not_the_only_help(code, fields, severity, cautioned):
    profile = [score("finance", 70), score("competitiveness", severity)]
    found = run([offer(code, {"finance": 3}, **fields)], profile)[0]
    assert ("finance_not_alone" in codes(found.cautions)) is cautioned


def test_a_pack_without_bundling_rules_limits_nothing():
    profile = [score("finance", 70), score("competitiveness", 90), score("standards", 90)]
    interventions = [offer("loan", {"finance": 3}), offer("fair", {"finance": 1})]
    found = run(interventions, profile, rules=BundlingRules.of([]))
    assert [each.requires_reason for each in found] == [False, False]
    assert codes(found[0].cautions) == ["evidence_none"]


@pytest.mark.parametrize(
    ("fields", "severity", "caution"),
    [
        pytest.param({}, "39.99", "low_need", id="all low"),
        pytest.param({"comes_after": ["plan"]}, 50, "comes_after", id="other help first"),
        pytest.param({"has_caution": True}, 50, "stated", id="the methodology's own"),
        pytest.param({"evidence": [Evidence("x", "concept")]}, 50, "evidence_none", id="none"),
    ],
)
def test_other_cautions(fields, severity, caution):
    found = run([offer("help", {"x": 1}, **fields)], [score("x", severity)])[0]
    assert caution in codes(found.cautions)


def test_result_as_plain_data():
    found = run([offer("help", {"x": 2}, stages=["preparation"])], [score("x", "50.5")])[0]
    data = as_data(found)
    assert data["score"] == 33.666667
    assert data["targets"][0] == {
        "constraint": "x",
        "severity": 50.5,
        "band": "moderate",
        "strength": 2,
        "contribution": 33.666667,
    }
    assert data["why_not"][0]["remedy"] == {
        "code": "stage_reached",
        "params": {"stages": ["preparation"]},
    }


def test_dates_become_text_in_plain_data():
    assert as_data([facts().as_of]) == ["2026-11-22"]


@given(offers, profiles, st.sampled_from(Stage))
def test_order_of_the_input_does_not_matter(interventions, profile, stage):
    found = run(interventions, profile, stage=stage)
    assert run(interventions[::-1], profile[::-1], stage=stage) == found


@given(offers, profiles, severities, severities)
def test_score_never_falls_when_a_constraint_gets_harder(interventions, profile, one, two):
    others = [row for row in profile if row.constraint != "contacts"]
    milder = {
        r.code: r.score for r in run(interventions, [*others, score("contacts", min(one, two))])
    }
    harder = {
        r.code: r.score for r in run(interventions, [*others, score("contacts", max(one, two))])
    }
    assert all(harder[code] >= points for code, points in milder.items())


@given(offers, profiles)
def test_score_is_the_sum_of_what_is_shown(interventions, profile):
    found = run(interventions, profile)
    assert all(each.score == sum(t.contribution for t in each.targets) > 0 for each in found)


@given(offers, profiles, st.sampled_from(Stage))
def test_refused_if_and_only_if_a_test_failed(interventions, profile, stage):
    found = run(interventions, profile, stage=stage)
    assert all(
        each.eligible is (not each.why_not) is all(t.passed is not False for t in each.tests)
        for each in found
    )
