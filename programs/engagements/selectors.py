"""Reads of engagements: the help of one firm, and one engagement with all that hangs on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from firms.accounts.models import User
from firms.register.models import Firm
from programs.allocation.models import Offering
from programs.catalogue.models import BudgetLine
from programs.catalogue.querysets import BudgetLineQuerySet
from programs.engagements.models import (
    Cost,
    DeliveryFact,
    Engagement,
    EngagementMilestone,
    EngagementPeriod,
    EngagementTarget,
    EngagementTransition,
    FinanceEntry,
)
from programs.engagements.papers import Paper, papers_of
from programs.engagements.querysets import EngagementQuerySet
from programs.engagements.rules import (
    FINAL,
    MOVES,
    OPEN,
    RECEIVES,
    Delivered,
    Ledger,
    Progress,
    State,
    delivered,
    ledger,
    progress,
)
from programs.engagements.standing import ON_THE_GRID

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
    milestones: list[EngagementMilestone]
    progress: Progress
    facts: list[DeliveryFact]
    delivered: Delivered
    entries: list[FinanceEntry]
    ledger: Ledger
    costs: list[Cost]
    has_lines: bool
    papers: list[Paper]

    @property
    def takes_documents(self) -> bool:
        """Documents are put to it, and taken off, until it ends."""
        return State(self.engagement.state) not in FINAL

    @property
    def has_ledger(self) -> bool:
        """Help counted in money keeps a ledger."""
        return self.engagement.is_in_money or bool(self.entries)

    @property
    def receives(self) -> bool:
        """Whether anything may be noted about it."""
        return State(self.engagement.state) in RECEIVES

    @property
    def shows_certificate(self) -> bool:
        """A certificate is on record, or is what the agreed help is to end with."""
        agreed = State(self.engagement.state) in OPEN | {State.COMPLETED}
        leads = self.engagement.intervention.leads_to_certificate
        return bool(self.engagement.certificate_number) or (agreed and leads)

    @property
    def asks_before_expiry(self) -> bool:
        """Whether the firm will be asked before its certificate runs out."""
        return asks_before_expiry(self.follow_ups)


def asks_before_expiry(follow_ups: Iterable[Any]) -> bool:
    """Whether one of these open or closed follow-ups still asks before the certificate runs out."""
    return any(
        row.is_open and row.anchor == "certificate_expiry" and row.offset < 0 for row in follow_ups
    )


def engagement_page(engagement: Engagement, user: User, *, today: date) -> EngagementPage:
    """Everything its page shows, in fourteen queries however long the history."""
    periods = engagement.periods.order_by("-starts_on", "external_key")
    sums = (
        engagement.periods.order_by("currency")
        .values("currency")
        .annotate(authorized=Sum("authorized"), used=Sum("used"))
    )
    milestones = list(engagement.milestones.select_related("done_by", "evidence"))
    facts = list(engagement.facts.in_force().select_related("recorded_by"))
    entries = list(engagement.finance.select_related("recorded_by"))
    return EngagementPage(
        engagement=engagement,
        moves=MOVES[State(engagement.state)],
        targets=list(engagement.targets.select_related("constraint")),
        transitions=list(engagement.transitions.select_related("by")),
        periods=list(periods[:SHOWN_PERIODS]),
        period_count=periods.count(),
        money=[Money(**row) for row in sums],
        follow_ups=list(engagement.follow_ups.order_by("planned_on")),
        milestones=milestones,
        progress=progress([row.as_rule() for row in milestones], today=today),
        facts=facts,
        delivered=delivered(row.as_rule() for row in facts),
        entries=_marked(entries),
        ledger=ledger(row.as_rule() for row in entries),
        costs=list(engagement.costs.select_related("line__program")),
        has_lines=_lines_of(engagement).exists(),
        papers=papers_of(engagement, milestones, user),
    )


def _marked(entries: list[FinanceEntry]) -> list[FinanceEntry]:
    """All entries in order; those that a later one replaced say so."""
    replaced = {row.corrects_id for row in entries}
    for row in entries:
        row.is_replaced = row.pk in replaced  # type: ignore[attr-defined]
    return entries


def lines_for(engagement: Engagement, user: User) -> QuerySet[BudgetLine]:
    """Budget lines a cost of this engagement may be booked on."""
    lines = _lines_of(engagement).visible_to(user).select_related("program")
    return lines.order_by("program", "name")


def _lines_of(engagement: Engagement) -> BudgetLineQuerySet:
    """Those of its program; help without a program may be paid from any."""
    lines = BudgetLine.objects.all()
    return lines if engagement.program_id is None else lines.filter(program=engagement.program_id)


def on_the_grid(offering: Offering, user: User) -> EngagementQuerySet:
    """The engagements of an offering whose attendance is noted, by firm."""
    rows = Engagement.objects.visible_to(user).filter(
        offering=offering, state__in=[state.value for state in ON_THE_GRID]
    )
    return rows.select_related("firm").order_by("firm__legal_name", "pk")
