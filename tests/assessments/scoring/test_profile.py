"""Answers to severities, bands, weights and priorities: by hand, and by law."""

from decimal import Decimal

import pytest

from assessments.scoring.profile import (
    MovedAnswer,
    changes,
    compare,
    score_profile,
    stage_weight,
)
from assessments.scoring.results import Band
from tests.assessments.packs import PACK, changed_pack, put


def five_questions(document):
    """Makes the first constraint one of five obstacles, so that every band line can be hit."""
    rows = [{"id": f"q{n}", "scale": "obstacle5", "en": "?", "ru": "?"} for n in range(5)]
    document["constraints"][0]["questions"] = rows


FIVE = changed_pack(five_questions)


def score(code, answers, stage="preparation", pack=PACK):
    return {found.constraint: found for found in score_profile(pack, answers, stage)}[code]


@pytest.mark.parametrize(
    ("code", "answers", "severity", "band"),
    [
        pytest.param("export_case", {"ec1": 0, "ec2": 0, "ec3": 0}, "100.00", "blocking", id="all"),
        pytest.param("export_case", {"ec1": 4, "ec2": 4, "ec3": 4}, "0.00", "low", id="nothing"),
        # 25 times the mean of 3, 2 and 3
        pytest.param(
            "managerial_mindset_skills",
            {"ms1": 1, "ms2": 2, "ms3": 3},
            "66.67",
            "high",
            id="two directions mixed",
        ),
        # 25 times the mean of 3 and 3; wc3 leaves numerator and denominator
        pytest.param(
            "working_capital",
            {"wc1": 3, "wc2": 1, "wc3": None},
            "75.00",
            "high",
            id="don't know is left out",
        ),
        pytest.param("cross_border_logistics", {"cl1": 2}, "50.00", "moderate", id="coverage half"),
        # 25 times the mean of 1, 2 and 2
        pytest.param(
            "trade_finance", {"tf1": 3, "tf2": 2, "tf3": 2}, "41.67", "moderate", id="rounds up"
        ),
        # 25 times the mean of 1, 0 and 0
        pytest.param(
            "trade_finance", {"tf1": 3, "tf2": 0, "tf3": 0}, "8.33", "low", id="rounds down"
        ),
    ],
)
def test_severity_by_hand(code, answers, severity, band):
    found = score(code, answers)
    assert (found.severity, found.band) == (Decimal(severity), Band(band))


@pytest.mark.parametrize(
    ("answers", "severity", "band"),
    [
        pytest.param([1, 1, 2, 2, 1], "35.00", "low", id="below 40"),
        pytest.param([1, 1, 2, 2, 2], "40.00", "moderate", id="exactly 40"),
        pytest.param([2, 2, 2, 3, 3], "60.00", "high", id="exactly 60"),
        pytest.param([3, 3, 3, 3, 3], "75.00", "high", id="below 80"),
        pytest.param([4, 3, 3, 3, 3], "80.00", "blocking", id="exactly 80"),
    ],
)
def test_band_lines(answers, severity, band):
    found = score("export_case", {f"q{n}": value for n, value in enumerate(answers)}, pack=FIVE)
    assert (found.severity, found.band) == (Decimal(severity), Band(band))


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({}, id="nothing answered"),
        pytest.param({"ec1": 0}, id="one of three"),
        pytest.param({"ec1": 0, "ec2": None, "ec3": None}, id="two don't know"),
    ],
)
def test_too_little_is_not_assessed(answers):
    found = score("export_case", answers)
    assert (found.severity, found.priority, found.band) == (None, None, Band.NOT_ASSESSED)
    assert (found.weight, found.questions) == (Decimal("1.0"), 3)


def test_nothing_answered_is_not_assessed_even_without_a_minimum():
    pack = changed_pack(put("scoring.minimum_coverage", 0))
    assert score("export_case", {}, pack=pack).severity is None
    assert score("export_case", {"ec1": 0}, pack=pack).severity == 100


def test_coverage_and_reasons():
    found = score("export_case", {"ec1": 3, "ec2": 0})
    assert (found.coverage, found.answered, found.because) == (
        Decimal("0.6667"),
        2,
        ("ec2", "ec1"),
    )


@pytest.mark.parametrize(
    ("code", "stage", "weight"),
    [
        pytest.param("export_case", "preparation", "1.0", id="own stage"),
        pytest.param("export_case", "active_engagement", "0.6", id="adjacent after"),
        pytest.param("export_case", "growth_expansion", "0.3", id="other"),
        pytest.param("competitiveness", "active_engagement", "0.6", id="adjacent before"),
        pytest.param("competitiveness", "preparation", "0.3", id="other before"),
        pytest.param("working_capital", "active_engagement", "1.0", id="second of two stages"),
        pytest.param("working_capital", "growth_expansion", "0.6", id="nearest of two stages"),
        pytest.param("foreign_contacts", "growth_expansion", "0.6", id="middle stage"),
        pytest.param("network_social_capital", "preparation", "0.9", id="cross-cutting first"),
        pytest.param("external_restrictions", "growth_expansion", "0.9", id="cross-cutting last"),
    ],
)
def test_stage_weight(code, stage, weight):
    assert stage_weight(PACK, PACK.constraint(code), stage) == Decimal(weight)


@pytest.mark.parametrize(
    ("answers", "stage", "weight", "priority"),
    [
        # 4 + 3 + 3 + 3 + 3 = 16 → 80 → blocking: 0.3 rises to 0.8
        pytest.param([4, 3, 3, 3, 3], "growth_expansion", "0.8", "64.00", id="blocking far away"),
        pytest.param([3, 3, 3, 3, 3], "growth_expansion", "0.3", "22.50", id="high far away"),
        pytest.param([4, 4, 4, 4, 4], "active_engagement", "0.8", "80.00", id="blocking adjacent"),
        pytest.param([4, 4, 4, 4, 4], "preparation", "1.0", "100.00", id="own is not lowered"),
    ],
)
def test_blocking_override(answers, stage, weight, priority):
    given_answers = {f"q{n}": value for n, value in enumerate(answers)}
    found = score("export_case", given_answers, stage, FIVE)
    assert (found.weight, found.priority) == (Decimal(weight), Decimal(priority))


def test_priority_is_rounded_once():
    # 66.666… × 0.6 = 40.00, not 66.67 × 0.6 = 40.002
    found = score("managerial_mindset_skills", {"ms1": 1, "ms2": 2, "ms3": 3}, "active_engagement")
    assert found.priority == Decimal("40.00")


def test_order_of_the_profile():
    answers = {
        "ec1": 0, "ec2": 0, "ec3": 0,  # 100 × 1.0
        "mi1": 0, "mi2": 0, "mi3": 4,  # 100 × 1.0, after export_case by code
        "ns1": 0, "ns2": 0, "ns3": 4,  # 100 × 0.9
        "fc1": 2, "fc2": 2, "fc3": 2,  # 50 × 0.6 = 30
        "er1": 3, "er2": 3,  # 25 × 1.0
    }  # fmt: skip
    profile = score_profile(PACK, answers, "preparation")
    assert [found.constraint for found in profile[:6]] == [
        "export_case",
        "market_information",
        "network_social_capital",
        "foreign_contacts",
        "entry_requirements_options",
        "channel_diversification",
    ]


def test_equal_priority_goes_by_severity():
    # 60 × 1.0 in its own stage against 100 × 0.6, kept from the override
    pack = changed_pack(
        lambda d: (five_questions(d), d["scoring"]["blocking_override"].update(minimum_weight=0))
    )
    answers = {**{f"q{n}": v for n, v in enumerate([2, 2, 2, 3, 3])}, "cl1": 0, "cl2": 4}
    profile = score_profile(pack, answers, "preparation")
    assert [(found.constraint, found.priority) for found in profile[:2]] == [
        ("cross_border_logistics", Decimal("60.00")),
        ("export_case", Decimal("60.00")),
    ]


def test_unknown_stage_is_an_error():
    with pytest.raises(KeyError):
        score_profile(PACK, {}, "launch")


def test_answers_off_the_scale_are_errors():
    with pytest.raises(ValueError):
        score_profile(PACK, {"ec1": 5}, "preparation")


def test_answers_to_foreign_questions_are_left_alone():
    assert score_profile(PACK, {"zz9": 99}, "preparation") == score_profile(PACK, {}, "preparation")


def test_compare_shows_the_widest_gap_first():
    firm = score_profile(PACK, {"ec1": 0, "ec2": 0, "er1": 2, "er2": 2, "cl1": 4}, "preparation")
    adviser = score_profile(PACK, {"ec1": 2, "ec2": 2, "er1": 0, "er2": 1}, "preparation")
    gaps = compare(firm, adviser)
    assert [(gap.constraint, gap.gap) for gap in gaps[:2]] == [
        ("export_case", Decimal("-50.00")),
        ("entry_requirements_options", Decimal("37.50")),
    ]
    assert [gap.gap for gap in gaps[2:]] == [None] * 14


def test_compare_one_side_only():
    (gap,) = compare(score_profile(PACK, {"cl1": 4}, "preparation")[:1], [])
    assert (gap.constraint, gap.firm, gap.adviser, gap.gap) == (
        "cross_border_logistics",
        Decimal("0.00"),
        None,
        None,
    )


def test_changes_name_relief_and_the_answers_that_moved():
    before = {"ec1": 0, "ec2": 0, "ec3": 0, "cl1": 2}
    after = {"ec1": 2, "ec2": 0, "ec3": None, "cl1": 1, "mi1": 4}
    found = {change.constraint: change for change in changes(PACK, before, after)}
    assert found["export_case"].relief == Decimal("25.00")
    assert found["export_case"].moved == (
        MovedAnswer("ec1", 0, 2),
        MovedAnswer("ec3", 0, None),
    )
    assert found["cross_border_logistics"].relief == Decimal("-25.00")
    assert (found["market_information"].relief, found["market_information"].moved) == (
        None,
        (MovedAnswer("mi1", None, 4),),
    )


def test_changes_put_the_greatest_first():
    before = {"ec1": 0, "ec2": 0, "cl1": 2, "er1": 4}
    after = {"ec1": 2, "ec2": 2, "cl1": 4, "er1": 4}
    assert [change.constraint for change in changes(PACK, before, after)[:3]] == [
        "cross_border_logistics",
        "export_case",
        "entry_requirements_options",
    ]
