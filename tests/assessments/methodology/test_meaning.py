"""What the parts of a pack say of each other: codes, languages, bands, circles."""

from copy import deepcopy

import pytest

from assessments.methodology.validation import find_problems
from tests.assessments.packs import DOCUMENT, changed, drop, put


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        pytest.param(
            put("scoring.stage_weight.adjacent_stage", 0.2),
            "scoring.stage_weight.adjacent_stage",
            "not_in_order",
            id="adjacent weighs less than other",
        ),
        pytest.param(
            put("interventions.3.addresses.foo", 2),
            "interventions[3].addresses.foo",
            "unknown_code",
            id="unknown constraint",
        ),
        pytest.param(
            put("interventions.0.stages", ["launch"]),
            "interventions[0].stages[0]",
            "unknown_code",
            id="unknown stage of an intervention",
        ),
        pytest.param(
            put("constraints.2.stages", ["preparation", "mars"]),
            "constraints[2].stages[1]",
            "unknown_code",
            id="unknown stage of a constraint",
        ),
        pytest.param(
            put("constraints.0.group", "fun"),
            "constraints[0].group",
            "unknown_code",
            id="unknown group",
        ),
        pytest.param(
            put("constraints.1.questions.0.id", "ec1"),
            "constraints[1].questions[0].id",
            "doubled_code",
            id="question id doubled",
        ),
        pytest.param(
            put("constraints.1.questions.0.scale", "stars"),
            "constraints[1].questions[0].scale",
            "unknown_code",
            id="missing scale",
        ),
        pytest.param(
            put("constraints.1.questions.0.scale", "not_known"),
            "constraints[1].questions[0].scale",
            "unknown_code",
            id="not known is no scale",
        ),
        pytest.param(
            drop("answer_scales.maturity5.options.2"),
            "answer_scales.maturity5.options",
            "scale_not_from_zero",
            id="gap in a scale",
        ),
        pytest.param(
            put("constraints.1.code", "export_case"),
            "constraints[1].code",
            "doubled_code",
            id="constraint doubled",
        ),
        pytest.param(drop("stages.2"), "stages", "missing_code", id="a stage dropped"),
        pytest.param(
            put("stages.2.order", 1),
            "stages[2].order",
            "doubled_code",
            id="order of stages doubled",
        ),
        pytest.param(
            put("lifecycle_phases.0.code", "dawn"),
            "lifecycle_phases[0].code",
            "unknown_code",
            id="a phase no rule knows",
        ),
        pytest.param(
            put("lifecycle_phases.0.stage", "dawn"),
            "lifecycle_phases[0].stage",
            "unknown_code",
            id="unknown stage of a phase",
        ),
        pytest.param(
            put("scoring.bands.0.from", 5),
            "scoring.bands[0].from",
            "bands_not_from_zero",
            id="bands not from 0",
        ),
        pytest.param(
            put("scoring.bands.2.from", 40),
            "scoring.bands[2].from",
            "bands_not_ascending",
            id="bands not ascending",
        ),
        pytest.param(
            put("movement_rules.lapsed_after_months", 11),
            "movement_rules.lapsed_after_months",
            "not_in_order",
            id="lapsed before dormant",
        ),
        pytest.param(
            put("movement_rules.capital_goods_lapsed_after_months", 23),
            "movement_rules.capital_goods_lapsed_after_months",
            "not_in_order",
            id="capital goods lapsed before dormant",
        ),
        pytest.param(
            put("interventions.0.requires", ["magic"]),
            "interventions[0].requires[0]",
            "unknown_code",
            id="unknown requirement",
        ),
        pytest.param(
            put("interventions.0.requires", ["export_basics_training"]),
            "interventions[0].requires",
            "cycle",
            id="requires itself",
        ),
        pytest.param(
            put("interventions.0.outcomes", ["joy"]),
            "interventions[0].outcomes[0]",
            "unknown_code",
            id="unknown outcome",
        ),
        pytest.param(
            put("interventions.0.evidence", ["hearsay"]),
            "interventions[0].evidence[0]",
            "unknown_code",
            id="unknown reference",
        ),
        pytest.param(
            put("bundling_rules.1.constraints", ["x"]),
            "bundling_rules[1].constraints[0]",
            "unknown_code",
            id="unknown constraint of a bundling rule",
        ),
        pytest.param(
            put("cuts.growth.above_mode", "teleport"),
            "cuts.growth.above_mode",
            "unknown_code",
            id="unknown entry mode",
        ),
        pytest.param(
            drop("constraints.0.ru"),
            "constraints[0].ru",
            "missing_translation",
            id="missing translation of a name",
        ),
        pytest.param(
            put("interventions.0.eligibility", {"en": "yes"}),
            "interventions[0].eligibility.ru",
            "missing_translation",
            id="missing translation of a text",
        ),
        pytest.param(
            put("constraints.0.questions.0.ru", "  "),
            "constraints[0].questions[0].ru",
            "missing_translation",
            id="blank translation",
        ),
        pytest.param(
            put("constraints.0.fr", "Pas de raison"),
            "constraints[0].fr",
            "undeclared_language",
            id="undeclared language",
        ),
        pytest.param(
            put("meta.languages", ["ru"]), "meta.languages", "missing_fallback", id="no English"
        ),
    ],
)
def test_what_is_wrong_is_found(change, path, code):
    problems = find_problems(changed(change))
    assert (path, code) in [(problem.path, problem.code) for problem in problems]


def test_a_circle_of_three_is_named():
    document = deepcopy(DOCUMENT)
    put("interventions.0.requires", ["export_mentoring"])(document)
    put("interventions.1.requires", ["interim_export_manager"])(document)
    put("interventions.2.requires", ["export_basics_training"])(document)
    (problem,) = find_problems(document)
    assert (problem.path, problem.code) == ("interventions[0].requires", "cycle")
    assert "interim_export_manager" in str(problem)


def test_requirements_without_a_circle_are_fine():
    assert find_problems(changed(put("interventions.1.requires", ["export_basics_training"]))) == ()


def test_a_phase_may_stand_without_a_stage():
    assert find_problems(changed(drop("lifecycle_phases.0.stage"))) == ()


def test_strength_zero_is_allowed():
    assert find_problems(changed(put("interventions.0.addresses.export_case", 0))) == ()
