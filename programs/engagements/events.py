"""Kinds of events about engagements."""

from django.utils.translation import gettext_lazy as _

from firms.audit import kinds
from programs.engagements.rules import State
from programs.matching.events import named, spoken_day

_WORDS = {"intervention": named, "on": spoken_day, "day": spoken_day}

#: The code is older than the state it speaks of: written history keeps its name.
ASSIGNED = kinds.register(
    "engagement.planned",
    _("%(by)s assigned: %(intervention)s."),
    group="help",
    icon="clipboard-check",
    words=_WORDS,
)
PROPOSED = kinds.register(
    "engagement.proposed",
    _("Proposed to the firm: %(intervention)s."),
    group="help",
    icon="compass",
    words=_WORDS,
)
OFFERED = kinds.register(
    "engagement.offered",
    _("A place is offered: %(intervention)s."),
    group="help",
    icon="ticket",
    words=_WORDS,
)
APPLIED = kinds.register(
    "engagement.applied",
    _("The firm applied: %(intervention)s."),
    group="help",
    icon="send",
    words=_WORDS,
)
WAITLISTED = kinds.register(
    "engagement.waitlisted",
    _("On the waiting list: %(intervention)s."),
    group="help",
    icon="clock",
    words=_WORDS,
)
APPROVED = kinds.register(
    "engagement.approved",
    _("Approved: %(intervention)s."),
    group="help",
    icon="circle-check",
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
    _("Declined: %(intervention)s."),
    group="help",
    icon="circle-x",
    words=_WORDS,
)
TAKEN_UP = kinds.register(
    "engagement.taken_up",
    _("The firm says yes: %(intervention)s."),
    group="help",
    icon="send",
    words=_WORDS,
)
TURNED_DOWN = kinds.register(
    "engagement.turned_down",
    _("The firm says no: %(intervention)s."),
    group="help",
    icon="circle-x",
    words=_WORDS,
)
WITHDRAWN = kinds.register(
    "engagement.withdrawn",
    _("The firm withdrew: %(intervention)s."),
    group="help",
    icon="circle-x",
    words=_WORDS,
)
NO_SHOW = kinds.register(
    "engagement.no_show",
    _("The firm did not appear: %(intervention)s."),
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

DOCUMENT_ATTACHED = kinds.register(
    "engagement.document_added",
    _("%(name)s was put to the help %(intervention)s."),
    group="help",
    icon="paperclip",
    words=_WORDS,
)
DOCUMENT_DETACHED = kinds.register(
    "engagement.document_removed",
    _("%(by)s took %(name)s off the help %(intervention)s."),
    group="help",
    icon="paperclip",
    words=_WORDS,
)
MILESTONE_ADDED = kinds.register(
    "engagement.milestone_added",
    _("%(by)s planned a milestone of %(intervention)s: %(title)s, due on %(on)s."),
    group="help",
    icon="flag",
    words=_WORDS,
)
MILESTONE_CHANGED = kinds.register(
    "engagement.milestone_changed",
    _("%(by)s changed a milestone of %(intervention)s: %(title)s, due on %(on)s."),
    group="help",
    icon="edit",
    words=_WORDS,
)
MILESTONE_DONE = kinds.register(
    "engagement.milestone_done",
    _("Milestone of %(intervention)s reached: %(title)s."),
    group="help",
    icon="circle-check",
    words=_WORDS,
)
MILESTONE_REOPENED = kinds.register(
    "engagement.milestone_reopened",
    _("%(by)s opened a milestone of %(intervention)s again: %(title)s."),
    group="help",
    icon="history",
    words=_WORDS,
)
DELIVERED = kinds.register(
    "engagement.delivered",
    _("%(by)s noted what was delivered on %(on)s: %(intervention)s."),
    group="help",
    icon="clipboard-check",
    words=_WORDS,
)
DELIVERY_CORRECTED = kinds.register(
    "engagement.delivery_corrected",
    _("%(by)s corrected what was delivered on %(on)s: %(intervention)s."),
    group="help",
    icon="edit",
    words=_WORDS,
)
ATTENDED = kinds.register(
    "engagement.attended",
    _("%(by)s noted attendance: %(intervention)s."),
    group="help",
    icon="clipboard-check",
    words=_WORDS,
)
FINANCE_ENTERED = kinds.register(
    "engagement.finance_entered",
    _("%(by)s entered %(amount)s %(currency)s in the ledger of %(intervention)s."),
    group="help",
    icon="coin",
    words=_WORDS,
)
FINANCE_CORRECTED = kinds.register(
    "engagement.finance_corrected",
    _("%(by)s corrected the ledger of %(intervention)s to %(amount)s %(currency)s."),
    group="help",
    icon="edit",
    words=_WORDS,
)
COST_BOOKED = kinds.register(
    "engagement.cost_booked",
    _("%(by)s committed %(amount)s %(currency)s for %(intervention)s: %(purpose)s."),
    group="help",
    icon="coin",
    words=_WORDS,
)
COST_SPENT = kinds.register(
    "engagement.cost_spent",
    _("%(by)s noted %(amount)s %(currency)s as spent on %(intervention)s: %(purpose)s."),
    group="help",
    icon="coin",
    words=_WORDS,
)
COST_RELEASED = kinds.register(
    "engagement.cost_released",
    _("%(by)s released %(amount)s %(currency)s of %(intervention)s: %(purpose)s."),
    group="help",
    icon="history",
    words=_WORDS,
)

OF_MOVE = {
    State.PROPOSED: PROPOSED,
    State.OFFERED: OFFERED,
    State.APPLIED: APPLIED,
    State.WAITLISTED: WAITLISTED,
    State.APPROVED: APPROVED,
    State.ACTIVE: STARTED,
    State.PAUSED: PAUSED,
    State.COMPLETED: COMPLETED,
    State.WITHDRAWN: WITHDRAWN,
    State.DECLINED: DECLINED,
    State.NO_SHOW: NO_SHOW,
    State.CANCELLED: CANCELLED,
}
