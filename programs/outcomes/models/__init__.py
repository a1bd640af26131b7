"""Tables of results: claims and their grades, confirmations, evidence, shares, indicators."""

from programs.outcomes.models.confirmation import (
    CHANGES,
    RATINGS,
    Answer,
    Confirmation,
    ConfirmationRequest,
    RequestState,
)
from programs.outcomes.models.evidence import (
    DealSplit,
    EvidenceType,
    OutcomeEvidence,
    OutcomeShare,
    Verdict,
)
from programs.outcomes.models.indicator import Indicator, IndicatorTarget
from programs.outcomes.models.outcome import (
    BAND_LABELS,
    GRADE_COLUMNS,
    GRADE_LABELS,
    KIND_LABELS,
    Outcome,
    OutcomeMove,
)

__all__ = [
    "BAND_LABELS",
    "CHANGES",
    "GRADE_COLUMNS",
    "GRADE_LABELS",
    "KIND_LABELS",
    "RATINGS",
    "Answer",
    "Confirmation",
    "ConfirmationRequest",
    "DealSplit",
    "EvidenceType",
    "Indicator",
    "IndicatorTarget",
    "Outcome",
    "OutcomeEvidence",
    "OutcomeMove",
    "OutcomeShare",
    "RequestState",
    "Verdict",
]
