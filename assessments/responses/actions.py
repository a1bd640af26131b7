"""Writes of the questionnaire: start, save, submit. Answers of firm and adviser stay apart."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessments.methodology.selectors import current_pack_version, pack_of
from assessments.responses import events
from assessments.responses.errors import (
    AlreadySubmitted,
    AnswersRefused,
    AssessedInTheFuture,
    NothingAnswered,
    StaleForm,
)
from assessments.responses.models import Assessment, Respondent
from assessments.responses.rules import find_conflicts, find_problems, progress_of
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.actions import record_export_year, update_trade_facts
from firms.register.models import Firm

NOTE_LENGTH = 1000


@transaction.atomic
def start_assessment(
    *,
    firm: Firm,
    respondent: str,
    by: User,
    assessed_on: date,
    correcting: Assessment | None = None,
) -> Assessment:
    """The open draft of this respondent, or a new one on the pack in force.

    `correcting` a submitted assessment whose answers, notes and version the new one takes over.
    Raises NoPack, or AssessedInTheFuture.
    """
    if assessed_on > clock.today():
        raise AssessedInTheFuture()
    Firm.objects.select_for_update().get(pk=firm.pk)
    draft = firm.assessments.drafts().filter(respondent=respondent).first()
    if draft:
        return draft
    assessment = Assessment.objects.create(
        firm=firm,
        pack=correcting.pack if correcting else current_pack_version(),
        respondent=respondent,
        answers=dict(correcting.answers) if correcting else {},
        notes=dict(correcting.notes) if correcting else {},
        started_at=clock.now(),
        saved_at=clock.now(),
        started_by=by,
        assessed_on=assessed_on,
    )
    audit.record(
        events.ASSESSMENT_STARTED, firm=firm, target=assessment, by=by, occurred_on=assessed_on
    )
    return assessment


@transaction.atomic
def save_answers(
    *,
    assessment: Assessment,
    answers: Mapping[str, int | None],
    revision: int,
    by: User,
    notes: Mapping[str, str] | None = None,
) -> Assessment:
    """Write answers over those there are; questions not named keep theirs.

    `answers` question id → a value of its scale, or None for "don't know". `revision` is the one
    the person saw: with an older one, answers that fill gaps are kept, and StaleForm is raised if
    any would change another's. Raises AlreadySubmitted, AnswersRefused.
    """
    held = _locked(assessment)
    if held.is_submitted:
        raise AlreadySubmitted()
    notes = {code: words.strip()[:NOTE_LENGTH] for code, words in (notes or {}).items()}
    asked = {**dict.fromkeys(notes), **answers}
    if problems := find_problems(pack_of(held.pack), asked):
        raise AnswersRefused(problems)
    if revision != held.revision:
        _refuse_conflicts(held, answers)
    new_answers = {**held.answers, **answers}
    new_notes = {code: words for code, words in {**held.notes, **notes}.items() if words}
    if new_answers == held.answers and new_notes == held.notes:
        return held
    held.answers, held.notes = new_answers, new_notes
    held.revision += 1
    held.saved_at = clock.now()
    held.save(update_fields=["answers", "notes", "revision", "saved_at"])
    return held


@transaction.atomic
def submit_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Close the questionnaire as it stands; half-filled is allowed, empty is not.

    Submitting again changes nothing. Raises NothingAnswered.
    """
    held = _locked(assessment)
    if held.is_submitted:
        return held
    progress = progress_of(pack_of(held.pack).questions, held.answers)
    if not progress.answered:
        raise NothingAnswered()
    held.submitted_at, held.submitted_by = clock.now(), by
    held.save(update_fields=["submitted_at", "submitted_by"])
    is_own = held.respondent == Respondent.FIRM
    audit.record(
        events.SELF_ASSESSMENT_SUBMITTED if is_own else events.ASSESSMENT_SUBMITTED,
        firm=held.firm,
        target=held,
        by=by,
        occurred_on=held.assessed_on,
        answered=progress.answered,
        questions=progress.total,
    )
    return held


def _locked(assessment: Assessment) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("firm", "pack")
    return rows.defer("pack__document").get(pk=assessment.pk)


def _refuse_conflicts(held: Assessment, answers: Mapping[str, int | None]) -> None:
    if conflicts := find_conflicts(held.answers, answers):
        raise StaleForm(conflicts, held.revision)


@transaction.atomic
def record_facts(
    *,
    firm: Firm,
    by: User,
    years: Sequence[tuple[int, Decimal | None, Decimal | None]],
    currency: str,
    source: str,
    fields: Mapping[str, Any],
) -> None:
    """Write what an assessment brought to light of the firm's trade, through the register.

    `years` year, turnover, exports; the running year is marked as part of a year.
    """
    this_year = clock.today().year
    for year, turnover, exports in years:
        record_export_year(
            firm=firm,
            year=year,
            turnover=turnover,
            exports=exports,
            currency=currency,
            source=source,
            is_partial=year == this_year,
            by=by,
        )
    if fields:
        update_trade_facts(firm=firm, by=by, **fields)
