"""How far up an unanswered follow-up goes, in working days, each step once."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from firms.staff.rules import ONE_DAY, WorkingCalendar
from programs.followups.rules.steps import Who


class Level(IntEnum):
    """Who is told: the firm, its adviser, who covers for the adviser, the office, the manager."""

    FIRM = 0
    ADVISER = 1
    DELEGATE = 2
    OFFICE = 3
    MANAGER = 4


#: Working days after the due day until the next one up is told.
WINDOW = 5


@dataclass(frozen=True)
class Ladder:
    """The levels of a kind of follow-up, and after how many working days each is told."""

    after: tuple[tuple[Level, int], ...]

    def days_until(self, level: Level) -> int | None:
        """Working days after the due day; None when this ladder has no such level."""
        return dict(self.after).get(level)


def ladder_of(who: Who, window: int = WINDOW) -> Ladder:
    """The ladder of a follow-up: what the firm answers reaches its adviser one window later.

    The first level is the reminder itself, not a step up. `window` is in working days, at least 1.
    """
    first = {Who.FIRM: Level.FIRM, Who.ADVISER: Level.ADVISER, Who.MANAGER: Level.OFFICE}[who]
    levels = [level for level in Level if level >= first]
    return Ladder(tuple((level, place * window) for place, level in enumerate(levels)))


def latest_due(days: int, calendar: WorkingCalendar, today: date) -> date:
    """The latest due day that lies at least `days` working days back: due then or before."""
    day = calendar.working_day_before(today)
    for _each in range(days):
        day = calendar.working_day_before(day - ONE_DAY)
    return day
