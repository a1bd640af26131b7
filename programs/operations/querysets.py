"""Who may look at the engine room."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import Capability

Row = TypeVar("Row", bound=models.Model, covariant=True)


class OperationsQuerySet(ScopedQuerySet[Row]):
    """Runs and quarantine: for whoever runs the agency's machine."""

    def visible_to(self, user: Any) -> Self:
        return self if user.may(Capability.SEE_OPERATIONS) else self.none()
