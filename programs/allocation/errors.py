"""Refusals about seats."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class NoSeatLeft(DomainError):
    code = "no_seat_left"
    message = _("All %(seats)d seats of %(offering)s are taken.")


class ApplicationsClosed(DomainError):
    code = "applications_closed"
    message = _("%(offering)s takes no applications any more.")


class NotApplied(DomainError):
    code = "not_applied"
    message = _("This application was withdrawn or refused.")
