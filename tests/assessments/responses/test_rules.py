"""Sections, completeness and what is wrong with answers, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.responses.rules import (
    SectionState,
    find_conflicts,
    find_problems,
    first_unfinished,
    progress_of,
    sections_of,
)
from tests.assessments.packs import PACK

SECTIONS = sections_of(PACK)
ALL = {question.id: 2 for question in PACK.questions}


def test_sections_hold_every_question_once():
    held = [q.id for section in SECTIONS for q in section.questions]
    assert sorted(held) == sorted(PACK.questions_by_id)


def test_sections_follow_the_groups_of_the_pack():
    assert [section.code for section in SECTIONS] == [group.code for group in PACK.groups]


@pytest.mark.parametrize(
    ("answers", "state", "reached", "answered"),
    [
        pytest.param({}, SectionState.NOT_STARTED, 0, 0, id="nothing"),
        pytest.param({"wc1": 0}, SectionState.IN_PROGRESS, 1, 1, id="zero is an answer"),
        pytest.param({"wc1": None}, SectionState.IN_PROGRESS, 1, 0, id="don't know is a reply"),
        pytest.param({"ec1": 4}, SectionState.NOT_STARTED, 0, 0, id="another section's answer"),
        pytest.param(ALL, SectionState.DONE, 6, 6, id="all"),
        pytest.param(dict.fromkeys(ALL), SectionState.DONE, 6, 0, id="all unknown"),
    ],
)
def test_progress_of_finance(answers, state, reached, answered):
    finance = next(section for section in SECTIONS if section.code == "finance")
    progress = progress_of(finance.questions, answers)
    assert (progress.state, progress.reached, progress.answered) == (state, reached, answered)


def test_the_first_unfinished_section_is_next():
    done = {q.id: None for q in SECTIONS[0].questions}
    assert first_unfinished(SECTIONS, done) == SECTIONS[1]


def test_a_full_questionnaire_has_no_next_section():
    assert first_unfinished(SECTIONS, ALL) is None


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        pytest.param({"wc1": 4, "wc2": 0, "wc3": None}, [], id="good"),
        pytest.param({"zz9": 1}, ["unknown_question"], id="unknown question"),
        pytest.param({"wc1": 5}, ["not_an_answer"], id="above the scale"),
        pytest.param({"wc1": -1}, ["not_an_answer"], id="below the scale"),
        pytest.param({"wc1": "2"}, ["not_an_answer"], id="text"),
        pytest.param({"wc1": True}, ["not_an_answer"], id="a truth value is no number"),
        pytest.param({"wc1": 2.0}, ["not_an_answer"], id="a fraction"),
    ],
)
def test_problems(answers, codes):
    assert [problem.code for problem in find_problems(PACK, answers)] == codes


def test_a_late_save_may_fill_gaps_but_not_overwrite():
    conflicts = find_conflicts({"wc1": 3, "wc2": None}, {"wc1": 1, "wc2": None, "wc3": 2})
    assert [(each.question, each.stored, each.given) for each in conflicts] == [("wc1", 3, 1)]


anything = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.floats(allow_nan=False), st.text(max_size=3)
)


@given(st.dictionaries(st.sampled_from([*PACK.questions_by_id, "zz9", ""]), anything))
def test_every_answer_is_either_kept_or_named(given_answers):
    named = {problem.question for problem in find_problems(PACK, given_answers)}
    for code, value in given_answers.items():
        question = PACK.questions_by_id.get(code)
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        scale = PACK.scale_of(question).values if question else ()
        is_kept = question is not None and (value is None or (is_whole and value in scale))
        assert (code in named) is not is_kept
