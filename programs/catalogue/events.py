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
LINE_ADDED = kinds.register(
    "budget.line_added",
    _("%(by)s added the budget line %(line)s to %(program)s: %(amount)s %(currency)s."),
    group="help",
    icon="coin",
)
LINE_CHANGED = kinds.register(
    "budget.line_changed",
    _(
        "%(by)s changed the budget line %(line)s of %(program)s: "
        "%(before)s became %(amount)s %(currency)s."
    ),
    group="help",
    icon="edit",
)
