"""Every write to engagements: assigning help, and moving it on."""

from programs.engagements.actions.assigning import (
    accept_many,
    accept_recommendation,
    create_engagement,
    undo_assignment,
)
from programs.engagements.actions.certifying import record_certificate
from programs.engagements.actions.moving import (
    cancel_engagement,
    complete_engagement,
    correct_completion,
    decline_engagement,
    pause_engagement,
    resume_engagement,
    start_engagement,
)

__all__ = [
    "accept_many",
    "accept_recommendation",
    "cancel_engagement",
    "complete_engagement",
    "correct_completion",
    "create_engagement",
    "decline_engagement",
    "pause_engagement",
    "record_certificate",
    "resume_engagement",
    "start_engagement",
    "undo_assignment",
]
