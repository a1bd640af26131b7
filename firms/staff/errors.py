"""Refusals about colleagues."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class AddressTaken(DomainError):
    code = "address_taken"
    message = _("Somebody signs in with %(email)s already.")


class AdviserNeedsOffice(DomainError):
    code = "adviser_needs_office"
    message = _("An adviser belongs to an office. Choose one.")


class NotYourself(DomainError):
    code = "not_yourself"
    message = _("You cannot withdraw your own sign-in.")
