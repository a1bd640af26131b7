"""Sections of a questionnaire, how complete they are, and what is wrong with answers. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.methodology.structure import ConstraintSpec, Pack, Question, Text


class SectionState(StrEnum):
    """How far a section has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True)
class Section:
    """One screen of the questionnaire: a group of constraints with their questions."""

    code: str
    name: Text
    constraints: tuple[ConstraintSpec, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(q for constraint in self.constraints for q in constraint.questions)


@dataclass(frozen=True)
class Progress:
    """Of `total` questions `reached` hold a reply, of which `answered` are not "don't know"."""

    total: int
    reached: int
    answered: int

    @property
    def state(self) -> SectionState:
        if not self.reached:
            return SectionState.NOT_STARTED
        return SectionState.DONE if self.reached == self.total else SectionState.IN_PROGRESS


@dataclass(frozen=True)
class AnswerProblem:
    """Why an answer was refused: `unknown_question` or `not_an_answer`."""

    question: str
    code: str


@dataclass(frozen=True)
class Conflict:
    """An answer that somebody else changed meanwhile; None is "don't know"."""

    question: str
    stored: int | None
    given: int | None


def sections_of(pack: Pack) -> tuple[Section, ...]:
    """Groups in the order of the pack, without those that hold no constraint."""
    return tuple(section for section in _sections(pack) if section.constraints)


def _sections(pack: Pack) -> Iterator[Section]:
    for group in pack.groups:
        members = tuple(one for one in pack.constraints if one.group == group.code)
        yield Section(group.code, group.name, members)


def progress_of(questions: tuple[Question, ...], answers: Mapping[str, int | None]) -> Progress:
    """How many of these questions hold a reply; answers to other questions do not count."""
    replies = [answers[question.id] for question in questions if question.id in answers]
    return Progress(len(questions), len(replies), sum(reply is not None for reply in replies))


def first_unfinished(
    sections: tuple[Section, ...], answers: Mapping[str, int | None]
) -> Section | None:
    """The first section that still waits for replies; None when all are done."""
    for section in sections:
        if progress_of(section.questions, answers).state is not SectionState.DONE:
            return section
    return None


def find_problems(pack: Pack, answers: Mapping[str, object]) -> tuple[AnswerProblem, ...]:
    """What is wrong with answers: questions the pack does not know, values off the scale.

    A value is a whole number of the question's scale, or None for "don't know".
    """
    return tuple(_problems(pack, answers))


def _problems(pack: Pack, answers: Mapping[str, object]) -> Iterator[AnswerProblem]:
    for code, value in answers.items():
        question = pack.questions_by_id.get(code)
        if question is None:
            yield AnswerProblem(code, "unknown_question")
        elif value is None:
            continue
        elif type(value) is not int or value not in pack.scale_of(question).values:
            yield AnswerProblem(code, "not_an_answer")


def find_conflicts(
    stored: Mapping[str, int | None], given: Mapping[str, int | None]
) -> tuple[Conflict, ...]:
    """Answers that a late save would overwrite; a question nobody answered yet is free."""
    return tuple(
        Conflict(code, stored[code], value)
        for code, value in given.items()
        if code in stored and stored[code] != value
    )
