"""Kinds of events about programs and the catalogue."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

PROGRAM_CREATED = kinds.register(
    "program.created", _("%(by)s opened the program %(program)s."), group="help", icon="coin"
)
PROGRAM_CHANGED = kinds.register(
    "program.changed",
    _("%(by)s changed the program %(program)s: %(fields)s."),
    group="help",
    icon="edit",
)
CATALOGUE_LOADED = kinds.register(
    "catalogue.loaded",
    _("The catalogue follows %(pack)s: %(added)s added, %(changed)s changed, %(retired)s retired."),
    group="record",
    icon="compass",
)
