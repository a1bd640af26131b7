"""What was delivered: hours, attendance by day, money; corrections are rows of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

#: How many days of an offering have a column of their own.
MOST_SESSION_DAYS = 14


class FactKind(StrEnum):
    """What a fact counts."""

    HOURS = "hours"
    ATTENDANCE = "attendance"
    MONEY = "money"


class Attendance(StrEnum):
    """How a firm appeared on a session day."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"
    EXCUSED = "excused"


#: The firm was there, on time or not.
THERE = frozenset({Attendance.PRESENT, Attendance.LATE})


@dataclass(frozen=True)
class Fact:
    """One row: `key` is its own, `corrects` the key of the row it replaces.

    Hours are decimal hours; an amount has its currency. A correction to zero takes a fact back.
    """

    key: int
    kind: FactKind
    on: date
    hours: Decimal | None = None
    attendance: Attendance | None = None
    amount: Decimal | None = None
    currency: str = ""
    corrects: int | None = None


@dataclass(frozen=True)
class Delivered:
    """Totals of what is in force. Nothing on record is None, never zero.

    `days`: session days by attendance. `money`: currency → sum, currencies are never added up.
    """

    hours: Decimal | None
    days: dict[Attendance, int]
    money: dict[str, Decimal]

    @property
    def days_known(self) -> int:
        return sum(self.days.values())

    @property
    def days_there(self) -> int:
        return sum(self.days.get(each, 0) for each in THERE)


def in_force(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that no later row replaced, in the order given."""
    rows = list(facts)
    replaced = {row.corrects for row in rows}
    return [row for row in rows if row.key not in replaced]


def delivered(facts: Iterable[Fact]) -> Delivered:
    """Sum what is in force; the order of the rows does not matter."""
    hours: Decimal | None = None
    days: dict[Attendance, int] = {}
    money: dict[str, Decimal] = {}
    for fact in in_force(facts):
        if fact.kind is FactKind.HOURS and fact.hours is not None:
            hours = (hours or Decimal(0)) + fact.hours
        elif fact.kind is FactKind.ATTENDANCE and fact.attendance is not None:
            days[fact.attendance] = days.get(fact.attendance, 0) + 1
        elif fact.kind is FactKind.MONEY and fact.amount is not None:
            money[fact.currency] = money.get(fact.currency, Decimal(0)) + fact.amount
    return Delivered(hours, days, money)


def session_days(
    starts_on: date, ends_on: date, *, most: int = MOST_SESSION_DAYS
) -> tuple[date, ...]:
    """Each day from the first to the last, at most `most` of them."""
    count = min((ends_on - starts_on).days + 1, most)
    return tuple(starts_on + timedelta(days=n) for n in range(max(count, 0)))
