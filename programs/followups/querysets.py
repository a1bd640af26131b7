"""Which follow-ups, plans and messages a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from config.shared.querysets import ScopedQuerySet
from firms.register.querysets import OfFirmQuerySet, StaffOnlyOfFirmQuerySet

if TYPE_CHECKING:
    from programs.followups.models import (
        AnswerLink,
        Escalation,
        FollowUp,
        FollowUpPlan,
        Message,
        Proposal,
        Reminder,
        Undeliverable,
    )

OPEN_STATES = ("planned", "due", "snoozed")
Row = TypeVar("Row", bound=models.Model, covariant=True)


class FollowUpQuerySet(OfFirmQuerySet["FollowUp"]):
    """Dated promises to ask a firm how it went."""

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def due_by(self, day: date) -> Self:
        return self.open().filter(due_on__lte=day)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def answered_unseen(self) -> Self:
        """Answered by the firm itself, and nobody has taken note of it yet."""
        return self.filter(state="done", answered_by__isnull=False, seen_at__isnull=True)


class _OfFollowUp(ScopedQuerySet[Row]):
    """What belongs to a follow-up is visible to staff with it."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member:
            return self.none()
        follow_ups = apps.get_model("programs", "FollowUp").objects.visible_to(user)
        return self.filter(follow_up__in=follow_ups)


class ReminderQuerySet(_OfFollowUp["Reminder"]):
    """Decisions to tell somebody about a follow-up."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member:
            return self.filter(recipient=user)
        return super().visible_to(user)

    def unsent(self) -> Self:
        return self.filter(state="queued")

    def of_pages(self, user: Any) -> Self:
        """What was told to a person on the pages and not read yet."""
        return self.filter(recipient=user, channel="in_app", state="sent", read_at__isnull=True)


class EscalationQuerySet(_OfFollowUp["Escalation"]):
    """Steps up that were taken."""


class AnswerLinkQuerySet(_OfFollowUp["AnswerLink"]):
    """Links are personal: staff see that there is one, never its token."""

    def usable(self, now: Any) -> Self:
        return self.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)


class ProposalQuerySet(StaffOnlyOfFirmQuerySet["Proposal"]):
    """What answers of firms propose."""

    def open(self) -> Self:
        return self.filter(state="open")


class MessageQuerySet(ScopedQuerySet["Message"]):
    """Mails: one's own, and those about follow-ups in view."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member:
            return self.none()
        seen = apps.get_model("programs", "Reminder").objects.visible_to(user)
        return self.filter(Q(recipient=user) | Q(pk__in=seen.values("message")))


class UndeliverableQuerySet(ScopedQuerySet["Undeliverable"]):
    """Addresses that fail: staff mend them."""

    def visible_to(self, user: Any) -> Self:
        return self if user.is_staff_member else self.none()


class FollowUpPlanQuerySet(ScopedQuerySet["FollowUpPlan"]):
    """Plans belong to the agency: staff see all of them, firms none."""

    def visible_to(self, user: Any) -> Self:
        return self if user.is_staff_member else self.none()


class OfPlanQuerySet(ScopedQuerySet[Row]):
    """Versions and steps are visible with the plan."""

    def visible_to(self, user: Any) -> Self:
        return self if user.is_staff_member else self.none()


class OwnRowQuerySet(ScopedQuerySet[Row]):
    """What a person keeps about herself."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user.pk)
