"""Index of the tables of `programs`; they stand in the slices."""

from programs.allocation.models import Application, Offering
from programs.catalogue.models import BudgetLine, Intervention, InterventionTarget, Program
from programs.cohorts.models import Cohort, CohortMember
from programs.engagements.models import (
    Cost,
    DeliveryFact,
    Engagement,
    EngagementMilestone,
    EngagementPeriod,
    EngagementTarget,
    EngagementTransition,
    FinanceEntry,
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

__all__ = [
    "AnswerLink",
    "Application",
    "BudgetLine",
    "CalendarFeed",
    "Cohort",
    "CohortMember",
    "Cost",
    "DeliveryFact",
    "Engagement",
    "EngagementMilestone",
    "EngagementPeriod",
    "EngagementTarget",
    "EngagementTransition",
    "Escalation",
    "FinanceEntry",
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
    "Recommendation",
    "RecommendationSet",
    "Reminder",
    "Undeliverable",
]
