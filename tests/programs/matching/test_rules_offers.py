"""Facts of interventions and bundling rules, from plain codes and from the default pack."""

import pytest

from assessments.methodology.loading import read_default_pack
from assessments.methodology.structure import parse_pack
from assessments.scoring.facts import ProductForm
from assessments.scoring.results import Band, Stage
from programs.matching.rules import Condition, InterventionFacts, bundling_of, interventions_of
from programs.matching.rules.offers import is_at_least


@pytest.fixture(scope="module")
def pack():
    return parse_pack(read_default_pack())


@pytest.mark.parametrize(
    ("band", "floor", "expected"),
    [
        (Band.HIGH, Band.HIGH, True),
        (Band.BLOCKING, Band.HIGH, True),
        (Band.MODERATE, Band.HIGH, False),
        (Band.NOT_ASSESSED, Band.LOW, False),
    ],
)
def test_is_at_least(band, floor, expected):
    assert is_at_least(band, floor) is expected


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"stages": ["later"]}, id="stage"),
        pytest.param({"stages": [], "product_forms": ["gas"]}, id="product form"),
    ],
)
def test_unknown_codes_are_refused(fields):
    with pytest.raises(ValueError, match="is not a valid"):
        InterventionFacts.of("x", addresses={}, **fields)


def test_all_interventions_of_the_default_pack(pack):
    found = {each.code: each for each in interventions_of(pack)}
    assert len(found) == 26
    assert found["ecommerce_onboarding"].product_forms == (
        ProductForm.PACKABLE_GOODS,
        ProductForm.REMOTE_SERVICE,
    )
    assert found["capacity_investment_finance"].min_export_years == 2
    assert found["export_basics_training"].is_for_beginners
    assert found["export_basics_training"].stages == (Stage.PREPARATION,)
    assert found["export_basics_training"].has_caution
    assert found["trade_fair"].addresses["foreign_contacts"] == 3


def test_every_direction_of_evidence_is_a_word_of_the_pack(pack):
    sources = [each for facts in interventions_of(pack) for each in facts.evidence]
    assert all(each.direction == pack.references[each.reference].direction for each in sources)
    assert "positive" in {each.direction for each in sources}


def test_bundling_rules_of_the_default_pack(pack):
    rules = bundling_of(pack)
    assert rules.hold == Condition(
        frozenset({"trade_fair", "outward_mission"}),
        ("entry_requirements_options", "standards_certification"),
        Band.BLOCKING,
    )
    assert rules.finance.from_band is Band.HIGH
    assert "working_capital_loan" in rules.finance.interventions
