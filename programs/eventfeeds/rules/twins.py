"""Which events of several feeds are one: the same key, or a like name at one time and place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rapidfuzz import fuzz

from programs.eventfeeds.rules.facts import BETWEEN, Decision, Doubt, DoubtCode, EventFacts, Target

#: Likeness of names, 0 to 100, from which somebody is asked (word order does not matter).
ALIKE = 85
_MARKS = re.compile(r"[^\w]+", re.UNICODE)
#: Facts that two versions of one event may tell differently.
TOLD = ("title", "kind", "days", "cost", "stops", "sectors", "summary")


@dataclass(frozen=True)
class Seen:
    """An event to compare. `name` is what its row is called by whoever compares."""

    name: int
    facts: EventFacts
    is_new: bool = True

    @cached_property
    def words(self) -> str:
        return " ".join(sorted(_MARKS.sub(" ", self.facts.title.casefold()).split()))

    @cached_property
    def places(self) -> frozenset[str]:
        return frozenset(stop.place.casefold() for stop in self.facts.stops if stop.place)


@dataclass(frozen=True)
class Twin:
    """The later of two events looks like the earlier; likeness of the names, 0 to 100."""

    earlier: Seen
    later: Seen
    likeness: Decimal


def find_twins(events: Iterable[Seen]) -> Iterator[Twin]:
    """For each new event the first earlier one that it looks like, at most one each."""
    before: list[Seen] = []
    by_event: dict[str, Seen] = {}
    for event in events:
        if event.is_new:
            same = by_event.get(event.facts.event)
            earlier = same if same and same.facts.feed != event.facts.feed else None
            earlier = earlier or next((other for other in before if _is_alike(other, event)), None)
            if earlier:
                yield Twin(earlier, event, _likeness(earlier, event))
        before.append(event)
        by_event.setdefault(event.facts.event, event)


def _is_alike(one: Seen, other: Seen) -> bool:
    first, second = one.facts, other.facts
    if first.starts_on > second.ends_on or second.starts_on > first.ends_on:
        return False
    if one.places and other.places and not one.places & other.places:
        return False
    return fuzz.ratio(one.words, other.words, score_cutoff=ALIKE) > 0


def _likeness(one: Seen, other: Seen) -> Decimal:
    return Decimal(fuzz.ratio(one.words, other.words)).quantize(Decimal("0.01"))


def differences(one: EventFacts, other: EventFacts) -> list[str]:
    """What two versions of an event tell differently, in a steady order."""
    return [told for told in TOLD if _told(one, told) != _told(other, told)]


def twin_doubt(twin: Twin, column: str, *, row: int) -> Doubt:
    """The question about a pair; `row` is the line of the earlier one in its file.

    Proposed: one is kept, and the texts are merged when the later one tells what the earlier
    does not.
    """
    earlier, later = twin.earlier.facts, twin.later.facts
    tells_more = any(_is_missing(earlier, told) and not _is_missing(later, told) for told in TOLD)
    tells_more |= bool(later.summary) and later.summary not in earlier.summary
    return Doubt(
        DoubtCode.SAME_EVENT,
        Target.TWIN,
        column,
        earlier.key,
        str(Decision.MERGE if tells_more else Decision.KEEP_FIRST),
        params={
            "row": row,
            "title": earlier.title,
            "likeness": str(twin.likeness),
            "differ": differences(earlier, later),
        },
    )


def changed_doubt(column: str, before: EventFacts, after: EventFacts, *, file: str) -> Doubt:
    """The question about a row that came back with other facts."""
    return Doubt(
        DoubtCode.CHANGED,
        Target.VERSION,
        column,
        before.key,
        str(Decision.ACCEPT),
        params={"title": before.title, "file": file, "differ": differences(before, after)},
    )


def _told(facts: EventFacts, told: str) -> object:
    if told == "stops":
        return [
            (stop.place.casefold(), stop.country, *facts.stop_days(stop)) for stop in facts.stops
        ]
    return getattr(facts, told)


def _is_missing(facts: EventFacts, told: str) -> bool:
    value = _told(facts, told)
    return value is None or value == "" or value == () or value == []


def side_by_side(one: EventFacts, other: EventFacts) -> Sequence[tuple[str, str, str]]:
    """(what, told by the first, told by the second) of everything that differs."""
    return [(told, written(one, told), written(other, told)) for told in differences(one, other)]


def written(facts: EventFacts, told: str) -> str:
    """One fact as text; empty when it is unknown."""
    match told:
        case "stops":
            return "; ".join(_stop(facts, place) for place in range(len(facts.stops)))
        case "sectors":
            return ", ".join(facts.sectors)
        case "cost":
            return "" if facts.cost is None else str(facts.cost)
    return str(getattr(facts, told))


def _stop(facts: EventFacts, place: int) -> str:
    stop = facts.stops[place]
    first, last = facts.stop_days(stop)
    where = ", ".join(part for part in (stop.place, stop.country) if part)
    return f"{where} {first.isoformat()}{BETWEEN}{last.isoformat()}"
