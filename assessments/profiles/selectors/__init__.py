"""Reads of profiles and stages."""

from assessments.profiles.facts import case_facts, development_levels, facts_from
from assessments.profiles.selectors.profile import (
    FirmProfile,
    ProfileRow,
    firm_profile,
    profile_of,
    scores_of,
    top_constraints,
)
from assessments.profiles.selectors.result import Decision, ResultPage, proposal_page, result_page
from assessments.profiles.selectors.stage import (
    Placed,
    StageHistory,
    stage_history,
    with_current_stage,
)

__all__ = [
    "Decision",
    "FirmProfile",
    "Placed",
    "ProfileRow",
    "ResultPage",
    "StageHistory",
    "case_facts",
    "development_levels",
    "facts_from",
    "firm_profile",
    "profile_of",
    "proposal_page",
    "result_page",
    "scores_of",
    "stage_history",
    "top_constraints",
    "with_current_stage",
]
