"""Kinds of events about people and offices."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds

OFFICE_OPENED = kinds.register(
    "office.opened", _("The office %(office)s was opened."), group="people", icon="flag"
)
USER_INVITED = kinds.register(
    "user.invited", _("%(by)s invited %(person)s."), group="people", icon="users"
)
USER_DISABLED = kinds.register(
    "user.disabled", _("%(by)s withdrew the sign-in of %(person)s."), group="people", icon="users"
)
USER_SIGNED_IN = kinds.register(
    "user.signed_in", _("%(by)s signed in."), group="people", icon="users"
)
ABSENCE_ENTERED = kinds.register(
    "absence.entered",
    _("%(by)s entered that %(person)s is away from %(start)s until %(end)s; covers: %(delegate)s."),
    group="people",
    icon="calendar",
)
ABSENCE_CANCELLED = kinds.register(
    "absence.cancelled",
    _("%(by)s took back that %(person)s is away from %(start)s until %(end)s."),
    group="people",
    icon="calendar",
)
