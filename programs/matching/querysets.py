"""Recommendations are advice to staff; firms see what was offered to them elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps

from config.shared.querysets import ScopedQuerySet
from firms.register.querysets import StaffOnlyOfFirmQuerySet

if TYPE_CHECKING:
    from programs.matching.models import Recommendation, RecommendationSet


class RecommendationSetQuerySet(StaffOnlyOfFirmQuerySet["RecommendationSet"]):
    """One run of the matching for one firm."""

    def current(self) -> Self:
        return self.filter(superseded_at__isnull=True)


class RecommendationQuerySet(ScopedQuerySet["Recommendation"]):
    """One intervention recommended, or explained away."""

    def visible_to(self, user: Any) -> Self:
        sets = apps.get_model("programs", "RecommendationSet").objects.visible_to(user)
        return self.filter(set__in=sets)

    def open(self) -> Self:
        return self.filter(state="open")
