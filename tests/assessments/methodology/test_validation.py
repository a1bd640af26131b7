"""A good pack has no problems; each way of being wrong is found, with its path."""

import pytest

from assessments.methodology.problems import SENTENCES, PackError, Problem
from assessments.methodology.validation import PROBLEM_LIMIT, find_problems, require_valid
from tests.assessments.packs import DOCUMENT, changed, drop, put


def test_default_pack_is_valid():
    assert find_problems(DOCUMENT) == ()
    assert require_valid(DOCUMENT) is None


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        pytest.param(
            drop("scoring.stage_weight.own_stage"),
            "scoring.stage_weight.own_stage",
            "missing_key",
            id="missing weight",
        ),
        pytest.param(drop("cuts"), "cuts", "missing_key", id="missing section"),
        pytest.param(put("colour", "red"), "colour", "unknown_key", id="unknown section"),
        pytest.param(
            put("constraints.0.colour", "red"),
            "constraints[0].colour",
            "unknown_key",
            id="unknown key",
        ),
        pytest.param(
            put("scoring.minimum_coverage", "half"),
            "scoring.minimum_coverage",
            "wrong_type",
            id="text for a number",
        ),
        pytest.param(
            put("scoring.minimum_coverage", True),
            "scoring.minimum_coverage",
            "wrong_type",
            id="truth for a number",
        ),
        pytest.param(
            put("scoring.minimum_coverage", float("nan")),
            "scoring.minimum_coverage",
            "not_finite",
            id="not a number",
        ),
        pytest.param(
            put("scoring.bands.1.from", float("inf")),
            "scoring.bands[1].from",
            "not_finite",
            id="infinity",
        ),
        pytest.param(
            put("scoring.stage_weight.other_stage", -0.3),
            "scoring.stage_weight.other_stage",
            "too_small",
            id="negative weight",
        ),
        pytest.param(
            put("scoring.stage_weight.cross_cutting", 0),
            "scoring.stage_weight.cross_cutting",
            "too_small",
            id="weight zero",
        ),
        pytest.param(
            put("interventions.3.addresses.market_information", 4),
            "interventions[3].addresses.market_information",
            "too_big",
            id="strength above 3",
        ),
        pytest.param(
            put("interventions.3.addresses.market_information", -1),
            "interventions[3].addresses.market_information",
            "too_small",
            id="strength below 0",
        ),
        pytest.param(
            put("interventions.3.addresses.market_information", 1.5),
            "interventions[3].addresses.market_information",
            "wrong_type",
            id="strength between",
        ),
        pytest.param(
            put("interventions.3.addresses", {}),
            "interventions[3].addresses",
            "too_few",
            id="addresses nothing",
        ),
        pytest.param(
            put("constraints.2.stages", ["preparation", "preparation"]),
            "constraints[2].stages",
            "repeated",
            id="stage twice",
        ),
        pytest.param(
            put("constraints.0.questions", []),
            "constraints[0].questions",
            "too_few",
            id="no questions",
        ),
        pytest.param(
            put("constraints.1.code", "Market Information"),
            "constraints[1].code",
            "bad_format",
            id="code with capitals",
        ),
        pytest.param(
            put("scoring.bands.3.from", 101),
            "scoring.bands[3].from",
            "too_big",
            id="band above 100",
        ),
        pytest.param(
            put("interventions.0.capacity", "hope"),
            "interventions[0].capacity",
            "not_allowed",
            id="unknown capacity",
        ),
        pytest.param(
            put("cuts.trajectory.fall", "1/0"),
            "cuts.trajectory.fall",
            "bad_format",
            id="division by zero",
        ),
        pytest.param(put("meta.format", 2), "meta.format", "unsupported", id="future format"),
        pytest.param(
            put("meta.valid_from", "2025-02-30"),
            "meta.valid_from",
            "bad_format",
            id="a day that is not",
        ),
        pytest.param(
            put("meta.valid_from", "soon"), "meta.valid_from", "bad_format", id="no date at all"
        ),
        pytest.param(
            put("meta.review_every_days", 0), "meta.review_every_days", "too_small", id="no review"
        ),
        pytest.param(
            put("lifecycle_total_minimum_years", [2, 3, 4]),
            "lifecycle_total_minimum_years",
            "too_many",
            id="too many items",
        ),
    ],
)
def test_what_is_wrong_is_found(change, path, code):
    problems = find_problems(changed(change))
    assert (path, code) in [(problem.path, problem.code) for problem in problems]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param([], id="a list"),
        pytest.param(None, id="nothing"),
        pytest.param("pack", id="a word"),
    ],
)
def test_something_else_is_not_a_pack(document):
    (problem,) = find_problems(document)
    assert (problem.path, problem.code) == ("", "wrong_type")


def test_all_missing_sections_are_named_at_once():
    problems = find_problems({})
    assert {problem.code for problem in problems} == {"missing_key"}
    assert "constraints" in {problem.path for problem in problems}


def test_the_list_of_problems_is_bounded():
    noise = {f"k{number}": 1 for number in range(500)}
    assert len(find_problems({**DOCUMENT, **noise})) == PROBLEM_LIMIT


def test_require_valid_carries_every_problem():
    with pytest.raises(PackError) as refused:
        require_valid(changed(lambda d: (d.pop("cuts"), d.pop("stages"))))
    assert {problem.path for problem in refused.value.problems} == {"cuts", "stages"}
    assert str(refused.value).count("\n") == 1


def test_long_values_are_cut_in_messages():
    (problem,) = find_problems(changed(put("constraints.0.code", "X" * 500)))[:1]
    assert len(str(problem.params["found"])) == 78


def test_a_problem_of_the_whole_file_has_no_path():
    assert str(Problem("", "empty")) == SENTENCES["empty"]
