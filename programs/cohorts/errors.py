"""Refusals about cohorts."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class CodeTaken(DomainError):
    """Codes name cohorts in commands and exports, so each is used once."""

    code = "cohort_code_taken"
    message = _("A cohort with the code %(code)s exists already.")


class WindowBackwards(DomainError):
    """The last day of intake lies before the first."""

    code = "cohort_window_backwards"
    message = _("The last day of intake must not lie before the first.")


class WindowOpen(DomainError):
    """Firms may still join."""

    code = "cohort_window_open"
    message = _(
        "Firms can still join this cohort until %(day)s. It can be frozen from the day after."
    )


class NotFrozen(DomainError):
    """Without fixed members there is nothing to report on."""

    code = "cohort_not_frozen"
    message = _("This cohort is not frozen yet, so its members are not fixed.")
