"""Tables of follow-ups: plans, promises, messages, answers of firms, and what people prefer."""

from programs.followups.models.answer import AnswerLink, Proposal, ProposalKind, ProposalState
from programs.followups.models.followup import FOLLOW_UP_LABELS, FollowUp
from programs.followups.models.message import (
    LEVEL_LABELS,
    Channel,
    Escalation,
    Message,
    MessageKind,
    MessageState,
    Reminder,
    ReminderState,
    Undeliverable,
)
from programs.followups.models.plan import (
    ANCHOR_LABELS,
    STEP_CHANNEL_LABELS,
    UNIT_LABELS,
    WHO_LABELS,
    FollowUpPlan,
    PlanState,
    PlanStep,
    PlanVersion,
)
from programs.followups.models.preference import CalendarFeed, MessagePreference

__all__ = [
    "ANCHOR_LABELS",
    "FOLLOW_UP_LABELS",
    "LEVEL_LABELS",
    "STEP_CHANNEL_LABELS",
    "UNIT_LABELS",
    "WHO_LABELS",
    "AnswerLink",
    "CalendarFeed",
    "Channel",
    "Escalation",
    "FollowUp",
    "FollowUpPlan",
    "Message",
    "MessageKind",
    "MessagePreference",
    "MessageState",
    "PlanState",
    "PlanStep",
    "PlanVersion",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "Reminder",
    "ReminderState",
    "Undeliverable",
]
