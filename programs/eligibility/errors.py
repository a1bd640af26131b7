"""Refusals about criteria."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError
from programs.eligibility.rules import Problem


class NoDraft(DomainError):
    code = "criteria_no_draft"
    message = _("There is no draft any more: it was published or dropped.")


class DraftChanged(DomainError):
    code = "criteria_draft_changed"
    message = _("Somebody changed the draft meanwhile. Look at it again before you go on.")


class NotPublished(DomainError):
    code = "criteria_not_published"
    message = _("Only a published version can be held against a firm for the record.")


class CriteriaRetired(DomainError):
    code = "criteria_retired"
    message = _("These criteria are retired. Copy them to go on from them.")


class NameTaken(DomainError):
    code = "criteria_name_taken"
    message = _("Other criteria in use have this name.")


class DocumentNotSound(DomainError):
    """Carries every problem; `sentences.problem_words` says them."""

    code = "criteria_not_sound"
    message = _("These criteria cannot stand as they are.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__()
