"""The conditions that hold for an offering: its own, else those of its program."""

from programs.allocation.models import Offering
from programs.eligibility.models import Criteria, CriteriaVersion
from programs.eligibility.selectors import version_in_force

#: What a query of offerings fetches so that their conditions cost no query each.
RELATED = ("criteria", "program__conditions")


def criteria_of(offering: Offering) -> Criteria | None:
    """Own criteria replace those of the program; None where neither names any."""
    return offering.criteria or offering.program.conditions


def conditions_in_force(offering: Offering) -> CriteriaVersion | None:
    """The published version that decides now; None without one (one query)."""
    criteria = criteria_of(offering)
    return version_in_force(criteria) if criteria else None
