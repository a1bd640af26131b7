"""Refusals of the register."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class NumberTaken(DomainError):
    code = "number_taken"
    message = _("The registration number %(number)s already belongs to %(firm)s.")


class AlreadyTaken(DomainError):
    code = "already_taken"
    message = _("%(adviser)s looks after this firm already.")


class ExportsAboveTurnover(DomainError):
    code = "exports_above_turnover"
    message = _("Exports of %(year)s cannot be above the turnover of that year.")


class InTheFuture(DomainError):
    code = "in_the_future"
    message = _("%(day)s has not come yet.")


class ExportsBeforeFounding(DomainError):
    code = "exports_before_founding"
    message = _("Exports of %(year)s cannot be: the firm was founded in %(founded)s.")


class NotAMarketMove(DomainError):
    code = "not_a_market_move"
    message = _("A firm cannot leave a market in which it is not on that day.")


class InItAlready(DomainError):
    code = "in_the_market_already"
    message = _("The firm is in this market on that day already.")


class LeftBefore(DomainError):
    code = "left_the_market_before"
    message = _("The firm had left this market before: record a return.")


class NeverThere(DomainError):
    code = "never_in_the_market"
    message = _("The firm was never in this market before that day: record an entry.")


class FileRefused(DomainError):
    code = "file_refused"
    message = _("The file was not kept: %(why)s")


class NotAnAdviser(DomainError):
    code = "not_an_adviser"
    message = _("%(person)s cannot look after firms.")


class StaffAddress(DomainError):
    code = "staff_address"
    message = _("%(email)s cannot be invited to a firm.")


class OtherRole(DomainError):
    code = "other_role"
    message = _("%(email)s has other rights here already. Ask the administrator.")


class FoundedTooLate(DomainError):
    code = "founded_too_late"
    message = _("The firm cannot be founded after %(year)s.")


class PlanChanged(DomainError):
    code = "plan_changed"
    message = _("The caseload has changed meanwhile. Look at the new plan, and confirm it.")
