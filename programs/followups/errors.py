"""Refusals about follow-ups."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class FollowUpClosed(DomainError):
    code = "follow_up_closed"
    message = _("This follow-up is closed already: %(state)s.")


class NotInTheFuture(DomainError):
    code = "not_in_the_future"
    message = _("Choose a day after %(today)s.")


class InTheFuture(DomainError):
    code = "in_the_future"
    message = _("%(day)s has not come yet.")


class ReasonMissing(DomainError):
    code = "reason_missing"
    message = _("Say why.")


class UnknownAnswer(DomainError):
    code = "unknown_answer"
    message = _("This answer is not asked for: %(question)s.")
