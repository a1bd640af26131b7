"""Refusals about reports: days that cannot be reported on, and groups too small to show."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class DayUnreadable(DomainError):
    """Not a date."""

    code = "as_of_unreadable"
    message = _("“%(given)s” is not a date. Write it as year-month-day, for example 2026-11-19.")


class DayInFuture(DomainError):
    """Nothing has happened there yet."""

    code = "as_of_in_future"
    message = _("%(day)s lies in the future. A report can be drawn up to today.")


class DayBeforeIntake(DomainError):
    """Not all members had been taken in."""

    code = "as_of_before_intake"
    message = _("Intake went on until %(day)s. Choose that day or a later one.")


class UnknownGroup(DomainError):
    """A choice that does not exist."""

    code = "unknown_group"
    message = _("There is no such group of members. Go back to the report and follow a figure.")
