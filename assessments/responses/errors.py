"""Refusals of the questionnaire."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from assessments.responses.rules import AnswerProblem, Conflict
from config.shared.errors import DomainError


class AnswersRefused(DomainError):
    """Answers the pack does not know; `problems` names each."""

    code = "answers_refused"
    message = _("These questions or answers do not belong to the questionnaire: %(questions)s.")

    def __init__(self, problems: Sequence[AnswerProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(questions=", ".join(problem.question for problem in problems))


class StaleForm(DomainError):
    """Somebody saved meanwhile; `conflicts` holds both values, `revision` the newest."""

    code = "stale_form"
    message = _(
        "These answers were changed meanwhile, by another person or in another window. "
        "Nothing of yours was written over them."
    )

    def __init__(self, conflicts: Sequence[Conflict], revision: int) -> None:
        self.conflicts = tuple(conflicts)
        self.revision = revision
        super().__init__()


class AlreadySubmitted(DomainError):
    code = "already_submitted"
    message = _("This assessment is finished. To correct an answer, start a correction.")


class NothingAnswered(DomainError):
    code = "nothing_answered"
    message = _("Answer at least one question first: an assessment without answers says nothing.")


class AssessedInTheFuture(DomainError):
    code = "assessed_in_the_future"
    message = _("An assessment cannot be dated in the future.")
