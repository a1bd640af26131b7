"""Laws of the profile: ranges, order, what not knowing does, and relief both ways."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring.profile import changes, score_profile
from assessments.scoring.results import Band
from tests.assessments.packs import PACK

QUESTIONS = [question.id for question in PACK.questions]
STAGES = [stage.code for stage in PACK.stages]
ANSWERS = st.dictionaries(st.sampled_from(QUESTIONS), st.none() | st.integers(0, 4))


def score(code, answers):
    profile = score_profile(PACK, answers, "preparation")
    return {found.constraint: found for found in profile}[code]


@given(ANSWERS, st.sampled_from(STAGES))
def test_law_figures_stay_in_range(answers, stage):
    profile = score_profile(PACK, answers, stage)
    known = [found for found in profile if found.severity is not None]
    assert all(0 <= found.severity <= 100 for found in known)
    assert all(0 <= found.priority <= found.severity for found in known)
    assert all(0 <= found.coverage <= 1 for found in profile)
    unknown = [found for found in profile if found.band is Band.NOT_ASSESSED]
    assert len(known) + len(unknown) == len(profile)


@given(ANSWERS, st.sampled_from(STAGES), st.randoms())
def test_law_order_of_answers_does_not_matter(answers, stage, random):
    rows = list(answers.items())
    random.shuffle(rows)
    assert score_profile(PACK, dict(rows), stage) == score_profile(PACK, answers, stage)


@given(ANSWERS, st.sampled_from(STAGES))
def test_law_not_knowing_is_as_not_asked(answers, stage):
    all_asked = {**dict.fromkeys(QUESTIONS), **answers}
    assert score_profile(PACK, all_asked, stage) == score_profile(PACK, answers, stage)


@given(ANSWERS, st.sampled_from(QUESTIONS))
def test_law_withdrawing_an_answer_lowers_coverage_or_nothing(answers, question):
    code = PACK.question(question).constraint
    before, after = score(code, answers), score(code, {**answers, question: None})
    assert after.coverage <= before.coverage
    assert (after == before) == (answers.get(question) is None)


@given(ANSWERS, st.sampled_from(QUESTIONS), st.integers(0, 3))
def test_law_a_better_answer_never_raises_severity(answers, question, answer):
    row = PACK.question(question)
    better, worse = sorted((answer, answer + 1), reverse=PACK.scale_of(row).is_higher_better)
    relieved = score(row.constraint, {**answers, question: better}).severity
    held = score(row.constraint, {**answers, question: worse}).severity
    assert relieved is None or relieved <= held


@given(ANSWERS)
def test_law_no_change_is_no_relief(answers):
    assert {change.relief for change in changes(PACK, answers, answers)} <= {None, Decimal(0)}


@given(ANSWERS, ANSWERS)
def test_law_relief_turns_its_sign_with_time(before, after):
    there = {c.constraint: c.relief for c in changes(PACK, before, after)}
    back = {c.constraint: c.relief for c in changes(PACK, after, before)}
    assert there == {code: None if relief is None else -relief for code, relief in back.items()}
