"""Refusals about recommendations."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class NoProfile(DomainError):
    code = "no_profile"
    message = _("There is nothing to recommend before an assessment is submitted.")


class AlreadyDecided(DomainError):
    code = "already_decided"
    message = _("This recommendation has been decided already.")


class OutOfDate(DomainError):
    code = "out_of_date"
    message = _("There are newer recommendations for this firm. Look at them first.")


class ReasonNeeded(DomainError):
    code = "reason_needed"
    message = _("Say why, in at least %(signs)d characters.")
