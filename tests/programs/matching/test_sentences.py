"""Every code of the rules has its sentence, and every sentence its words."""

import pytest
from django.utils import translation

from assessments.methodology.loading import read_default_pack
from assessments.methodology.structure import parse_pack
from programs.matching.rules import as_data, eligibility, ranking
from programs.matching.sentences import (
    CAUTIONS,
    REASONS,
    REFUSALS,
    REMEDIES,
    Names,
    caution_text,
    reason_text,
    refusal_text,
    remedy_text,
)

NAMES = Names(
    constraints={"contacts": "No contacts"},
    stages={"preparation": "Preparation"},
    interventions={"plan": "Entry plan"},
    cautions={"plan": "takes long"},
    references={"x1": "Author 2020"},
)
PARAMS = {
    "constraint": "contacts",
    "constraints": ("contacts", "other"),
    "stage": "preparation",
    "stages": ("preparation",),
    "intervention": "plan",
    "interventions": ("plan",),
    "references": ("x1", "x2"),
    "product_form": None,
    "product_forms": ("bulk_goods", "remote_service"),
    "band": "high",
    "severity": 62.5,
    "strength": 3,
    "min_months": 12,
    "min_years": 2,
    "years": 1,
    "earliest": 2027,
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "targets_constraint",
            "Made for this: No contacts, 63 of 100, high.",
        ),
        ("stage_fit", "Meant for the stage “Preparation”."),
        ("evidence_positive", "Studies found a positive effect elsewhere: Author 2020; x2."),
    ],
)
def test_reasons(code, expected):
    assert reason_text(code, PARAMS, NAMES) == expected


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        pytest.param(1, "Check that the firm exported in 1 year.", id="one"),
        pytest.param(2, "Check that the firm exported in 2 years.", id="several"),
    ],
)
def test_counts_have_their_plural(years, expected):
    assert caution_text("check_export_years", {"min_years": years}, NAMES) == expected


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_every_strength_has_its_sentence(strength):
    said = reason_text("targets_constraint", {**PARAMS, "strength": strength}, NAMES)
    assert said.endswith("No contacts, 63 of 100, high.")


def test_the_words_of_a_stored_result_are_those_of_a_fresh_one():
    stored = as_data(PARAMS)
    assert caution_text("finance_not_alone", stored, NAMES) == caution_text(
        "finance_not_alone", PARAMS, NAMES
    )


def test_the_methodology_s_own_caution_becomes_a_sentence():
    assert caution_text("stated", {"intervention": "plan"}, NAMES) == "Takes long."
    assert caution_text("stated", {"intervention": "other"}, NAMES) == ""


@pytest.mark.parametrize("code", sorted(REASONS))
def test_every_reason_can_be_said(code):
    assert "%(" not in reason_text(code, PARAMS, NAMES)


@pytest.mark.parametrize("code", sorted(CAUTIONS))
def test_every_caution_can_be_said(code):
    assert "%(" not in caution_text(code, PARAMS, NAMES)


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_every_refusal_can_be_said(code):
    assert "%(" not in refusal_text(code, PARAMS, NAMES)


@pytest.mark.parametrize("code", sorted(REMEDIES))
def test_every_remedy_can_be_said(code):
    assert "%(" not in remedy_text(code, PARAMS, NAMES)


def test_the_rules_use_no_other_codes():
    assert set(eligibility.REFUSALS.values()) == REFUSALS.keys()
    assert set(ranking.CHECKS.values()) <= CAUTIONS.keys()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_names_of_the_default_pack(language):
    pack = parse_pack(read_default_pack())
    names = Names.of_pack(pack, language)
    assert len(names.interventions) == 26
    assert names.stages["preparation"] == pack.text(pack.stage("preparation").name, language)
    assert all(names.constraints.values())
