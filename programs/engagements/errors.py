"""Refusals about engagements."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class MoveNotAllowed(DomainError):
    code = "move_not_allowed"
    message = _("“%(before)s” cannot become “%(after)s”.")


class NotYours(DomainError):
    code = "not_yours"
    message = _("Your adviser makes this step: from “%(before)s” to “%(after)s”.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why.")


class InTheFuture(DomainError):
    code = "in_the_future"
    message = _("%(on)s has not come yet.")


class BeforeStart(DomainError):
    code = "before_start"
    message = _("%(on)s is before the start on %(limit)s.")


class NotCompleted(DomainError):
    code = "not_completed"
    message = _("Only a completed engagement has an end to correct.")


class CertificateOrReason(DomainError):
    code = "certificate_or_reason"
    message = _("Note the certificate with its number first, or say how it ended without one.")


class TooLateToUndo(DomainError):
    code = "too_late_to_undo"
    message = _("This can be undone for ten minutes only, and before the help starts.")


class FinanceAlone(DomainError):
    code = "finance_alone"
    message = _(
        "Finance would be the only help while this holds the firm back: %(constraint)s. "
        "Assign help on it first, or together with it."
    )
