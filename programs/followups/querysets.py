"""Which follow-ups and reminders a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps

from config.shared.querysets import ScopedQuerySet
from firms.register.querysets import OfFirmQuerySet

if TYPE_CHECKING:
    from programs.followups.models import FollowUp, Reminder

OPEN_STATES = ("planned", "due", "snoozed")


class FollowUpQuerySet(OfFirmQuerySet["FollowUp"]):
    """Dated promises to ask a firm how it went."""

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def due_by(self, day: date) -> Self:
        return self.open().filter(due_on__lte=day)

    def overdue(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)


class ReminderQuerySet(ScopedQuerySet["Reminder"]):
    """Messages about follow-ups."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member:
            return self.filter(recipient=user)
        follow_ups = apps.get_model("programs", "FollowUp").objects.visible_to(user)
        return self.filter(follow_up__in=follow_ups)

    def unsent(self) -> Self:
        return self.filter(state="queued")
