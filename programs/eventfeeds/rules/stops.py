"""The grammar of stops: `start-end city,country | …`, the days of a stop may be absent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from firms.imports.rules import Unreadable
from programs.eventfeeds.rules.cells import Day, DayReader

BETWEEN_STOPS = "|"
#: Signs one stop may have, days, city and country together.
LONGEST_STOP = 160
#: Digits with marks of dates, at the beginning, before the name of a place.
_DAYS = re.compile(r"(?P<days>[0-9][0-9./\-–— ]*[./\-–—][0-9./\-–— ]*)(?=\s+[^\s0-9]|$)")
_DASH = re.compile("[-–—]")


@dataclass(frozen=True)
class StopCell:
    """A stop as written: its days if readable, its place, and the country as it was named.

    `country` is an ISO code, or empty when `named` is none that is known.
    """

    text: str
    place: str
    named: str
    country: str
    first: Day | None = None
    last: Day | None = None
    has_bad_days: bool = False


def read_stops(cell: str, days: DayReader, countries: Mapping[str, str]) -> list[StopCell]:
    """The stops of a cell in order. `countries`: case-folded name → ISO code.

    Raises Unreadable: cell_too_long.
    """
    parts = [" ".join(part.split()) for part in cell.split(BETWEEN_STOPS)]
    longest = max(map(len, parts), default=0)
    if longest > LONGEST_STOP:
        raise Unreadable("cell_too_long", length=longest, limit=LONGEST_STOP)
    return [_stop(part, days, countries) for part in parts if part]


def _stop(text: str, days: DayReader, countries: Mapping[str, str]) -> StopCell:
    found = _DAYS.match(text)
    if found is None:
        return _placed(text, text, countries)
    written = found["days"].strip()
    rest = text[found.end("days") :].strip()
    placed = _placed(text, rest, countries)
    pair = _pair(written, days)
    if pair is None:
        return replace(placed, has_bad_days=True)
    return replace(placed, first=pair[0], last=pair[1])


def _placed(text: str, place: str, countries: Mapping[str, str]) -> StopCell:
    city, comma, named = place.rpartition(",")
    if not comma:
        city, named = place, ""
    code = countries.get(named.strip().casefold(), "")
    return StopCell(text, city.strip(), named.strip(), code)


def _pair(written: str, days: DayReader) -> tuple[Day, Day] | None:
    """The two days of `start-end`, wherever the dash between them is; one day is both."""
    for dash in _DASH.finditer(written):
        first = _day(written[: dash.start()], days)
        last = _day(written[dash.end() :], days)
        if first and last:
            return first, last
    only = _day(written, days)
    return (only, only) if only else None


def _day(text: str, days: DayReader) -> Day | None:
    try:
        return days.read(text.strip())
    except Unreadable:
        return None
