"""Cases in a few words: figures by year, and facts that differ from a plain exporter."""

from datetime import date
from decimal import Decimal
from typing import Any

from assessments.scoring.facts import (
    CaseFacts,
    EventType,
    FirmEvent,
    FirmFacts,
    YearFigures,
)

AS_OF = date(2026, 6, 30)


def figures(first: int, *exports: object, turnover: object = 1000) -> tuple[YearFigures, ...]:
    """Yearly exports from a first year on, at one turnover; None is unknown."""
    total = None if turnover is None else Decimal(str(turnover))
    return tuple(
        YearFigures(first + index, total, None if export is None else Decimal(str(export)))
        for index, export in enumerate(exports)
    )


def event(kind: str, year: int, market: str = "") -> FirmEvent:
    return FirmEvent(type=EventType(kind), year=year, market=market)


def case(*, as_of: date = AS_OF, founded: int | None = None, **facts: Any) -> CaseFacts:
    """Facts of a case; `firm` keys beside `founded` go in as `firm=FirmFacts(...)`."""
    firm = facts.pop("firm", None) or FirmFacts(founded=founded)
    return CaseFacts(as_of=as_of, firm=firm, **facts)
