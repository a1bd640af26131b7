"""Kinds of events about follow-ups and the messages about them."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds
from programs.followups.reasons import engine_reason, reader_reason
from programs.matching.events import named, spoken_day

_WORDS = {"intervention": named, "day": spoken_day, "before": spoken_day}
_MAIL = {"day": spoken_day, "why": reader_reason}

SCHEDULED = kinds.register(
    "followup.scheduled",
    _("%(count)s follow-ups planned about %(intervention)s, the first on %(day)s."),
    group="help",
    icon="calendar",
    words=_WORDS,
)
MOVED = kinds.register(
    "followup.moved",
    _("%(count)s follow-ups about %(intervention)s have a new day, the first %(day)s."),
    group="help",
    icon="calendar",
    words=_WORDS,
)
SUPERSEDED = kinds.register(
    "followup.superseded",
    _("%(count)s follow-ups about %(intervention)s are no longer needed. %(why)s"),
    group="help",
    icon="circle-x",
    words=_WORDS | {"why": engine_reason},
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
LEFT_UNDONE = kinds.register(
    "followup.failed",
    _("Everybody was told of the follow-up of %(day)s and nobody dealt with it: left undone."),
    group="help",
    icon="circle-x",
    words={"day": spoken_day},
)
ANSWERED = kinds.register(
    "followup.answered",
    _("%(person)s answered by link: %(subject)s"),
    group="help",
    icon="circle-check",
    words={"subject": named},
)
SEEN = kinds.register(
    "followup.seen",
    _("%(by)s took note of the firm's answer."),
    group="help",
    icon="circle-check",
)
PROPOSAL_ACCEPTED = kinds.register(
    "proposal.accepted",
    _("%(by)s took over what the firm told: %(what)s"),
    group="help",
    icon="circle-check",
    words={"what": named},
)
PROPOSAL_DISMISSED = kinds.register(
    "proposal.dismissed",
    _("%(by)s did not take over what the firm told: %(what)s"),
    group="help",
    icon="circle-x",
    words={"what": named},
)
LINK_SENT = kinds.register(
    "followup.link_asked",
    _("%(by)s asked the firm to answer by link."),
    group="messages",
    icon="send",
)
LINK_RENEWED = kinds.register(
    "followup.link_renewed",
    _("%(person)s asked for a new link."),
    group="messages",
    icon="send",
)
REMINDER_SENT = kinds.register(
    "reminder.sent",
    _("Message sent to %(person)s about the follow-up of %(day)s. %(why)s"),
    group="messages",
    icon="send",
    words=_MAIL,
)
REMINDER_SHOWN = kinds.register(
    "reminder.shown",
    _("%(person)s is told on the pages about the follow-up of %(day)s. %(why)s"),
    group="messages",
    icon="bell",
    words=_MAIL,
)
REMINDER_REFUSED = kinds.register(
    "reminder.refused",
    _("The message to %(person)s about the follow-up of %(day)s was refused. %(why)s"),
    group="messages",
    icon="alert-triangle",
    words=_MAIL,
)
REMINDER_BOUNCED = kinds.register(
    "reminder.bounced",
    _("The message to %(person)s about the follow-up of %(day)s came back. %(why)s"),
    group="messages",
    icon="alert-triangle",
    words=_MAIL,
)
REMINDER_UNKNOWN = kinds.register(
    "reminder.unknown",
    _(
        "The message to %(person)s about the follow-up of %(day)s was interrupted; it may or may "
        "not have arrived. %(why)s"
    ),
    group="messages",
    icon="alert-triangle",
    words=_MAIL,
)
MESSAGE_SETTLED = kinds.register(
    "reminder.settled",
    _("%(by)s looked at an interrupted message and decided."),
    group="messages",
    icon="circle-check",
)
ADDRESS_MENDED = kinds.register(
    "address.mended",
    _("%(by)s checked an address that mail came back from."),
    group="messages",
    icon="circle-check",
)
PLAN_ENABLED = kinds.register(
    "plan.enabled",
    _("%(by)s put version %(number)s of the follow-ups of %(what)s into force."),
    group="help",
    icon="calendar",
    words={"what": named},
)
PLAN_WITHDRAWN = kinds.register(
    "plan.withdrawn",
    _("%(by)s took the follow-ups of %(what)s back to the methodology's own."),
    group="help",
    icon="calendar",
    words={"what": named},
)
