"""Refusals of the methodology."""

from django.utils.translation import gettext_lazy as _

from config.shared.errors import DomainError


class PackFrozen(DomainError):
    code = "pack_frozen"
    message = _(
        "Version %(version)s of the pack %(pack)s is published, and a published version is "
        "frozen: raise the version."
    )


class NoPack(DomainError):
    code = "no_pack"
    message = _("No methodology is published yet. Publish a pack first.")
