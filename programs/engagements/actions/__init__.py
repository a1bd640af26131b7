"""Every write to engagements: assigning help, moving it on, what was delivered, what it cost."""

from programs.engagements.actions.answering import give_up_help, take_up_help
from programs.engagements.actions.assigning import (
    accept_many,
    accept_recommendation,
    create_engagement,
    propose_engagement,
    undo_assignment,
)
from programs.engagements.actions.attending import GridSaved, save_attendance
from programs.engagements.actions.certifying import record_certificate
from programs.engagements.actions.costing import book_cost, release_cost, spend_cost
from programs.engagements.actions.delivering import (
    correct_fact,
    note_attendance,
    note_hours,
    note_money,
)
from programs.engagements.actions.documents import attach_document, detach_document
from programs.engagements.actions.financing import correct_finance, enter_finance
from programs.engagements.actions.milestones import (
    add_milestone,
    change_milestone,
    reach_milestone,
    reopen_milestone,
)
from programs.engagements.actions.moving import move
from programs.engagements.actions.seating import follow_application
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
    "GridSaved",
    "accept_many",
    "accept_recommendation",
    "add_milestone",
    "approve_engagement",
    "attach_document",
    "book_cost",
    "cancel_engagement",
    "change_milestone",
    "complete_engagement",
    "correct_completion",
    "correct_fact",
    "correct_finance",
    "create_engagement",
    "decline_engagement",
    "detach_document",
    "enter_finance",
    "follow_application",
    "follow_seat",
    "give_up_help",
    "mark_no_show",
    "move",
    "note_attendance",
    "note_hours",
    "note_money",
    "pause_engagement",
    "propose_engagement",
    "reach_milestone",
    "record_certificate",
    "release_cost",
    "reopen_milestone",
    "resume_engagement",
    "save_attendance",
    "spend_cost",
    "start_engagement",
    "take_up_help",
    "undo_assignment",
    "withdraw_engagement",
]
