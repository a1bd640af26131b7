"""What people answered, applied to an event as it was read."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from programs.eventfeeds.rules.checks import HARD, misfits
from programs.eventfeeds.rules.facts import (
    BETWEEN,
    Doubt,
    DoubtCode,
    EventFacts,
    StopFacts,
    Target,
)
from programs.eventfeeds.rules.plan import FeedPlan
from programs.eventfeeds.rules.rows import DAMAGED

#: Signs that may stand in the place of a lost one.
LONGEST_SIGN = 20
_SHAPES = {
    Target.STOP_COUNTRY: re.compile("[A-Z]{2}"),
    Target.COST: re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?"),
    Target.SECTORS: re.compile("[0-9]{2}(?:,[0-9]{2})*"),
}


class Contradiction(ValueError):
    """Two answers about one row disagree."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} / {other}")
        self.one, self.other = one, other


def answered(facts: EventFacts, answers: Iterable[tuple[Doubt, str]], plan: FeedPlan) -> EventFacts:
    """The event with every answer in it.

    Raises Contradiction when two of them change the same thing in two ways.
    """
    changed: dict[str, str] = {}
    result = facts
    for doubt, value in answers:
        for field, part in _fields(doubt, value):
            if _is_as_read(facts, doubt, field, part):
                continue
            if changed.setdefault(field, part) != part and not _overrides(doubt):
                raise Contradiction(changed[field], part)
            changed[field] = part
            result = _put(result, doubt, field, part, plan)
    return result


def is_answer(target: Target, value: str, kinds: Collection[str]) -> bool:
    """Whether a value is written as answers to this target are; `kinds` are those offered."""
    match target:
        case Target.STARTS_ON | Target.ENDS_ON:
            return _is_day(value)
        case Target.DAYS | Target.STOP_DAYS:
            first, _between, last = value.partition(BETWEEN)
            return _is_day(first) and _is_day(last) and first <= last
        case Target.KIND:
            return value in kinds
        case Target.SIGN:
            return len(value) <= LONGEST_SIGN
        case Target.STOP_COUNTRY | Target.COST | Target.SECTORS:
            return not value or _SHAPES[target].fullmatch(value) is not None
    return False


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def still_doubtful(
    facts: EventFacts, asked: Sequence[Doubt], plan: FeedPlan, *, today: date
) -> list[Doubt]:
    """What does not fit in the event as it was answered and was not asked yet."""
    before = {doubt.key for doubt in asked}
    new = [
        doubt
        for doubt in misfits(facts, plan, today=today)
        if doubt.code in HARD or doubt.key not in before
    ]
    if not facts.kind:
        column = plan.at.kind or plan.at.title
        new.append(Doubt(DoubtCode.KIND_UNKNOWN, Target.KIND, column, "", None))
    return new


def merged(first: EventFacts, second: EventFacts) -> EventFacts:
    """The first event with what only the second knows, and the texts of both."""
    return replace(
        first,
        kind=first.kind or second.kind,
        cost=second.cost if first.cost is None else first.cost,
        stops=first.stops or second.stops,
        sectors=tuple(sorted({*first.sectors, *second.sectors})),
        summary=_joined(first.summary, second.summary),
    )


def only_certain(facts: EventFacts, doubts: Iterable[Doubt]) -> EventFacts:
    """The event without what these doubts are about."""
    for doubt in doubts:
        if doubt.target is Target.COST:
            facts = replace(facts, cost=None)
        elif doubt.target is Target.KIND:
            facts = replace(facts, kind="")
        elif doubt.target in (Target.STOP_COUNTRY, Target.STOP_DAYS):
            facts = replace(facts, stops=())
    return facts


def _joined(first: str, second: str) -> str:
    if second in first:
        return first
    return second if first in second else f"{first}\n\n{second}"


def _fields(doubt: Doubt, value: str) -> list[tuple[str, str]]:
    """(what is changed, its new value as text) of an answer."""
    if doubt.target is Target.DAYS:
        first, _between, last = value.partition(BETWEEN)
        return [(str(Target.STARTS_ON), first), (str(Target.ENDS_ON), last)]
    if doubt.target in (Target.STOP_DAYS, Target.STOP_COUNTRY):
        return [(f"{doubt.target} {doubt.place}", value)]
    if doubt.target is Target.SIGN:
        return [(f"{doubt.target} {doubt.column}", value)]
    return [(str(doubt.target), value)]


def _overrides(doubt: Doubt) -> bool:
    """Whether the question was asked because of earlier answers, so that its own one counts."""
    return doubt.target is Target.STOP_DAYS or doubt.code in HARD


def _is_as_read(facts: EventFacts, doubt: Doubt, field: str, part: str) -> bool:
    if field in (Target.STARTS_ON, Target.ENDS_ON):
        return getattr(facts, field) == date.fromisoformat(part)
    if doubt.target is Target.STOP_COUNTRY:
        known = facts.stops[doubt.place].country if doubt.place < len(facts.stops) else ""
        return known == part
    return False


def _put(facts: EventFacts, doubt: Doubt, field: str, value: str, plan: FeedPlan) -> EventFacts:
    match doubt.target:
        case Target.STARTS_ON | Target.ENDS_ON | Target.DAYS:
            return replace(facts, **{field: date.fromisoformat(value)})  # type: ignore[arg-type]
        case Target.STOP_DAYS:
            first, _between, last = value.partition(BETWEEN)
            return facts.with_stop(
                doubt.place,
                starts_on=date.fromisoformat(first),
                ends_on=date.fromisoformat(last),
            )
        case Target.STOP_COUNTRY:
            return facts.with_stop(doubt.place, country=value)
        case Target.COST:
            return replace(facts, cost=_amount(value))
        case Target.KIND:
            return replace(facts, kind=value)
        case Target.SECTORS:
            more = {code for code in value.replace(" ", "").split(",") if code}
            return replace(facts, sectors=tuple(sorted({*facts.sectors, *more})))
        case Target.SIGN:
            return _without_damage(facts, doubt.column, value, plan)
    return facts


def _amount(value: str) -> Decimal | None:
    return Decimal(value).quantize(Decimal("0.01")) if value else None


def _without_damage(facts: EventFacts, column: str, sign: str, plan: FeedPlan) -> EventFacts:
    if column == plan.at.title:
        facts = replace(facts, title=facts.title.replace(DAMAGED, sign))
    if column == plan.at.summary:
        facts = replace(facts, summary=facts.summary.replace(DAMAGED, sign))
    if column == plan.at.stops:
        stops = (_mended(stop, sign) for stop in facts.stops)
        facts = replace(facts, stops=tuple(stops))
    return facts


def _mended(stop: StopFacts, sign: str) -> StopFacts:
    return replace(stop, place=stop.place.replace(DAMAGED, sign))
