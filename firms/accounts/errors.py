"""Refusals of sign-in."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class LinkSpent(DomainError):
    code = "link_spent"
    message = _("This link was used already or is too old. Ask for a new code.")
