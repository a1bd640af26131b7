"""Kinds of events about engagements."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds
from programs.engagements.rules import State
from programs.matching.events import named, spoken_day

_WORDS = {"intervention": named, "on": spoken_day, "day": spoken_day}

PLANNED = kinds.register(
    "engagement.planned",
    _("%(by)s assigned: %(intervention)s."),
    group="help",
    icon="clipboard-check",
    words=_WORDS,
)
STARTED = kinds.register(
    "engagement.started", _("Started: %(intervention)s."), group="help", icon="flag", words=_WORDS
)
PAUSED = kinds.register(
    "engagement.paused", _("Paused: %(intervention)s."), group="help", icon="clock", words=_WORDS
)
RESUMED = kinds.register(
    "engagement.resumed",
    _("Taken up again: %(intervention)s."),
    group="help",
    icon="flag",
    words=_WORDS,
)
COMPLETED = kinds.register(
    "engagement.completed",
    _("Completed: %(intervention)s."),
    group="help",
    icon="circle-check",
    words=_WORDS,
)
CANCELLED = kinds.register(
    "engagement.cancelled",
    _("Cancelled: %(intervention)s."),
    group="help",
    icon="circle-x",
    words=_WORDS,
)
DECLINED = kinds.register(
    "engagement.declined",
    _("The firm declined: %(intervention)s."),
    group="help",
    icon="circle-x",
    words=_WORDS,
)
CORRECTED = kinds.register(
    "engagement.corrected",
    _("%(by)s corrected the end of %(intervention)s from %(day)s to %(on)s."),
    group="help",
    icon="edit",
    words=_WORDS,
)
CERTIFIED = kinds.register(
    "engagement.certified",
    _("%(by)s noted the certificate %(number)s of %(intervention)s, valid until %(on)s."),
    group="help",
    icon="circle-check",
    words=_WORDS,
)
UNDONE = kinds.register(
    "engagement.undone",
    _("%(by)s took back the assignment of %(intervention)s."),
    group="help",
    icon="history",
    words=_WORDS,
)

OF_MOVE = {
    State.ACTIVE: STARTED,
    State.PAUSED: PAUSED,
    State.COMPLETED: COMPLETED,
    State.CANCELLED: CANCELLED,
    State.DECLINED: DECLINED,
}
