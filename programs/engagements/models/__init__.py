"""Tables of engagements: the help itself, its moves, what was delivered, what it cost."""

from programs.engagements.models.delivery import (
    ATTENDANCE_LABELS,
    DAY_SLOT,
    FACT_LABELS,
    SESSIONS_SLOT,
    DeliveryFact,
    EngagementDocument,
    EngagementMilestone,
)
from programs.engagements.models.engagement import (
    PUBLIC_STATE_LABELS,
    STATE_LABELS,
    Engagement,
    EngagementPeriod,
    EngagementTarget,
    EngagementTransition,
)
from programs.engagements.models.money import COST_LABELS, ENTRY_LABELS, Cost, FinanceEntry

__all__ = [
    "ATTENDANCE_LABELS",
    "COST_LABELS",
    "DAY_SLOT",
    "ENTRY_LABELS",
    "FACT_LABELS",
    "PUBLIC_STATE_LABELS",
    "SESSIONS_SLOT",
    "STATE_LABELS",
    "Cost",
    "DeliveryFact",
    "Engagement",
    "EngagementDocument",
    "EngagementMilestone",
    "EngagementPeriod",
    "EngagementTarget",
    "EngagementTransition",
    "FinanceEntry",
]
