"""Why an import of events, an answer or an undoing is refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError
from firms.imports.refusals import ROW_REASONS, FileRefused

REASONS: Mapping[str, str | Promise] = ROW_REASONS


class TooManyRows(FileRefused):
    code = "too_many_rows"
    message = _("The file has more than %(limit)s rows; import it in parts.")


class NoProgram(DomainError):
    code = "no_program"
    message = _("There is no program with the code %(code)s.")


class InterventionUnknown(DomainError):
    code = "intervention_unknown"
    message = _(
        "The catalogue has no intervention %(codes)s that the mapping uses. Load the methodology "
        "pack first, or change the mapping."
    )


class AlreadyAnswered(DomainError):
    code = "already_answered"
    message = _("This was answered already.")


class NothingProposed(DomainError):
    code = "nothing_proposed"
    message = _("Nothing is proposed here: say what is right, or leave the row out.")


class NotAnAnswer(DomainError):
    code = "not_an_answer"
    message = _("This question cannot be answered like that.")


class ForeignRow(DomainError):
    code = "foreign_row"
    message = _("The other row belongs to a program of another office; it cannot be changed here.")


class AnswersDisagree(DomainError):
    code = "answers_disagree"
    message = _(
        "Two answers about this row disagree: %(one)s and %(other)s. Change the other one first."
    )


class OfferingIsPublic(DomainError):
    code = "offering_is_public"
    message = _(
        "%(offering)s is no draft any more: change it on its own page, and keep the earlier row "
        "here."
    )


class NotToUndo(DomainError):
    code = "not_to_undo"
    message = _("This import was undone already.")


class BuiltUpon(DomainError):
    code = "built_upon"
    message = _("A later import changed offerings of this one; undo number %(number)s first.")


class OfferingsInUse(DomainError):
    code = "offerings_in_use"
    message = _("Nothing was undone: firms have applied for %(offerings)s.")
