"""Every write to follow-ups: reconciling, answering, planning by hand, and the outbox."""

from programs.followups.actions.answering import (
    complete_follow_up,
    mark_unreachable,
    reschedule,
    restore_due_date,
    skip,
    snooze,
)
from programs.followups.actions.outbox import give_up_lost_claims, queue_reminders
from programs.followups.actions.planning import NextContact, log_contact, next_day, plan_follow_up
from programs.followups.actions.reconciling import (
    Reconciled,
    differing,
    reconcile_all,
    reconcile_engagement,
)
from programs.followups.actions.sending import Dispatched, dispatch, send_reminders

__all__ = [
    "Dispatched",
    "NextContact",
    "Reconciled",
    "complete_follow_up",
    "differing",
    "dispatch",
    "give_up_lost_claims",
    "log_contact",
    "mark_unreachable",
    "next_day",
    "plan_follow_up",
    "queue_reminders",
    "reconcile_all",
    "reconcile_engagement",
    "reschedule",
    "restore_due_date",
    "send_reminders",
    "skip",
    "snooze",
]
