"""Who sees cohorts: people who answer for results; member rows follow the firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Capability
from firms.register.querysets import StaffOnlyOfFirmQuerySet

if TYPE_CHECKING:
    from programs.cohorts.models import Cohort, CohortMember


class CohortQuerySet(ScopedQuerySet["Cohort"]):
    """Frozen intakes."""

    def visible_to(self, user: Any) -> Self:
        if not user.may(Capability.SEE_REPORTS):
            return self.none()
        if user.office_id is None:
            return self
        return self.filter(Q(office__isnull=True) | Q(office=user.office_id))


class CohortMemberQuerySet(StaffOnlyOfFirmQuerySet["CohortMember"]):
    """Firms of a cohort, fixed at intake."""
