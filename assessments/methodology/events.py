"""Kinds of events about the methodology."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

PACK_LOADED = kinds.register(
    "pack.loaded",
    _("%(by)s loaded version %(version)s of the pack %(pack)s."),
    group="methodology",
    icon="compass",
)
PACK_PUBLISHED = kinds.register(
    "pack.published",
    _("%(by)s published version %(version)s of the pack %(pack)s."),
    group="methodology",
    icon="compass",
)
