"""Which profiles and placements a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps

from config.shared.querysets import ScopedQuerySet
from firms.register.querysets import OfFirmQuerySet, StaffOnlyOfFirmQuerySet

if TYPE_CHECKING:
    from assessments.profiles.models import (
        ConstraintFinding,
        ConstraintProfile,
        StagePlacement,
        StageProposal,
    )


class ConstraintProfileQuerySet(OfFirmQuerySet["ConstraintProfile"]):
    """Severities of all constraint types at a date."""

    def newest_first(self) -> Self:
        return self.order_by("-assessed_on", "-pk")


class ConstraintFindingQuerySet(ScopedQuerySet["ConstraintFinding"]):
    """One constraint of one profile."""

    def visible_to(self, user: Any) -> Self:
        profiles = apps.get_model("assessments", "ConstraintProfile").objects.visible_to(user)
        return self.filter(profile__in=profiles)

    def assessed(self) -> Self:
        return self.filter(severity__isnull=False)


class StageProposalQuerySet(StaffOnlyOfFirmQuerySet["StageProposal"]):
    """What the rules propose; the firm sees decisions only."""

    def open(self) -> Self:
        return self.filter(state="open")


class StagePlacementQuerySet(OfFirmQuerySet["StagePlacement"]):
    """Confirmed stages."""

    def newest_first(self) -> Self:
        return self.order_by("-occurred_on", "-pk")

    def known_by(self, day: date) -> Self:
        """Placements that had happened by `day`."""
        return self.filter(occurred_on__lte=day)
