"""Refusals about colleagues."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class AddressTaken(DomainError):
    code = "address_taken"
    message = _("Somebody signs in with %(email)s already.")


class AdviserNeedsOffice(DomainError):
    code = "adviser_needs_office"
    message = _("An adviser belongs to an office. Choose one.")


class UnknownTimeZone(DomainError):
    code = "unknown_time_zone"
    message = _("There is no time zone called “%(zone)s”.")


class NotYourself(DomainError):
    code = "not_yourself"
    message = _("You cannot withdraw your own sign-in.")


class AbsenceOverlaps(DomainError):
    code = "absence_overlaps"
    message = _("%(person)s is entered as away from %(start)s until %(end)s already.")


class CoveredByNobody(DomainError):
    code = "covered_by_nobody"
    message = _("%(person)s cannot cover: choose a colleague who may sign in and has a caseload.")
