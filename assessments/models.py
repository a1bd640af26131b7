"""Index of the tables of `assessments`; they stand in the slices."""

from assessments.methodology.models import ConstraintType, PackVersion
from assessments.profiles.models import (
    ConstraintFinding,
    ConstraintProfile,
    StagePlacement,
    StageProposal,
)
from assessments.responses.models import Assessment

__all__ = [
    "Assessment",
    "ConstraintFinding",
    "ConstraintProfile",
    "ConstraintType",
    "PackVersion",
    "StagePlacement",
    "StageProposal",
]
