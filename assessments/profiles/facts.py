"""What the record says of a firm on a day, as the facts the rules read."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from assessments.scoring.facts import (
    CaseFacts,
    DevelopmentLevel,
    EventType,
    FirmEvent,
    FirmFacts,
    FirstContact,
    Lll,
    ProductForm,
    YearFigures,
)
from assessments.scoring.history import months_since_year
from firms.register.models import ExportYear, Firm, ImplementationStep, MarketEvent

LEVELS = Path(__file__).resolve().parents[1] / "reference" / "development_levels.yaml"


@cache
def development_levels() -> dict[str, DevelopmentLevel]:
    """Development level by ISO country code, from the editable table we ship."""
    table = yaml.safe_load(LEVELS.read_text(encoding="utf-8"))
    return {code: DevelopmentLevel(level) for level, codes in table.items() for code in codes}


def case_facts(firm: Firm, as_of: date) -> CaseFacts:
    """Everything stage rules read of a firm on a day, in three queries."""
    return facts_from(
        firm,
        years=list(firm.export_years.current()),
        events=list(firm.market_events.all()),
        steps=list(firm.steps.all()),
        as_of=as_of,
    )


def facts_from(
    firm: Firm,
    *,
    years: Sequence[ExportYear],
    events: Iterable[MarketEvent],
    steps: Iterable[ImplementationStep],
    as_of: date,
) -> CaseFacts:
    """The same from rows at hand, for pages and reports that read many firms at once.

    `years` current figures only. What happened after `as_of` is not read. Figures of a part of a
    year are compared with no whole year; exports in them prove a sale all the same.
    """
    known = sorted(
        (event for event in events if event.occurred_on <= as_of),
        key=lambda event: (event.occurred_on, event.pk),
    )
    past = [year for year in years if year.year <= as_of.year]
    kept = comparable_years([year for year in past if not year.is_partial])
    start = year_before(as_of)
    return CaseFacts(
        as_of=as_of,
        firm=_firm_facts(firm),
        currency=kept[-1].currency if kept else "",
        years=tuple(YearFigures(row.year, row.turnover, row.exports) for row in kept),
        months_since_last_export=_months_silent(firm.last_export_on, past, as_of),
        first_export_year=_first_export_year(firm, years),
        markets_active=len(active_markets(known)) if known else None,
        repeat_buyers=firm.repeat_buyers,
        mode=firm.entry_mode or None,
        implementation_steps_12m=tuple(
            step.kind for step in steps if start < step.occurred_on <= as_of
        ),
        events=tuple(
            FirmEvent(EventType(row.kind), row.occurred_on.year, row.country, row.reason)
            for row in known
        ),
        lll=Lll(firm.has_linkage, firm.has_leverage, firm.has_learning),
        first_contact=FirstContact(firm.first_contact) if firm.first_contact else None,
        had_plan=firm.had_plan,
    )


def comparable_years(years: Sequence[ExportYear]) -> list[ExportYear]:
    """Years in the currency of the latest one, oldest first.

    Figures in different currencies are never compared: without a rate they are unknown.
    """
    ordered = sorted(years, key=lambda row: row.year)
    return [row for row in ordered if row.currency == ordered[-1].currency]


def active_markets(events: Iterable[MarketEvent]) -> tuple[str, ...]:
    """Countries the firm entered and has not left since; `events` oldest first."""
    standing: dict[str, bool] = {}
    for event in events:
        if event.country and event.kind != EventType.CRITICAL_INCIDENT:
            standing[event.country] = event.kind != EventType.EXIT
    return tuple(country for country, is_there in standing.items() if is_there)


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _firm_facts(firm: Firm) -> FirmFacts:
    return FirmFacts(
        country=firm.country,
        development_level=development_levels().get(firm.country),
        sector=firm.isic_division or firm.isic_section,
        founded=firm.founded,
        employees=firm.employees,
        product_form=ProductForm(firm.product_form) if firm.product_form else None,
    )


def _months_silent(stated: date | None, years: Sequence[ExportYear], as_of: date) -> int | None:
    """Whole months since the stated last export, unless later figures show one.

    Then figures of whole years speak for themselves (None), and part of a year for its last day.
    """
    last = max((row for row in years if row.exports), key=lambda row: row.year, default=None)
    if last is None or (stated is not None and stated.year >= last.year):
        return _months_since(stated, as_of)
    return months_since_year(last.year, as_of) if last.is_partial else None


def _months_since(day: date | None, as_of: date) -> int | None:
    if day is None or day > as_of:
        return None
    months = (as_of.year - day.year) * 12 + as_of.month - day.month
    return months if as_of.day >= day.day else months - 1


def _first_export_year(firm: Firm, years: Iterable[ExportYear]) -> int | None:
    """The stated year, or an earlier one whose figures show exports."""
    shown = [row.year for row in years if row.exports]
    stated = [firm.first_export_year] if firm.first_export_year is not None else []
    return min([*stated, *shown]) if stated else None
