"""What does not fit together in an event whose cells could all be read."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from programs.eventfeeds.rules.facts import Doubt, DoubtCode, EventFacts, Target, period
from programs.eventfeeds.rules.plan import FeedPlan

#: A stop this close to the event belongs to it; farther away its days are a mistake.
NEAR = timedelta(days=3)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
#: Doubts that stand in the way of writing an event, however often they were answered.
HARD = frozenset(
    {DoubtCode.ENDS_BEFORE_START, DoubtCode.STOP_ENDS_BEFORE_START, DoubtCode.KIND_UNKNOWN}
)


def misfits(facts: EventFacts, plan: FeedPlan, *, today: date) -> list[Doubt]:
    """Doubts about the event as a whole, in the order they are asked."""
    at = plan.at
    if facts.ends_on < facts.starts_on:
        swapped = period(facts.ends_on, facts.starts_on)
        column = at.ends_on or at.starts_on
        code = DoubtCode.ENDS_BEFORE_START
        return [Doubt(code, Target.DAYS, column, facts.days, swapped)]
    return [*_stops(facts, at.stops or ""), *_years(facts, plan), *_past(facts, at, today)]


def _stops(facts: EventFacts, column: str) -> Iterator[Doubt]:
    early, late = [], []
    for place, stop in enumerate(facts.stops):
        first, last = facts.stop_days(stop)
        params = {"stop": stop.place or stop.country, "event": facts.days}
        if last < first:
            code = DoubtCode.STOP_ENDS_BEFORE_START
        elif _is_far(facts, first, last):
            code = DoubtCode.STOP_OUTSIDE_EVENT
        else:
            if first < facts.starts_on:
                early.append((first, place, period(first, last), params))
            if last > facts.ends_on:
                late.append((last, place, period(first, last), params))
            continue
        found = period(first, last)
        yield Doubt(code, Target.STOP_DAYS, column, found, facts.days, place, params)
    if early:
        day, place, found, params = min(early, key=lambda stop: stop[:2])
        code, proposed = DoubtCode.STOP_BEFORE_EVENT, day.isoformat()
        yield Doubt(code, Target.STARTS_ON, column, found, proposed, place, params)
    if late:
        day, place, found, params = max(late, key=lambda stop: stop[:2])
        code, proposed = DoubtCode.STOP_AFTER_EVENT, day.isoformat()
        yield Doubt(code, Target.ENDS_ON, column, found, proposed, place, params)


def _is_far(facts: EventFacts, first: date, last: date) -> bool:
    return first > _shifted(facts.ends_on, NEAR) or last < _shifted(facts.starts_on, -NEAR)


def _shifted(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _years(facts: EventFacts, plan: FeedPlan) -> Iterator[Doubt]:
    """The title names a year, or else the text does, and the event is in no such year."""
    own = {facts.starts_on.year, facts.ends_on.year}
    for column, text in ((plan.at.title, facts.title), (plan.at.summary or "", facts.summary)):
        named = {int(year) for year in _YEAR.findall(text)}
        if named and not named & own:
            years = ", ".join(str(year) for year in sorted(named))
            code, params = DoubtCode.OTHER_YEAR_IN_TEXT, {"days": facts.days}
            yield Doubt(code, Target.DAYS, column, years, facts.days, 0, params)
        if named:
            return


def _past(facts: EventFacts, at: object, today: date) -> Iterator[Doubt]:
    if facts.ends_on < today:
        column = getattr(at, "starts_on", "")
        yield Doubt(DoubtCode.PAST_EVENT, Target.DAYS, column, facts.days, facts.days)
