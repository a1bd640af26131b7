"""Reads shaped for the pages of a firm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from firms.accounts.models import User
from firms.audit import kinds
from firms.audit.models import AuditEvent
from firms.register.models import (
    CaseloadAssignment,
    Consent,
    Contact,
    Document,
    ExportYear,
    Firm,
    ImplementationStep,
    MarketEvent,
    Tie,
)
from firms.register.querysets import FirmQuerySet

TIMELINE_PAGE = 20

#: Filters of the timeline: group of kinds → what the reader calls it.
TIMELINE_GROUPS = {
    "contacts": _("Contacts"),
    "stage": _("Stage"),
    "help": _("Help"),
    "messages": _("Messages"),
    "documents": _("Documents"),
    "record": _("Record"),
}


@dataclass(frozen=True)
class Timeline:
    """Newest events first; `next_offset` is None when the first event was reached."""

    events: Sequence[AuditEvent]
    group: str
    next_offset: int | None


@dataclass(frozen=True)
class Market:
    """A market as it stands: since when, how, or until when and why it was left."""

    country: str
    since: date
    until: date | None
    mode: str
    reason: str

    @property
    def is_active(self) -> bool:
        return self.until is None


@dataclass(frozen=True)
class FirmLook:
    """The firm's own part of the page "One look"."""

    firm: Firm
    assignment: CaseloadAssignment | None
    contacts: Sequence[Contact]
    markets: Sequence[Market]
    years: Sequence[ExportYear]
    timeline: Timeline

    @property
    def year_bars(self) -> list[tuple[int, Decimal]]:
        """Exports by year in thousands, the last eight years that are known."""
        known = [(row.year, row.exports / 1000) for row in self.years if row.exports is not None]
        return [(year, amount.quantize(Decimal(1))) for year, amount in known[-8:]]

    @property
    def latest_year(self) -> ExportYear | None:
        return self.years[-1] if self.years else None


def for_page(user: User) -> FirmQuerySet:
    """Visible firms with what every page of one firm shows in its head."""
    current = CaseloadAssignment.objects.current().select_related("adviser")
    return (
        Firm.objects.visible_to(user)
        .select_related("office")
        .prefetch_related(Prefetch("assignments", current, to_attr="current_assignments"))
    )


def firm_look(firm: Firm, *, group: str = "") -> FirmLook:
    """Everything of the register on the firm's first page: five queries, whatever the history."""
    current = Prefetch("export_years", ExportYear.objects.current(), to_attr="current_years")
    prefetch_related_objects([firm], "market_events", current)
    held = getattr(firm, "current_assignments", None)
    if held is None:
        held = list(firm.assignments.current().select_related("adviser"))
    return FirmLook(
        firm=firm,
        assignment=held[0] if held else None,
        contacts=list(firm.contacts.filter(left_on__isnull=True)[:6]),
        markets=markets(firm.market_events.all()),
        years=firm.current_years,  # type: ignore[attr-defined]
        timeline=timeline(firm, group=group),
    )


def timeline(firm: Firm, *, group: str = "", offset: int = 0) -> Timeline:
    """One page of the firm's events, newest first, of one group or of all. One query."""
    events = AuditEvent.objects.filter(firm=firm).select_related("actor").newest_first()
    if group in TIMELINE_GROUPS:
        codes = [code for code, kind in kinds.every_kind().items() if kind.group == group]
        events = events.filter(kind__in=codes)
    page = list(events[offset : offset + TIMELINE_PAGE + 1])
    more = offset + TIMELINE_PAGE if len(page) > TIMELINE_PAGE else None
    return Timeline(page[:TIMELINE_PAGE], group, more)


def markets(events: Iterable[MarketEvent]) -> list[Market]:
    """Markets from their events, active ones first, then those left most recently."""
    state: dict[str, Market] = {}
    for event in sorted(events, key=lambda event: (event.occurred_on, event.pk)):
        known = state.get(event.country)
        if event.kind in ("entry", "re_entry"):
            state[event.country] = Market(event.country, event.occurred_on, None, event.mode, "")
        elif event.kind == "exit" and known:
            state[event.country] = Market(
                event.country,
                known.since,
                event.occurred_on,
                known.mode,
                event.get_reason_display(),
            )
    return sorted(
        state.values(),
        key=lambda market: (market.until is not None, -(market.until or market.since).toordinal()),
    )


@dataclass(frozen=True)
class TradeRecord:
    """The page "Markets and exports"."""

    years: Sequence[ExportYear]
    markets: Sequence[Market]
    steps: Sequence[ImplementationStep]


def trade_record(firm: Firm) -> TradeRecord:
    return TradeRecord(
        years=list(firm.export_years.current().order_by("-year")),
        markets=markets(firm.market_events.all()),
        steps=list(firm.steps.select_related("evidence").order_by("-occurred_on", "-pk")),
    )


@dataclass(frozen=True)
class People:
    """The page "People and ties"."""

    contacts: Sequence[Contact]
    ties: Sequence[Tie]
    members: Sequence[object]
    history: Sequence[CaseloadAssignment]
    consents: Sequence[Consent]


def people(firm: Firm) -> People:
    return People(
        contacts=list(firm.contacts.all()),
        ties=list(firm.ties.all()),
        members=list(firm.memberships.current().select_related("user")),
        history=list(firm.assignments.select_related("adviser")),
        consents=list(firm.consents.all()),
    )


def documents(user: User, firm: Firm) -> Sequence[Document]:
    return list(documents_to_choose(user, firm).select_related("uploaded_by"))


def documents_to_choose(
    user: User, firm: Firm, *, beside: QuerySet[Any] | None = None
) -> QuerySet[Document]:
    """What is filed of a firm; `beside`: keys of documents that stand there already."""
    rows = Document.objects.visible_to(user).filter(firm=firm, removed_at__isnull=True)
    return rows if beside is None else rows.exclude(pk__in=beside)
