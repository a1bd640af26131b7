"""Who sees the methodology: staff as it is, firms through their own questionnaire only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Capability

if TYPE_CHECKING:
    from assessments.methodology.models import PackVersion

Row = TypeVar("Row", bound=models.Model, covariant=True)


class MethodologyQuerySet(ScopedQuerySet[Row]):
    """Reference rows: no firm's data, so everybody who works with them sees all of them."""

    def visible_to(self, user: Any) -> Self:
        return self if user.may(Capability.SEE_METHODOLOGY) else self.none()


class PackVersionQuerySet(MethodologyQuerySet["PackVersion"]):
    """Versions of packs."""

    def published(self) -> Self:
        return self.filter(state="published")

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")
