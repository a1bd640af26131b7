"""Which engagements a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Capability
from firms.register.querysets import OfFirmQuerySet
from programs.engagements.rules import OPEN, UNDECIDED

if TYPE_CHECKING:
    from programs.engagements.models import (
        Cost,
        DeliveryFact,
        Engagement,
        EngagementDocument,
        EngagementMilestone,
        EngagementPeriod,
        EngagementTarget,
        EngagementTransition,
        FinanceEntry,
    )

OPEN_STATES = tuple(state.value for state in OPEN)
UNDECIDED_STATES = tuple(state.value for state in UNDECIDED)


def _engagements(user: Any) -> EngagementQuerySet:
    return apps.get_model("programs", "Engagement").objects.visible_to(user)


class EngagementQuerySet(OfFirmQuerySet["Engagement"]):
    """One firm receiving one intervention."""

    def open(self) -> Self:
        """Decided, and the firm is still to receive something."""
        return self.filter(state__in=OPEN_STATES)

    def unended(self) -> Self:
        """From the first proposal on, until it ended one way or the other."""
        return self.filter(state__in=OPEN_STATES + UNDECIDED_STATES)

    def undecided(self) -> Self:
        """Proposed, offered, applied for or waiting."""
        return self.filter(state__in=UNDECIDED_STATES)


class EngagementTransitionQuerySet(ScopedQuerySet["EngagementTransition"]):
    """How an engagement moved."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(engagement__in=_engagements(user))


class EngagementPeriodQuerySet(ScopedQuerySet["EngagementPeriod"]):
    """Periods and tranches of an engagement."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(engagement__in=_engagements(user))


class EngagementTargetQuerySet(ScopedQuerySet["EngagementTarget"]):
    """Which constraints an engagement is meant to relieve."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(engagement__in=_engagements(user))


class EngagementMilestoneQuerySet(ScopedQuerySet["EngagementMilestone"]):
    """Steps within an engagement."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(engagement__in=_engagements(user))


class EngagementDocumentQuerySet(ScopedQuerySet["EngagementDocument"]):
    """Documents of an engagement: whoever sees both, the firm's own people too."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member and not user.may(Capability.SEE_OWN_DOCUMENTS):
            return self.none()
        return self.filter(engagement__in=_engagements(user), document__removed_at__isnull=True)


class DeliveryFactQuerySet(ScopedQuerySet["DeliveryFact"]):
    """What was delivered."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(engagement__in=_engagements(user))

    def in_force(self) -> Self:
        """Facts that no later row replaced."""
        return self.filter(corrected_by__isnull=True)


class FinanceEntryQuerySet(ScopedQuerySet["FinanceEntry"]):
    """The finance ledger of an engagement."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(engagement__in=_engagements(user))


class CostQuerySet(ScopedQuerySet["Cost"]):
    """What an engagement costs the agency: not the firm's to see."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_staff_member:
            return self.none()
        return self.filter(engagement__in=_engagements(user))
