"""Who sees dated offers, applications and allocations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

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


def _leads_everything(user: Any) -> bool:
    return bool(user.may(Capability.MANAGE_PROGRAMS) and user.scope == Scope.EVERYTHING)


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


class ReviewerQuerySet(OfOfferingQuerySet):
    """Who reviews the applications for an offering: the agency's own affair."""

    def visible_to(self, user: Any) -> Self:
        return super().visible_to(user) if user.is_staff_member else self.none()

    def to_begin(self, *, on: Any) -> Self:
        """Of offerings that begin that day or later and still will: where points may be missing."""
        return self.filter(offering__starts_on__gte=on).exclude(offering__state="cancelled")


class ApplicationQuerySet(OfFirmQuerySet["Application"]):
    """A firm asks for a seat or for money."""

    def visible_to(self, user: Any) -> Self:
        """With its firm; and a reviewer sees all applications for the offering. What a person
        does for a firm, and every list of a caseload, asks `with_firm_in_view` instead.
        """
        if not user.is_staff_member:
            return self.with_firm_in_view(user)
        firms = apps.get_model("firms", "Firm").objects.visible_to(user)
        offerings = apps.get_model("programs", "Offering").objects.visible_to(user)
        return self.filter(
            Q(firm__in=firms) | Q(offering__in=offerings.filter(reviewers__person=user.pk))
        )

    def with_firm_in_view(self, user: Any) -> Self:
        """Applications of the firms this person may see."""
        return super().visible_to(user)

    def with_standing_of(self, user: Any) -> Self:
        """Each with what ties the person to it: `has_reviewers`, `is_reviewer`, `has_interest`,
        `advises`, and `own_points`, None before any are given.
        """
        own = {"application": OuterRef("pk")}
        scores = apps.get_model("programs", "Score").objects.filter(**own, reviewer=user.pk)
        conflicts = apps.get_model("programs", "Conflict").objects.filter(**own, person=user.pk)
        reviewers = apps.get_model("programs", "Reviewer").objects.filter(
            offering=OuterRef("offering")
        )
        advised = apps.get_model("firms", "CaseloadAssignment").objects.current().of(user)
        return self.annotate(
            has_reviewers=Exists(reviewers),
            is_reviewer=Exists(reviewers.filter(person=user.pk)),
            has_interest=Exists(conflicts),
            advises=Exists(advised.filter(firm=OuterRef("firm"))),
            own_points=Subquery(scores.values("points")[:1]),
        )

    def awaiting_points_of(self, user: Any) -> Self:
        """Undecided ones that a reviewer may score, and did not score yet."""
        return (
            self.with_standing_of(user)
            .filter(state="applied", is_reviewer=True, own_points__isnull=True)
            .filter(has_interest=False, advises=False)
            .exclude(recorded_by=user.pk)
        )

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

    def with_place_in_line(self) -> Self:
        """Each with `place_in_line`, 1 first: firms that were asked already do not count; None for
        those that do not wait.
        """
        before = (
            apps.get_model("programs", "Application")
            .objects.filter(
                offering=OuterRef("offering"),
                state="waiting",
                waiting_rank__lt=OuterRef("waiting_rank"),
            )
            .order_by()
            .values("offering")
            .annotate(n=Count("pk"))
        )
        waits = When(
            state="waiting",
            waiting_rank__isnull=False,
            then=Coalesce(Subquery(before.values("n")), 0) + 1,
        )
        return self.annotate(place_in_line=Case(waits))

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


class ScoreQuerySet(OfApplicationQuerySet):
    """Points: a reviewer sees those of others after giving the own; who answers for the program
    sees them all.
    """

    def visible_to(self, user: Any) -> Self:
        rows = super().visible_to(user)
        if not user.is_staff_member or _leads_everything(user):
            return rows
        reviewers = apps.get_model("programs", "Reviewer").objects.filter(
            offering=OuterRef("application__offering"), person=user.pk
        )
        given = apps.get_model("programs", "Score").objects.filter(
            application=OuterRef("application"), reviewer=user.pk
        )
        seen = ~Exists(reviewers) | Exists(given)
        if user.may(Capability.MANAGE_PROGRAMS):
            seen |= Q(application__offering__program__office=user.office_id)
        return rows.filter(seen)


class ApplicationDocumentQuerySet(ScopedQuerySet["ApplicationDocument"]):
    """Documents of applications: whoever sees both, the firm's own people too."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member and not user.may(Capability.SEE_OWN_DOCUMENTS):
            return self.none()
        applications = apps.get_model("programs", "Application").objects.visible_to(user)
        return self.filter(application__in=applications, document__removed_at__isnull=True)


class RivalryQuerySet(ScopedQuerySet["Rivalry"]):
    """Competitors on one offering: staff who see both firms."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_staff_member:
            return self.none()
        applications = apps.get_model("programs", "Application").objects.with_firm_in_view(user)
        return self.filter(first__in=applications, second__in=applications)


class AllocationRunQuerySet(ScopedQuerySet["AllocationRun"]):
    """Allocations speak of all firms that asked: managers see those of programs of their office,
    who answers for all offices sees them all.
    """

    def visible_to(self, user: Any) -> Self:
        if not user.may(Capability.MANAGE_PROGRAMS):
            return self.none()
        if _leads_everything(user):
            return self
        return self.filter(offerings__program__office=user.office_id).distinct()


class AllotmentQuerySet(ScopedQuerySet["Allotment"]):
    """What a run proposes for a firm, seen by whoever sees the run and the application."""

    def visible_to(self, user: Any) -> Self:
        runs = apps.get_model("programs", "AllocationRun").objects.visible_to(user)
        applications = apps.get_model("programs", "Application").objects.visible_to(user)
        return self.filter(run__in=runs, application__in=applications)
