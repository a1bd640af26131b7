"""Tables of dated offers: what is offered, who asks for it, and how it was given out."""

from programs.allocation.models.applications import (
    Application,
    ApplicationDocument,
    ApplicationMove,
    Conflict,
    Rivalry,
    Score,
)
from programs.allocation.models.offerings import (
    Offering,
    OfferingKind,
    Question,
    Quota,
    Reviewer,
    Stop,
)
from programs.allocation.models.runs import AllocationRun, Allotment
from programs.allocation.rules import ApplicationState, OfferingState

__all__ = [
    "AllocationRun",
    "Allotment",
    "Application",
    "ApplicationDocument",
    "ApplicationMove",
    "ApplicationState",
    "Conflict",
    "Offering",
    "OfferingKind",
    "OfferingState",
    "Question",
    "Quota",
    "Reviewer",
    "Rivalry",
    "Score",
    "Stop",
]
