"""Which results, and what hangs on them, a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models

from config.shared.querysets import ScopedQuerySet
from firms.register.querysets import OfFirmQuerySet

if TYPE_CHECKING:
    from programs.outcomes.models import (
        ConfirmationRequest,
        DealSplit,
        Indicator,
        IndicatorTarget,
        Outcome,
    )

Row = TypeVar("Row", bound=models.Model, covariant=True)

EXITS = ("disputed", "withdrawn")


class OutcomeQuerySet(OfFirmQuerySet["Outcome"]):
    """Results: visible with their firm."""

    def standing(self) -> Self:
        """Those that count: not corrected by a later row, not disputed, not withdrawn."""
        return self.filter(correction__isnull=True).exclude(grade__in=EXITS)

    def uncorrected(self) -> Self:
        """The latest row of each result, whatever became of it."""
        return self.filter(correction__isnull=True)


class OfOutcomeQuerySet(ScopedQuerySet[Row]):
    """What staff keep about a result is visible to staff with it."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member:
            return self.none()
        seen = apps.get_model("programs", "Outcome").objects.visible_to(user)
        return self.filter(outcome__in=seen)


class ConfirmationRequestQuerySet(OfOutcomeQuerySet["ConfirmationRequest"]):
    """Questions to firms: staff see that they were put, never the token."""

    def open(self) -> Self:
        return self.filter(state="open")

    def unsent(self) -> Self:
        """Open ones that no mail was written for."""
        return self.open().filter(message__isnull=True)


class DealSplitQuerySet(ScopedQuerySet["DealSplit"]):
    """Decisions about claims that look like one deal: visible with any claim of theirs."""

    def visible_to(self, user: Any) -> Self:
        if user.is_firm_member:
            return self.none()
        shares: Any = apps.get_model("programs", "OutcomeShare").objects
        return self.filter(pk__in=shares.visible_to(user).values("split"))

    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)


class IndicatorQuerySet(ScopedQuerySet["Indicator"]):
    """Cards of indicators: no firm's data; staff read them."""

    def visible_to(self, user: Any) -> Self:
        return self if user.is_active and not user.is_firm_member else self.none()

    def in_use(self) -> Self:
        return self.filter(retired_on__isnull=True)


class IndicatorTargetQuerySet(ScopedQuerySet["IndicatorTarget"]):
    """What a program means to reach: visible with the program."""

    def visible_to(self, user: Any) -> Self:
        seen = apps.get_model("programs", "Program").objects.visible_to(user)
        return self.filter(program__in=seen)
