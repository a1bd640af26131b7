"""Every write to engagements: assigning help, moving it on, what was delivered, what it cost."""

from programs.engagements.actions.assigning import (
    accept_many,
    accept_recommendation,
    create_engagement,
    propose_engagement,
    undo_assignment,
)
from programs.engagements.actions.certifying import record_certificate
from programs.engagements.actions.moving import move
from programs.engagements.actions.steps import (
    approve_engagement,
    cancel_engagement,
    complete_engagement,
    correct_completion,
    decline_engagement,
    follow_seat,
    mark_no_show,
    pause_engagement,
    resume_engagement,
    start_engagement,
    withdraw_engagement,
)

__all__ = [
    "accept_many",
    "accept_recommendation",
    "approve_engagement",
    "cancel_engagement",
    "complete_engagement",
    "correct_completion",
    "create_engagement",
    "decline_engagement",
    "follow_seat",
    "mark_no_show",
    "move",
    "pause_engagement",
    "propose_engagement",
    "record_certificate",
    "resume_engagement",
    "start_engagement",
    "undo_assignment",
    "withdraw_engagement",
]
