"""Refusals about results."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class MoveNotAllowed(DomainError):
    code = "move_not_allowed"
    message = _("A result that is “%(before)s” cannot become “%(after)s”.")


class AlreadyCorrected(DomainError):
    code = "already_corrected"
    message = _("A later row corrects this one already. Go on there.")


class InTheFuture(DomainError):
    code = "in_the_future"
    message = _("%(day)s has not come yet.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why.")


class NotConfirmed(DomainError):
    code = "not_confirmed"
    message = _("The firm has not confirmed it yet.")


class NoDocument(DomainError):
    code = "no_document"
    message = _("No document proves it yet: add one and have it checked.")


class NoBand(DomainError):
    code = "no_band"
    message = _("The firm has not said what it would have had without the help.")


class ClaimIncomplete(DomainError):
    """`problems`: field → sentence, for the form."""

    problems: Mapping[str, Any] = MappingProxyType({})

    code = "claim_incomplete"
    message = _("The result cannot be kept like this: %(why)s")


class OtherFirm(DomainError):
    code = "other_firm"
    message = _("This belongs to another firm.")


class NothingToCorrect(DomainError):
    code = "nothing_to_correct"
    message = _("Nothing is different.")


class WindowOver(DomainError):
    code = "window_over"
    message = _("This could be confirmed until %(day)s, twelve months after it happened.")


class NotAsked(DomainError):
    code = "not_asked"
    message = _("This is not asked any more. There is nothing to do.")


class LinkGone(DomainError):
    code = "link_gone"
    message = _("This link does not work any more. Ask for a new one, or call your adviser.")


class ConfirmedAlready(DomainError):
    code = "confirmed_already"
    message = _("You have answered this already. Thank you.")


class LeftTheFirm(DomainError):
    code = "left_the_firm"
    message = _(
        "Our records say that %(person)s does not work at %(firm)s any more, so this answer cannot "
        "be taken. If that is wrong, please call the adviser of the firm."
    )


class OtherCurrency(DomainError):
    code = "other_currency"
    message = _(
        "The result was stated in %(currency)s. Give the right amount in %(currency)s, or write "
        "in the comment what it was in another currency."
    )


class FigureMissing(DomainError):
    code = "figure_missing"
    message = _("Say what is right: another amount, number or market.")


class NoFigure(DomainError):
    code = "no_figure"
    message = _("An amount is more than nothing. If it did not happen, choose that answer.")


class NotADouble(DomainError):
    code = "not_a_double"
    message = _("Choose at least two results that look like one deal.")


class OutOfView(DomainError):
    code = "out_of_view"
    message = _(
        "A claim of a firm that you do not see is part of this decision. Somebody who sees all of "
        "its claims decides anew."
    )


class SharesWrong(DomainError):
    code = "shares_wrong"
    message = _("Shares are positive, and at least one of them is more than nothing.")


class OwnEvidence(DomainError):
    code = "own_evidence"
    message = _("Somebody else checks the document: you added it.")


class CheckedAlready(DomainError):
    code = "checked_already"
    message = _("Somebody checked this document already.")


class PeriodWrong(DomainError):
    code = "period_wrong"
    message = _("The period ends before it starts.")


class UnknownFigure(DomainError):
    """A choice that does not exist."""

    code = "unknown_figure"
    message = _("There is no such figure. Go back to the results and follow one of theirs.")
