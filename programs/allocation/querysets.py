"""Who sees dated offers, applications and allocations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import F, OuterRef, QuerySet, Subquery

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Capability, Scope
from firms.register.querysets import OfFirmQuerySet
from programs.allocation.rules import ASKING, HOLDING, LIVE

if TYPE_CHECKING:
    from datetime import datetime

    from firms.register.models import Firm
    from programs.allocation.models import (
        AllocationRun,
        Allotment,
        Application,
        ApplicationDocument,
        Offering,
        Rivalry,
    )


class OfferingQuerySet(ScopedQuerySet["Offering"]):
    """Dated offers: staff see those of the programs they see, firms the open ones for them."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member:
            own = apps.get_model("firms", "Firm").objects.visible_to(user)
            return self.filter(state="open").serving(own)
        programs = apps.get_model("programs", "Program").objects.visible_to(user)
        return self.filter(program__in=programs)

    def serving(self, firms: QuerySet[Firm]) -> Self:
        """Those of programs that are for at least one of these firms."""
        programs = apps.get_model("programs", "Program").objects
        return self.filter(program__in=programs.serving(firms))

    def taking(self, *, on: Any) -> Self:
        """Offers that still take applications on that day."""
        return self.filter(state="open", apply_by__gte=on)


class OfOfferingQuerySet(ScopedQuerySet[Any]):
    """What belongs to an offering is seen with it: stops, quotas, questions."""

    def visible_to(self, user: Any) -> Self:
        offerings = apps.get_model("programs", "Offering").objects.visible_to(user)
        return self.filter(offering__in=offerings)


class ApplicationQuerySet(OfFirmQuerySet["Application"]):
    """A firm asks for a seat or for money."""

    def asking(self) -> Self:
        return self.filter(state__in=ASKING)

    def holding(self) -> Self:
        return self.filter(state__in=HOLDING)

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def with_stage(self) -> Self:
        """Each with `stage_now`: the confirmed stage of its firm, None without one."""
        placements = apps.get_model("assessments", "StagePlacement").objects
        newest = placements.filter(firm=OuterRef("firm")).newest_first().values("stage")
        return self.annotate(stage_now=Subquery(newest[:1]))

    def in_line(self) -> Self:
        """The waiting list in the order in which it is promoted: decided rank, then who came."""
        return self.filter(state="waiting").order_by(
            F("waiting_rank").asc(nulls_last=True), "applied_on", "pk"
        )

    def lapsed_by(self, now: datetime) -> Self:
        """Offers whose deadline has passed unanswered."""
        return self.filter(state="offered", offer_until__lte=now)


class OfApplicationQuerySet(ScopedQuerySet[Any]):
    """What belongs to an application is seen by staff who see the application; never by firms."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_staff_member:
            return self.none()
        applications = apps.get_model("programs", "Application").objects.visible_to(user)
        return self.filter(application__in=applications)


class ApplicationDocumentQuerySet(ScopedQuerySet["ApplicationDocument"]):
    """Documents of applications: whoever sees both, the firm's own people too."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member and not user.may(Capability.SEE_OWN_DOCUMENTS):
            return self.none()
        applications = apps.get_model("programs", "Application").objects.visible_to(user)
        return self.filter(application__in=applications, document__removed_at__isnull=True)


class RivalryQuerySet(ScopedQuerySet["Rivalry"]):
    """Competitors on one offering: staff who see both of them."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_staff_member:
            return self.none()
        applications = apps.get_model("programs", "Application").objects.visible_to(user)
        return self.filter(first__in=applications, second__in=applications)


class AllocationRunQuerySet(ScopedQuerySet["AllocationRun"]):
    """Allocations speak of all firms that asked: managers see those of programs of their office,
    who answers for all offices sees them all.
    """

    def visible_to(self, user: Any) -> Self:
        if not user.may(Capability.MANAGE_PROGRAMS):
            return self.none()
        if user.scope == Scope.EVERYTHING:
            return self
        return self.filter(offerings__program__office=user.office_id).distinct()


class AllotmentQuerySet(ScopedQuerySet["Allotment"]):
    """What a run proposes for a firm, seen by whoever sees the run and the application."""

    def visible_to(self, user: Any) -> Self:
        runs = apps.get_model("programs", "AllocationRun").objects.visible_to(user)
        applications = apps.get_model("programs", "Application").objects.visible_to(user)
        return self.filter(run__in=runs, application__in=applications)
