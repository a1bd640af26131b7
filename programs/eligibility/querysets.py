"""Who sees criteria, their versions and what they said of a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Q

from config.shared.querysets import ScopedQuerySet
from firms.register.querysets import OfFirmQuerySet

if TYPE_CHECKING:
    from programs.eligibility.models import Criteria, CriteriaCheck, CriteriaVersion


class CriteriaQuerySet(ScopedQuerySet["Criteria"]):
    """Staff see those of their office and of all offices; firms see none."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_staff_member:
            return self.none()
        if user.office_id is None:
            return self
        return self.filter(Q(office__isnull=True) | Q(office=user.office_id))

    def written_by(self, user: Any) -> Self:
        """Those a writer may change: a manager of one office only that office's."""
        rows = self.visible_to(user)
        return rows if user.office_id is None else rows.filter(office=user.office_id)

    def in_use(self) -> Self:
        return self.filter(retired_on__isnull=True)


class CriteriaVersionQuerySet(ScopedQuerySet["CriteriaVersion"]):
    """Versions are seen with their criteria."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(
            criteria__in=apps.get_model("programs", "Criteria").objects.visible_to(user)
        )

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class CriteriaCheckQuerySet(OfFirmQuerySet["CriteriaCheck"]):
    """What was found of a firm is seen with the firm."""
