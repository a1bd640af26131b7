"""Kinds of events about follow-ups and the messages about them."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds
from programs.matching.events import named, spoken_day

_WORDS = {"intervention": named, "day": spoken_day, "before": spoken_day}

SCHEDULED = kinds.register(
    "followup.scheduled",
    _("%(count)s follow-ups planned after %(intervention)s, the first on %(day)s."),
    group="help",
    icon="calendar",
    words=_WORDS,
)
MOVED = kinds.register(
    "followup.moved",
    _("%(count)s follow-ups after %(intervention)s moved, because its end was corrected."),
    group="help",
    icon="calendar",
    words=_WORDS,
)
SUPERSEDED = kinds.register(
    "followup.superseded",
    _("%(count)s follow-ups after %(intervention)s are no longer needed."),
    group="help",
    icon="circle-x",
    words=_WORDS,
)
PLANNED = kinds.register(
    "followup.planned",
    _("%(by)s will ask on %(day)s: %(subject)s"),
    group="help",
    icon="calendar",
    words=_WORDS,
)
DONE = kinds.register(
    "followup.done",
    _("%(by)s followed up: %(subject)s"),
    group="help",
    icon="circle-check",
    words={"subject": named},
)
SNOOZED = kinds.register(
    "followup.snoozed",
    _("%(by)s put a follow-up off until %(day)s."),
    group="help",
    icon="clock",
    words=_WORDS,
)
RESCHEDULED = kinds.register(
    "followup.rescheduled",
    _("%(by)s moved a follow-up from %(before)s to %(day)s."),
    group="help",
    icon="calendar",
    words=_WORDS,
)
SKIPPED = kinds.register(
    "followup.skipped", _("%(by)s skipped a follow-up."), group="help", icon="circle-x"
)
UNREACHABLE = kinds.register(
    "followup.unreachable", _("%(by)s did not reach the firm."), group="help", icon="phone"
)
REMINDER_SENT = kinds.register(
    "reminder.sent",
    _("Reminder sent to %(person)s: a follow-up was due on %(day)s."),
    group="messages",
    icon="send",
    words=_WORDS,
)
REMINDER_REFUSED = kinds.register(
    "reminder.refused",
    _("The reminder to %(person)s was refused."),
    group="messages",
    icon="alert-triangle",
)
REMINDER_UNKNOWN = kinds.register(
    "reminder.unknown",
    _("A reminder to %(person)s was interrupted; it may or may not have arrived."),
    group="messages",
    icon="alert-triangle",
)
