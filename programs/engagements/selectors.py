"""Reads of engagements: the help of one firm, and one engagement with all that hangs on it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from firms.accounts.models import User
from firms.register.models import Firm
from programs.engagements.models import (
    Engagement,
    EngagementPeriod,
    EngagementTarget,
    EngagementTransition,
)
from programs.engagements.rules import FINAL, MOVES, State

#: How many periods a page lists; a log may hold hundreds.
SHOWN_PERIODS = 50


def help_of(firm: Firm, user: User) -> list[Engagement]:
    """All engagements of a firm, what runs first, then the newest (one query)."""
    rows = (
        Engagement.objects.visible_to(user)
        .filter(firm=firm)
        .select_related("intervention", "program")
        .order_by("-decided_on", "-pk")
    )
    return sorted(rows, key=lambda row: State(row.state) in FINAL)


@dataclass(frozen=True)
class Money:
    """Sums of the periods in one currency."""

    currency: str
    authorized: object
    used: object


@dataclass(frozen=True)
class EngagementPage:
    """One engagement. `moves`: states it may go to now. `follow_ups` stand one slice above."""

    engagement: Engagement
    moves: frozenset[State]
    targets: list[EngagementTarget]
    transitions: list[EngagementTransition]
    periods: list[EngagementPeriod]
    period_count: int
    money: list[Money]
    follow_ups: list[Any]


def engagement_page(engagement: Engagement) -> EngagementPage:
    """Everything its page shows, in seven queries however long the history."""
    periods = engagement.periods.order_by("-starts_on", "external_key")
    sums = (
        engagement.periods.order_by("currency")
        .values("currency")
        .annotate(authorized=Sum("authorized"), used=Sum("used"))
    )
    return EngagementPage(
        engagement=engagement,
        moves=MOVES[State(engagement.state)],
        targets=list(engagement.targets.select_related("constraint")),
        transitions=list(engagement.transitions.select_related("by")),
        periods=list(periods[:SHOWN_PERIODS]),
        period_count=periods.count(),
        money=[Money(**row) for row in sums],
        follow_ups=list(engagement.follow_ups.order_by("planned_on")),
    )
