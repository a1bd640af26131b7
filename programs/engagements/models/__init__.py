"""Tables of engagements: the help itself, its moves, what was delivered, what it cost."""

from programs.engagements.models.engagement import (
    PUBLIC_STATE_LABELS,
    STATE_LABELS,
    Engagement,
    EngagementPeriod,
    EngagementTarget,
    EngagementTransition,
)

__all__ = [
    "PUBLIC_STATE_LABELS",
    "STATE_LABELS",
    "Engagement",
    "EngagementPeriod",
    "EngagementTarget",
    "EngagementTransition",
]
