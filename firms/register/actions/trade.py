"""Figures by year, markets entered and left, steps taken. All append-only."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from firms.register import events
from firms.register.errors import (
    ExportsAboveTurnover,
    ExportsBeforeFounding,
    InItAlready,
    InTheFuture,
    LeftBefore,
    NeverThere,
    NotAMarketMove,
)
from firms.register.models import Document, ExportYear, Firm, ImplementationStep, MarketEvent
from firms.register.models.trade import MarketEventKind

CRITICAL_INCIDENT = MarketEventKind.CRITICAL_INCIDENT

MOVES: dict[str, Kind] = {
    MarketEventKind.ENTRY: events.MARKET_ENTERED,
    MarketEventKind.EXIT: events.MARKET_LEFT,
    MarketEventKind.RE_ENTRY: events.MARKET_RE_ENTERED,
    MarketEventKind.CRITICAL_INCIDENT: events.INCIDENT,
}


@transaction.atomic
def record_export_year(
    *,
    firm: Firm,
    year: int,
    turnover: Decimal | None,
    exports: Decimal | None,
    currency: str,
    source: str,
    by: User | None,
    is_partial: bool = False,
    occurred_on: date | None = None,
) -> ExportYear:
    """Record the figures of a year; figures that were there before stay as history.

    Raises ExportsAboveTurnover, ExportsBeforeFounding, or InTheFuture for a year that has not
    begun.
    """
    if turnover is not None and exports is not None and exports > turnover:
        raise ExportsAboveTurnover(year=year)
    if year > clock.today().year:
        raise InTheFuture(day=year)
    held = Firm.objects.select_for_update().get(pk=firm.pk)
    if exports and held.founded is not None and year < held.founded:
        raise ExportsBeforeFounding(year=year, founded=held.founded)
    figures = {
        "turnover": turnover,
        "exports": exports,
        "currency": currency,
        "source": source,
        "is_partial": is_partial,
    }
    current = ExportYear.objects.current().filter(firm=firm, year=year).first()
    if current and all(getattr(current, name) == value for name, value in figures.items()):
        return current
    if current:
        current.superseded_at = clock.now()
        current.save(update_fields=["superseded_at"])
    row = ExportYear.objects.create(
        firm=firm, year=year, recorded_at=clock.now(), recorded_by=by, **figures
    )
    if exports and (held.first_export_year is None or year < held.first_export_year):
        held.first_export_year = firm.first_export_year = year
        held.save(update_fields=["first_export_year", "updated_at"])
    audit.record(
        events.YEAR_RECORDED,
        firm=firm,
        target=row,
        by=by,
        occurred_on=occurred_on,
        year=year,
        exports=_figure(exports),
        turnover=_figure(turnover),
        currency=currency,
    )
    return row


@transaction.atomic
def record_market_event(
    *,
    firm: Firm,
    kind: str,
    country: str,
    occurred_on: date,
    by: User | None,
    reason: str = "",
    mode: str = "",
    note: str = "",
) -> MarketEvent:
    """Record an entry, an exit with its reason, or a return; one that does not fit between those of
    the same market is refused, also when it is told late.

    The same event twice on one day stays one event. Raises InTheFuture, NotAMarketMove,
    InItAlready, LeftBefore, NeverThere.
    """
    if occurred_on > clock.today():
        raise InTheFuture(day=occurred_on)
    Firm.objects.select_for_update().get(pk=firm.pk)
    said = {
        "firm": firm,
        "kind": kind,
        "country": country,
        "occurred_on": occurred_on,
        "reason": reason,
        "mode": mode,
        "note": note,
    }
    if same := MarketEvent.objects.filter(**said).first():
        return same
    told = firm.market_events.filter(country=country).exclude(kind=CRITICAL_INCIDENT)
    moves = [(move.occurred_on, move.kind) for move in told.order_by("occurred_on", "pk")]
    require_market_order([*moves, (occurred_on, kind)] if kind != CRITICAL_INCIDENT else moves)
    event = MarketEvent.objects.create(recorded_at=clock.now(), recorded_by=by, **said)
    audit.record(
        MOVES[kind],
        firm=firm,
        target=event,
        by=by,
        occurred_on=occurred_on,
        market=country,
        reason=reason,
        note=note,
    )
    return event


def require_market_order(moves: Iterable[tuple[date, str]]) -> None:
    """Entered, left, entered again, left …: by day, and within a day in the order given."""
    standing = ""
    for _day, kind in sorted(moves, key=lambda move: move[0]):
        if kind == MarketEventKind.ENTRY and standing:
            raise InItAlready if standing != MarketEventKind.EXIT else LeftBefore
        if kind == MarketEventKind.EXIT and standing in ("", MarketEventKind.EXIT):
            raise NotAMarketMove
        if kind == MarketEventKind.RE_ENTRY and standing != MarketEventKind.EXIT:
            raise InItAlready if standing else NeverThere
        standing = kind


@transaction.atomic
def record_step(
    *,
    firm: Firm,
    kind: str,
    occurred_on: date,
    by: User | None,
    country: str = "",
    note: str = "",
    evidence: Document | None = None,
) -> ImplementationStep:
    """Record a step abroad that proves internationalisation has started.

    The same step twice on one day stays one step.
    """
    if occurred_on > clock.today():
        raise InTheFuture(day=occurred_on)
    Firm.objects.select_for_update().get(pk=firm.pk)
    step, created = ImplementationStep.objects.get_or_create(
        firm=firm,
        kind=kind,
        country=country,
        note=note,
        evidence=evidence,
        occurred_on=occurred_on,
        defaults={"recorded_at": clock.now(), "recorded_by": by},
    )
    if not created:
        return step
    audit.record(
        events.STEP_TAKEN,
        firm=firm,
        target=step,
        by=by,
        occurred_on=occurred_on,
        step=kind,
        note=note,
    )
    return step


def _figure(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:,.0f}".replace(",", " ")
