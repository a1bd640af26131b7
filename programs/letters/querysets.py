"""Who sees that a letter was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps

from config.shared.querysets import ScopedQuerySet

if TYPE_CHECKING:
    from programs.letters.models import SeatLetter


class SeatLetterQuerySet(ScopedQuerySet["SeatLetter"]):
    """Letters are seen by staff who see the firm."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_staff_member:
            return self.none()
        applications = apps.get_model("programs", "Application").objects.with_firm_in_view(user)
        return self.filter(move__application__in=applications)

    def unsent(self) -> Self:
        """Those that no mail was written for and nothing overtook."""
        return self.filter(message__isnull=True, dropped_at__isnull=True)
