"""Index of the tables of `programs`; they stand in the slices."""

from programs.allocation.models import (
    AllocationRun,
    Allotment,
    Application,
    ApplicationMove,
    Conflict,
    Offering,
    Question,
    Quota,
    Rivalry,
    Score,
    Stop,
)
from programs.catalogue.models import Intervention, InterventionTarget, Program
from programs.cohorts.models import Cohort, CohortMember
from programs.eligibility.models import Criteria, CriteriaCheck, CriteriaVersion
from programs.engagements.models import (
    Engagement,
    EngagementPeriod,
    EngagementTarget,
    EngagementTransition,
)
from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow
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

__all__ = [
    "AllocationRun",
    "Allotment",
    "AnswerLink",
    "Application",
    "ApplicationMove",
    "CalendarFeed",
    "Cohort",
    "CohortMember",
    "Conflict",
    "Criteria",
    "CriteriaCheck",
    "CriteriaVersion",
    "Engagement",
    "EngagementPeriod",
    "EngagementTarget",
    "EngagementTransition",
    "Escalation",
    "FeedDoubt",
    "FeedImport",
    "FeedRow",
    "FollowUp",
    "FollowUpPlan",
    "Intervention",
    "InterventionTarget",
    "JobRun",
    "Message",
    "MessagePreference",
    "Offering",
    "PlanStep",
    "PlanVersion",
    "Program",
    "Proposal",
    "Quarantined",
    "Question",
    "Quota",
    "Recommendation",
    "RecommendationSet",
    "Reminder",
    "Rivalry",
    "Score",
    "Stop",
    "Undeliverable",
]
