"""Decisions about engagements, without a database: moves, periods, milestones, delivery, money."""

from programs.engagements.rules.milestones import Milestone, Progress, progress
from programs.engagements.rules.periods import Folded, Period, engagement_from_periods
from programs.engagements.rules.states import (
    CALLED_OFF,
    FINAL,
    FIRM_MOVES,
    INITIAL,
    MOVES,
    NEEDS_REASON,
    OPEN,
    UNDECIDED,
    WHO_MAY,
    Actor,
    MoveRefusal,
    State,
    Step,
    flaws,
    may_move,
    why_not_move,
)

__all__ = [
    "CALLED_OFF",
    "FINAL",
    "FIRM_MOVES",
    "INITIAL",
    "MOVES",
    "NEEDS_REASON",
    "OPEN",
    "UNDECIDED",
    "WHO_MAY",
    "Actor",
    "Folded",
    "Milestone",
    "MoveRefusal",
    "Period",
    "Progress",
    "State",
    "Step",
    "engagement_from_periods",
    "flaws",
    "may_move",
    "progress",
    "why_not_move",
]
