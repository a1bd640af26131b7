"""Index of the tables of `programs`; they stand in the slices."""

from programs.allocation.models import Application, Offering
from programs.catalogue.models import Intervention, InterventionTarget, Program
from programs.cohorts.models import Cohort, CohortMember
from programs.engagements.models import (
    Engagement,
    EngagementPeriod,
    EngagementTarget,
    EngagementTransition,
)
from programs.followups.models import FollowUp, Reminder
from programs.matching.models import Recommendation, RecommendationSet

__all__ = [
    "Application",
    "Cohort",
    "CohortMember",
    "Engagement",
    "EngagementPeriod",
    "EngagementTarget",
    "EngagementTransition",
    "FollowUp",
    "Intervention",
    "InterventionTarget",
    "Offering",
    "Program",
    "Recommendation",
    "RecommendationSet",
    "Reminder",
]
