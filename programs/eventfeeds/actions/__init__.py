"""Importing a list of events, answering its doubts, and taking an import back."""

from programs.eventfeeds.actions.answering import (
    accept_alike,
    answer_doubt,
    choices_of,
    may_answer,
)
from programs.eventfeeds.actions.importing import import_offerings
from programs.eventfeeds.actions.report import Report, reason_in_words
from programs.eventfeeds.actions.undoing import offerings_made, undo_feed

__all__ = [
    "Report",
    "accept_alike",
    "answer_doubt",
    "choices_of",
    "import_offerings",
    "may_answer",
    "offerings_made",
    "reason_in_words",
    "undo_feed",
]
