"""Matching: constraint profile × interventions → explained recommendations and a bundle.

Pure: standard library and the scoring results only.
"""

from programs.matching.rules.bundles import Cover, bundle, cover, top_constraints
from programs.matching.rules.eligibility import eligibility_tests
from programs.matching.rules.from_pack import bundling_of, interventions_of
from programs.matching.rules.offers import BundlingRules, Condition, Evidence, InterventionFacts
from programs.matching.rules.ranking import rank_key, recommend, what_would_make_eligible
from programs.matching.rules.results import (
    Caution,
    EligibilityTest,
    Reason,
    Recommendation,
    Refusal,
    Remedy,
    Target,
    as_data,
)

__all__ = [
    "BundlingRules",
    "Caution",
    "Condition",
    "Cover",
    "EligibilityTest",
    "Evidence",
    "InterventionFacts",
    "Reason",
    "Recommendation",
    "Refusal",
    "Remedy",
    "Target",
    "as_data",
    "bundle",
    "bundling_of",
    "cover",
    "eligibility_tests",
    "interventions_of",
    "rank_key",
    "recommend",
    "top_constraints",
    "what_would_make_eligible",
]
