"""Scarce seats and money: states, expected benefit, the best allocation, and reasons."""

from programs.allocation.rules.states import (
    ASKING,
    HOLDING,
    LIVE,
    MOVES,
    NEEDS_REASON,
    OFFERING_MOVES,
    ApplicationState,
    OfferingState,
    may_move,
)

__all__ = [
    "ASKING",
    "HOLDING",
    "LIVE",
    "MOVES",
    "NEEDS_REASON",
    "OFFERING_MOVES",
    "ApplicationState",
    "OfferingState",
    "may_move",
]
