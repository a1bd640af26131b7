"""States of a follow-up, and the moves between them."""

from datetime import date, timedelta
from enum import StrEnum

#: Done at most this many days after it was due counts as on time (pack: follow_up_rate).
ON_TIME_DAYS = 14


class State(StrEnum):
    """Every follow-up ends in exactly one of the closed states."""

    PLANNED = "planned"
    DUE = "due"
    SNOOZED = "snoozed"
    DONE = "done"
    SKIPPED = "skipped"
    UNREACHABLE = "unreachable"
    SUPERSEDED = "superseded"
    FAILED = "failed"


S = State  # the tables below read better with one letter
OPEN = frozenset({S.PLANNED, S.DUE, S.SNOOZED})
#: Closed without an answer; a late one still counts.
UNANSWERED = frozenset({S.UNREACHABLE, S.FAILED})
_CLOSED = frozenset({S.DONE, S.SKIPPED, S.UNREACHABLE, S.SUPERSEDED, S.FAILED})

#: From state → where it may go. Skipped and superseded ones come back only through the
#: reconciler (an anchor that moved or returned); a late answer still closes an unreachable one.
MOVES: dict[State, frozenset[State]] = {
    S.PLANNED: _CLOSED | {S.DUE, S.SNOOZED},
    S.DUE: _CLOSED | {S.PLANNED, S.SNOOZED},
    S.SNOOZED: _CLOSED | {S.PLANNED, S.DUE, S.SNOOZED},
    S.DONE: frozenset(),
    S.SKIPPED: frozenset({S.PLANNED, S.DUE}),
    S.UNREACHABLE: frozenset({S.DONE}),
    S.SUPERSEDED: frozenset({S.PLANNED, S.DUE, S.SKIPPED}),
    S.FAILED: frozenset({S.DUE, S.DONE, S.SKIPPED, S.SUPERSEDED}),
}


def may_move(before: State, after: State) -> bool:
    """Whether the table of moves allows it."""
    return after in MOVES[before]


def is_on_time(due_on: date, done_on: date) -> bool:
    """Done early, on the day, or at most 14 days after it was due."""
    return done_on <= due_on + timedelta(days=ON_TIME_DAYS)
