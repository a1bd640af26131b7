"""Which firms a person may see; all that belongs to a firm inherits its scope."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from config.shared import clock
from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Role, Scope
from firms.register.rules import normalised, plain_number

if TYPE_CHECKING:
    from firms.accounts.models import User
    from firms.register.models import (
        CaseloadAssignment,
        ExportYear,
        Firm,
        Interaction,
        Membership,
    )

Row = TypeVar("Row", bound=models.Model, covariant=True)


def _assignments() -> CaseloadAssignmentQuerySet:
    return apps.get_model("firms", "CaseloadAssignment").objects.all()


def _covered(user: User) -> models.QuerySet[Any, Any]:
    away = apps.get_model("firms", "Absence").objects.on(clock.today())
    return away.filter(delegate=user.pk).values("user")


class FirmQuerySet(ScopedQuerySet["Firm"]):
    """Client firms."""

    def visible_to(self, user: User) -> Self:
        """Everything, an office, a caseload, or one's own.

        A caseload holds the firms of colleagues one covers for today, and the office's unassigned.
        """
        match user.scope:
            case Scope.EVERYTHING:
                return self
            case Scope.OFFICE:
                covered = _assignments().current().covered_by(user).values("firm")
                return self.filter(Q(office=user.office_id) | Q(pk__in=covered))
            case Scope.CASELOAD:
                mine = _assignments().current().of(user).values("firm")
                nobody = ~Exists(_assignments().current().filter(firm=OuterRef("pk")))
                return self.filter(Q(pk__in=mine) | Q(nobody, office=user.office_id))
            case Scope.OWN_FIRM:
                return self.filter(
                    pk__in=apps.get_model("firms", "Membership")
                    .objects.current()
                    .filter(user=user)
                    .values("firm")
                )
        return self.none()

    def active(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def in_caseload_of(self, user: User) -> Self:
        """Firms that are `user`'s now, as adviser or covering for one."""
        return self.filter(pk__in=_assignments().current().of(user).values("firm"))

    def on_the_desk_of(self, user: User) -> Self:
        """Whose affairs are `user`'s to see to: an adviser's caseload; for others, all in view."""
        return self.in_caseload_of(user) if user.role == Role.ADVISER else self.visible_to(user)

    def unassigned(self) -> Self:
        return self.filter(~Exists(_assignments().current().filter(firm=OuterRef("pk"))))

    def search(self, words: str) -> Self:
        """Firms whose name holds the words, or whose registration number begins with them."""
        words = words.strip()
        if not words:
            return self
        number = plain_number(words)
        by_name = Q(normalised_name__contains=normalised(words)) if normalised(words) else Q()
        return self.filter(
            by_name
            | Q(legal_name__icontains=words)
            | (Q(registration_number__startswith=number) if number else Q())
            | Q(contacts__name__icontains=words)
        ).distinct()


class CaseloadAssignmentQuerySet(ScopedQuerySet["CaseloadAssignment"]):
    """Who looks after whom, now and before."""

    def visible_to(self, user: User) -> Self:
        if user.is_firm_member:
            return self.none()
        return self.filter(firm__in=apps.get_model("firms", "Firm").objects.visible_to(user))

    def current(self) -> Self:
        return self.filter(ended_on__isnull=True)

    def of(self, user: User) -> Self:
        """Firms of an adviser, and of colleagues the adviser covers for today."""
        return self.filter(Q(adviser=user.pk) | Q(adviser__in=_covered(user)))

    def covered_by(self, user: User) -> Self:
        """Firms of colleagues somebody covers for today."""
        return self.filter(adviser__in=_covered(user))


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    """Which people belong to which firm."""

    def visible_to(self, user: User) -> Self:
        return self.filter(firm__in=apps.get_model("firms", "Firm").objects.visible_to(user))

    def current(self) -> Self:
        return self.filter(ended_on__isnull=True)


class OfFirmQuerySet(ScopedQuerySet[Row]):
    """What belongs to a firm is visible with the firm."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(firm__in=apps.get_model("firms", "Firm").objects.visible_to(user))


class StaffOnlyOfFirmQuerySet(OfFirmQuerySet[Row]):
    """What belongs to a firm but is written by staff for staff."""

    def visible_to(self, user: Any) -> Self:
        return self.none() if user.is_firm_member else super().visible_to(user)


class ExportYearQuerySet(OfFirmQuerySet["ExportYear"]):
    """Turnover and exports by year."""

    def current(self) -> Self:
        """The figures that hold now; corrected ones stay as history."""
        return self.filter(superseded_at__isnull=True)


class InteractionQuerySet(StaffOnlyOfFirmQuerySet["Interaction"]):
    """Calls, meetings, mails and notes."""

    def up_to(self, day: date) -> Self:
        return self.filter(occurred_on__lte=day)
