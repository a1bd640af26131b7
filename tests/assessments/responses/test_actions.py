"""Starting, saving and submitting a questionnaire."""

from datetime import date

import pytest
import time_machine

from assessments.responses.actions import save_answers, start_assessment, submit_assessment
from assessments.responses.errors import (
    AlreadySubmitted,
    AnswersRefused,
    AssessedInTheFuture,
    NothingAnswered,
    StaleForm,
)
from assessments.responses.models import Assessment
from firms.audit.models import AuditEvent
from tests.factories.assessments import publish_default_pack


def test_starting_again_opens_the_same_draft(draft, firm, adviser):
    again = start_assessment(
        firm=firm, respondent="adviser", by=adviser, assessed_on=date(2026, 2, 3)
    )
    assert again.pk == draft.pk


def test_firm_and_adviser_fill_apart(draft, firm, firm_owner):
    own = start_assessment(
        firm=firm, respondent="firm", by=firm_owner, assessed_on=date(2026, 2, 2)
    )
    assert own.pk != draft.pk


@time_machine.travel("2026-02-02")
def test_no_assessment_is_dated_in_the_future(version, firm, adviser):
    with pytest.raises(AssessedInTheFuture):
        start_assessment(firm=firm, respondent="adviser", by=adviser, assessed_on=date(2026, 2, 3))


def test_a_draft_keeps_its_version(draft, firm, adviser):
    publish_default_pack(version="0.2.0")
    again = start_assessment(
        firm=firm, respondent="adviser", by=adviser, assessed_on=date(2026, 2, 3)
    )
    assert again.pack.version == "0.1.0"


def test_dont_know_is_kept_and_is_not_zero(draft, adviser):
    save_answers(assessment=draft, answers={"wc1": None, "wc2": 0}, revision=0, by=adviser)
    draft.refresh_from_db()
    assert draft.answers == {"wc1": None, "wc2": 0}


def test_saving_keeps_what_it_does_not_name(draft, adviser):
    save_answers(assessment=draft, answers={"wc1": 3}, revision=0, by=adviser)
    save_answers(assessment=draft, answers={"wc2": 1}, revision=1, by=adviser)
    draft.refresh_from_db()
    assert (draft.answers, draft.revision) == ({"wc1": 3, "wc2": 1}, 2)


def test_saving_the_same_is_no_new_revision(draft, adviser):
    save_answers(assessment=draft, answers={"wc1": 3}, revision=0, by=adviser)
    again = save_answers(assessment=draft, answers={"wc1": 3}, revision=1, by=adviser)
    assert again.revision == 1


def test_a_late_save_is_refused_with_both_values(draft, adviser):
    save_answers(assessment=draft, answers={"wc1": 3}, revision=0, by=adviser)
    with pytest.raises(StaleForm) as refusal:
        save_answers(assessment=draft, answers={"wc1": 1, "wc2": 2}, revision=0, by=adviser)
    assert [(each.stored, each.given) for each in refusal.value.conflicts] == [(3, 1)]
    draft.refresh_from_db()
    assert (draft.answers, refusal.value.revision) == ({"wc1": 3}, 1)


def test_a_late_save_of_another_question_is_merged(draft, adviser):
    save_answers(assessment=draft, answers={"wc1": 3}, revision=0, by=adviser)
    merged = save_answers(assessment=draft, answers={"tf1": 2}, revision=0, by=adviser)
    assert merged.answers == {"wc1": 3, "tf1": 2}


def test_notes_are_kept_and_can_be_emptied(draft, adviser):
    save_answers(assessment=draft, answers={}, notes={"wc1": " a line "}, revision=0, by=adviser)
    kept = Assessment.objects.get(pk=draft.pk)
    save_answers(assessment=draft, answers={}, notes={"wc1": "  "}, revision=1, by=adviser)
    draft.refresh_from_db()
    assert (kept.notes, draft.notes) == ({"wc1": "a line"}, {})


@pytest.mark.parametrize(
    ("answers", "notes"),
    [
        pytest.param({"zz9": 1}, {}, id="unknown question"),
        pytest.param({"wc1": 7}, {}, id="off the scale"),
        pytest.param({}, {"zz9": "a note"}, id="note on an unknown question"),
    ],
)
def test_answers_the_pack_does_not_know_are_refused_whole(draft, adviser, answers, notes):
    with pytest.raises(AnswersRefused):
        save_answers(
            assessment=draft, answers={"wc2": 1} | answers, notes=notes, revision=0, by=adviser
        )
    draft.refresh_from_db()
    assert (draft.answers, draft.revision) == ({}, 0)


def test_submitting_twice_has_one_effect(filled, adviser, other_adviser):
    first = submit_assessment(assessment=filled, by=adviser)
    second = submit_assessment(assessment=filled, by=other_adviser)
    assert (second.submitted_at, second.submitted_by) == (first.submitted_at, adviser)
    assert AuditEvent.objects.filter(kind="assessment.submitted").count() == 1


@pytest.mark.parametrize("answers", [{}, {"wc1": None}], ids=["nothing", "only don't know"])
def test_an_empty_assessment_is_not_submitted(draft, adviser, answers):
    save_answers(assessment=draft, answers=answers, revision=0, by=adviser)
    with pytest.raises(NothingAnswered):
        submit_assessment(assessment=draft, by=adviser)


def test_after_submitting_nothing_is_saved(finished, adviser):
    with pytest.raises(AlreadySubmitted):
        save_answers(assessment=finished, answers={"wc1": 0}, revision=1, by=adviser)
    finished.refresh_from_db()
    assert finished.answers["wc1"] == 2


def test_a_correction_takes_over_the_answers(finished, firm, adviser):
    correction = start_assessment(
        firm=firm,
        respondent="adviser",
        by=adviser,
        assessed_on=date(2026, 2, 3),
        correcting=finished,
    )
    assert correction.pk != finished.pk
    assert correction.answers == finished.answers
