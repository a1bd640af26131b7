"""Reads of the questionnaire, shaped for its screens."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from assessments.methodology.selectors import pack_of
from assessments.methodology.structure import Pack, Question, text
from assessments.responses.models import Assessment
from assessments.responses.querysets import AssessmentQuerySet
from assessments.responses.rules import Progress, Section, SectionState, progress_of, sections_of
from firms.accounts.models import User

LIST_LIMIT = 50

#: The code of the first step: what the record says of the firm's trade. Not a section of the pack.
FACTS = "facts"


@dataclass(frozen=True)
class Option:
    """One answer to choose; `value` is what the form sends, empty for "don't know"."""

    value: str
    text: str
    is_chosen: bool
    was_chosen: bool
    key: int


@dataclass(frozen=True)
class QuestionCard:
    """A question with its answers, the one given and the one given last time."""

    id: str
    number: int
    text: str
    options: tuple[Option, ...]
    not_known: Option
    note: str
    conflict: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the step list."""

    code: str
    name: str
    progress: Progress
    is_current: bool

    @property
    def state(self) -> SectionState:
        return self.progress.state


@dataclass(frozen=True)
class Feeds:
    """A constraint this section speaks about, and how many of its questions are answered."""

    name: str
    progress: Progress


@dataclass(frozen=True)
class SectionPage:
    """One section on the screen."""

    assessment: Assessment
    section: Section
    name: str
    number: int
    steps: tuple[Step, ...]
    overall: Progress
    questions: tuple[QuestionCard, ...]
    feeds: tuple[Feeds, ...]
    previous: Assessment | None
    other: Assessment | None
    before: Step | None
    after: Step | None


def draft_rows() -> AssessmentQuerySet:
    """Assessments with their firm and pack, without the document of the pack."""
    rows: AssessmentQuerySet = Assessment.objects.select_related("firm", "pack", "started_by")
    return rows.defer("pack__document")


def assessments_for(user: User) -> tuple[list[Assessment], list[Assessment]]:
    """Drafts, and the latest submitted assessments, of the firms `user` sees."""
    seen = draft_rows().select_related("submitted_by").visible_to(user)
    drafts = seen.drafts().by_adviser().order_by("-saved_at", "-pk")
    recent = seen.submitted().order_by("-submitted_at", "-pk")
    return list(drafts[:LIST_LIMIT]), list(recent[:LIST_LIMIT])


def progress_by_pk(assessments: list[Assessment]) -> dict[int, Progress]:
    """How complete each assessment is."""
    return {one.pk: progress_of(pack_of(one.pack).questions, one.answers) for one in assessments}


def section_named(pack: Pack, code: str) -> Section | None:
    """The section with this code; None when the pack has none."""
    return next((section for section in sections_of(pack) if section.code == code), None)


def steps_of(assessment: Assessment, current: str = "") -> tuple[Step, ...]:
    """The sections of an assessment with their progress, in order."""
    language = get_language() or "en"
    return tuple(
        Step(
            section.code,
            text(section.name, language),
            progress_of(section.questions, assessment.answers),
            section.code == current,
        )
        for section in sections_of(pack_of(assessment.pack))
    )


def overall_progress(assessment: Assessment) -> Progress:
    """How much of the whole questionnaire is answered."""
    return progress_of(pack_of(assessment.pack).questions, assessment.answers)


def previous_of(assessment: Assessment) -> Assessment | None:
    """The last submitted filling by the same respondent on the same version."""
    return (
        assessment.firm.assessments.submitted()
        .filter(respondent=assessment.respondent, pack=assessment.pack)
        .exclude(pk=assessment.pk)
        .filter(assessed_on__lte=assessment.assessed_on)
        .order_by("-assessed_on", "-pk")
        .first()
    )


def other_view_of(assessment: Assessment) -> Assessment | None:
    """The other respondent's newest submitted answers on the same version; staff only."""
    return (
        assessment.firm.assessments.submitted()
        .filter(pack=assessment.pack)
        .exclude(respondent=assessment.respondent)
        .order_by("-assessed_on", "-pk")
        .first()
    )


def section_page(
    assessment: Assessment,
    section: Section,
    *,
    shows_other: bool,
    conflicts: Mapping[str, str] | None = None,
) -> SectionPage:
    """One section with everything beside it: two queries at most.

    `shows_other` staff see when the firm answered; `conflicts` question id → the sentence of a
    refused save.
    """
    language = get_language() or "en"
    pack, previous = pack_of(assessment.pack), previous_of(assessment)
    steps = steps_of(assessment, section.code)
    at = next(index for index, step in enumerate(steps) if step.is_current)
    return SectionPage(
        assessment=assessment,
        section=section,
        name=text(section.name, language),
        number=at + 1,
        steps=steps,
        overall=overall_progress(assessment),
        questions=tuple(
            _card(question, number, pack, assessment, previous, language, conflicts or {})
            for number, question in enumerate(section.questions, start=1)
        ),
        feeds=tuple(
            Feeds(text(one.name, language), progress_of(one.questions, assessment.answers))
            for one in section.constraints
        ),
        previous=previous,
        other=other_view_of(assessment) if shows_other else None,
        before=steps[at - 1] if at else None,
        after=steps[at + 1] if at + 1 < len(steps) else None,
    )


def _card(
    question: Question,
    number: int,
    pack: Pack,
    assessment: Assessment,
    previous: Assessment | None,
    language: str,
    conflicts: Mapping[str, str],
) -> QuestionCard:
    answers = assessment.answers
    is_answered, given = question.id in answers, answers.get(question.id)
    was_answered = previous is not None and question.id in previous.answers
    was = previous.answers.get(question.id) if previous else None

    def option(value: int | None, words: Mapping[str, str], key: int) -> Option:
        return Option(
            value="" if value is None else str(value),
            text=text(words, language),
            is_chosen=is_answered and given == value,
            was_chosen=was_answered and was == value,
            key=key,
        )

    scale = pack.scale_of(question)
    return QuestionCard(
        id=question.id,
        number=number,
        text=text(question.text, language),
        options=tuple(
            option(each.value, each.text, key) for key, each in enumerate(scale.options, start=1)
        ),
        not_known=option(None, pack.not_known, 0),
        note=assessment.notes.get(question.id, ""),
        conflict=conflicts.get(question.id, ""),
    )


def answer_words(assessment: Assessment, question: str, value: int | None) -> str:
    """An answer in the reader's language; None is "don't know"."""
    pack, language = pack_of(assessment.pack), get_language() or "en"
    if value is None:
        return text(pack.not_known, language)
    options = pack.scale_of(pack.question(question)).options
    return next((text(one.text, language) for one in options if one.value == value), str(value))


def not_assessed_yet(assessment: Assessment) -> list[str]:
    """Constraints with too few answers to be assessed, as it stands."""
    pack, language = pack_of(assessment.pack), get_language() or "en"
    return [
        text(one.name, language)
        for one in pack.constraints
        if not _is_covered(pack, one.questions, assessment)
    ]


def _is_covered(pack: Pack, questions: tuple[Question, ...], assessment: Assessment) -> bool:
    progress = progress_of(questions, assessment.answers)
    needed = pack.scoring.minimum_coverage * progress.total
    return bool(progress.answered) and progress.answered >= needed
