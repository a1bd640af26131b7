"""Scarce seats and money: states, expected benefit, the best allocation, and reasons."""

from programs.allocation.rules.benefit import (
    Benefit,
    Need,
    Part,
    Weights,
    evidence_grade,
    expected_benefit,
)
from programs.allocation.rules.greedy import Room, by_score, first_come
from programs.allocation.rules.line import is_kept_for_others, next_in_line
from programs.allocation.rules.optimum import (
    METHOD,
    QuotaCannotBeMet,
    allocate,
    shortages,
)
from programs.allocation.rules.problem import (
    Allocation,
    Bid,
    Limit,
    Place,
    Problem,
    Shortage,
    as_document,
    broken,
    from_document,
    total,
)
from programs.allocation.rules.reasons import Refused, reasons
from programs.allocation.rules.reviewing import KeptOut, Standing, kept_out
from programs.allocation.rules.states import (
    ASKING,
    HOLDING,
    LIVE,
    MOVES,
    OFFERING_MOVES,
    ApplicationState,
    OfferingState,
    may_move,
    may_reopen,
)

__all__ = [
    "ASKING",
    "HOLDING",
    "LIVE",
    "METHOD",
    "MOVES",
    "OFFERING_MOVES",
    "Allocation",
    "ApplicationState",
    "Benefit",
    "Bid",
    "KeptOut",
    "Limit",
    "Need",
    "OfferingState",
    "Part",
    "Place",
    "Problem",
    "QuotaCannotBeMet",
    "Refused",
    "Room",
    "Shortage",
    "Standing",
    "Weights",
    "allocate",
    "as_document",
    "broken",
    "by_score",
    "evidence_grade",
    "expected_benefit",
    "first_come",
    "from_document",
    "is_kept_for_others",
    "kept_out",
    "may_move",
    "may_reopen",
    "next_in_line",
    "reasons",
    "shortages",
    "total",
]
