"""Every write to profiles and stages."""

from assessments.profiles.actions.profile import complete_assessment, confirm_profile
from assessments.profiles.actions.stage import (
    REASON_LENGTH,
    confirm_stage,
    override_stage,
    propose_stage,
)

__all__ = [
    "REASON_LENGTH",
    "complete_assessment",
    "confirm_profile",
    "confirm_stage",
    "override_stage",
    "propose_stage",
]
