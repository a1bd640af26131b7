"""Stage tests as stored: plain JSON with the figures that stood in the record that day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from assessments.scoring.facts import CaseFacts, EventType
from assessments.scoring.results import StageReading, StageTest

Json = Any


def tests_as_json(reading: StageReading, facts: CaseFacts) -> list[dict[str, Json]]:
    """All tests of a reading; figures are text, so that none loses a digit."""
    return [_stored(test, facts) for test in reading.tests]


def _stored(test: StageTest, facts: CaseFacts) -> dict[str, Json]:
    return {
        "code": test.code,
        "gate": test.gate,
        "passed": test.passed,
        "found": _plain({**test.found, **_record(test, facts)}),
        "needed": _plain(test.needed),
    }


def _record(test: StageTest, facts: CaseFacts) -> Mapping[str, object]:
    """What the record says beyond the figures the test compared."""
    by_year = {row.year: row for row in facts.years}
    found: Any = test.found
    match test.code:
        case "exports_every_year":
            years = {
                str(year): by_year[year].export if year in by_year else None
                for year in found.get("years", ())
            }
            return {"exports": years, "currency": facts.currency}
        case "share":
            row = by_year.get(found.get("year"))
            return {"turnover": row.turnover if row else None, "currency": facts.currency}
        case "markets":
            return {"countries": _countries(facts)}
    return {}


def _countries(facts: CaseFacts) -> list[str]:
    """Markets entered and not left since; events stand oldest first."""
    standing: dict[str, bool] = {}
    for event in facts.events:
        if event.market and event.type in (EventType.ENTRY, EventType.RE_ENTRY, EventType.EXIT):
            standing[event.market] = event.type is not EventType.EXIT
    return [country for country, is_there in standing.items() if is_there]


def _plain(value: object) -> Json:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, StrEnum | Decimal | Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
