"""Imports are the administrator's and, for doubtful pairs, the manager's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Capability

if TYPE_CHECKING:
    from firms.imports.models import DuplicatePair

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ImportQuerySet(ScopedQuerySet[Row]):
    """Runs, rejected rows and imported rows."""

    def visible_to(self, user: Any) -> Self:
        return self if user.may(Capability.IMPORT_DATA) else self.none()


class DuplicatePairQuerySet(ScopedQuerySet["DuplicatePair"]):
    """Pairs of firms of which both are visible to somebody who may decide."""

    def visible_to(self, user: Any) -> Self:
        if not user.may(Capability.RESOLVE_DUPLICATES):
            return self.none()
        seen = apps.get_model("firms", "Firm").objects.visible_to(user).values("pk")
        return self.filter(first__in=seen, second__in=seen)

    def open(self) -> Self:
        return self.filter(state="open")
