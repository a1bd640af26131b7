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
from programs.followups.models import (
    AnswerLink,
    CalendarFeed,
    Escalation,
    FollowUp,
    FollowUpPlan,
    Message,
    MessagePreference,
    PlanStep,
    PlanVersion,
    Proposal,
    Reminder,
    Undeliverable,
)
from programs.matching.models import Recommendation, RecommendationSet
from programs.operations.models import JobRun, Quarantined
from programs.outcomes.models import (
    Confirmation,
    ConfirmationRequest,
    DealSplit,
    Indicator,
    IndicatorTarget,
    Outcome,
    OutcomeEvidence,
    OutcomeMove,
    OutcomeShare,
)

__all__ = [
    "AnswerLink",
    "Application",
    "CalendarFeed",
    "Cohort",
    "CohortMember",
    "Confirmation",
    "ConfirmationRequest",
    "DealSplit",
    "Engagement",
    "EngagementPeriod",
    "EngagementTarget",
    "EngagementTransition",
    "Escalation",
    "FollowUp",
    "FollowUpPlan",
    "Indicator",
    "IndicatorTarget",
    "Intervention",
    "InterventionTarget",
    "JobRun",
    "Message",
    "MessagePreference",
    "Offering",
    "Outcome",
    "OutcomeEvidence",
    "OutcomeMove",
    "OutcomeShare",
    "PlanStep",
    "PlanVersion",
    "Program",
    "Proposal",
    "Quarantined",
    "Recommendation",
    "RecommendationSet",
    "Reminder",
    "Undeliverable",
]
