"""Every write to follow-ups: reconciling, answering, planning by hand, plans, and the outbox."""

from programs.followups.actions.answering import (
    complete_follow_up,
    mark_unreachable,
    reschedule,
    restore_due_date,
    skip,
    snooze,
)
from programs.followups.actions.escalating import escalate
from programs.followups.actions.firm_answers import (
    answer_by_link,
    ask_firm,
    decide_proposal,
    note_answer,
    renew_link,
)
from programs.followups.actions.linking import link_of, make_answer_link, save_draft
from programs.followups.actions.marking import (
    give_up_lost_claims,
    mend_address,
    note_bounce,
    settle_message,
)
from programs.followups.actions.planning import NextContact, log_contact, next_day, plan_follow_up
from programs.followups.actions.queueing import queue_reminders
from programs.followups.actions.reconciling import (
    Reconciled,
    reconcile_all,
    reconcile_engagement,
    reconcile_engagements,
)
from programs.followups.actions.sending import dispatch, send_reminders

__all__ = [
    "NextContact",
    "Reconciled",
    "answer_by_link",
    "ask_firm",
    "complete_follow_up",
    "decide_proposal",
    "dispatch",
    "escalate",
    "give_up_lost_claims",
    "link_of",
    "log_contact",
    "make_answer_link",
    "mark_unreachable",
    "mend_address",
    "next_day",
    "note_answer",
    "note_bounce",
    "plan_follow_up",
    "queue_reminders",
    "reconcile_all",
    "reconcile_engagement",
    "reconcile_engagements",
    "renew_link",
    "reschedule",
    "restore_due_date",
    "save_draft",
    "send_reminders",
    "settle_message",
    "skip",
    "snooze",
]
