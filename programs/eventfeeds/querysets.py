"""Imports of lists of events are seen by those who manage the programs they went into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Capability

if TYPE_CHECKING:
    from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow


class FeedImportQuerySet(ScopedQuerySet["FeedImport"]):
    """Imports into programs in view of a manager."""

    def visible_to(self, user: Any) -> Self:
        if not user.may(Capability.MANAGE_PROGRAMS):
            return self.none()
        return self.filter(
            program__in=apps.get_model("programs", "Program").objects.visible_to(user)
        )

    def standing(self) -> Self:
        """Imports that were not undone."""
        return self.filter(undone_at__isnull=True)


class FeedRowQuerySet(ScopedQuerySet["FeedRow"]):
    """Rows, seen with their import."""

    def visible_to(self, user: Any) -> Self:
        feeds = apps.get_model("programs", "FeedImport").objects.visible_to(user)
        return self.filter(feed__in=feeds)


class FeedDoubtQuerySet(ScopedQuerySet["FeedDoubt"]):
    """Questions, seen with the import of their row."""

    def visible_to(self, user: Any) -> Self:
        feeds = apps.get_model("programs", "FeedImport").objects.visible_to(user)
        return self.filter(row__feed__in=feeds)

    def open(self) -> Self:
        return self.filter(decision="", row__feed__undone_at__isnull=True)
