"""The attendance grid: what a typed row means beside what stands, without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from programs.engagements.rules.delivery import Attendance

MOST_HOURS = Decimal(999)


@dataclass(frozen=True)
class Stands:
    """A row as the database holds it: marks by day, hours of all sessions, and its version.

    The version changes with every fact and every move of the engagement.
    """

    marks: Mapping[date, Attendance]
    hours: Decimal | None
    version: str
    may_no_show: bool = True


@dataclass(frozen=True)
class Typed:
    """A row as it was typed. `shown` is what the form held when it was opened."""

    marks: Mapping[date, str]
    hours: str
    no_show: bool
    version: str
    shown: str

    def is_touched(self, days: Sequence[date]) -> bool:
        """Whether somebody typed anything."""
        return self.no_show or as_shown(self.marks, self.hours, days) != self.shown


class RowState(StrEnum):
    """What becomes of a row."""

    UNTOUCHED = "untouched"
    CHANGED = "changed"
    WRONG = "wrong"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True)
class Verdict:
    """What a typed row comes to.

    Problems: hours_unreadable, hours_out_of_range, hours_taken_away, mark_unknown,
    mark_taken_away, in_future, there_or_no_show, no_show_not_allowed.
    """

    state: RowState
    marks: Mapping[date, Attendance]
    hours: Decimal | None = None
    no_show: bool = False
    problems: tuple[str, ...] = ()


def as_shown(marks: Mapping[date, str], hours: str, days: Sequence[date]) -> str:
    """The row as one string, to tell whether somebody touched it."""
    return "|".join([*(marks.get(day, "") for day in days), hours])


def hours_text(hours: Decimal | None) -> str:
    """Hours as the field holds them: no zeros that say nothing."""
    if hours is None:
        return ""
    text = f"{hours:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def judge(typed: Typed, stands: Stands, days: Sequence[date], *, today: date) -> Verdict:
    """Decide about one row: untouched rows are left alone, whatever happened meanwhile.

    A touched row whose version is old is not written over what stands now.
    """
    if not typed.is_touched(days):
        return Verdict(RowState.UNTOUCHED, {})
    if typed.version != stands.version:
        return Verdict(RowState.OVERTAKEN, {})
    marks, problems = _marks(typed, stands, days, today)
    hours = _hours(typed.hours, problems)
    if stands.hours is not None and not typed.hours.strip():
        problems.append("hours_taken_away")
    if typed.no_show:
        there = {**stands.marks, **marks}
        if any(mark in (Attendance.PRESENT, Attendance.LATE) for mark in there.values()):
            problems.append("there_or_no_show")
        elif not stands.may_no_show:
            problems.append("no_show_not_allowed")
    if problems:
        return Verdict(RowState.WRONG, {}, problems=tuple(problems))
    changed = hours if hours != stands.hours else None
    if not marks and changed is None and not typed.no_show:
        return Verdict(RowState.UNTOUCHED, {})
    return Verdict(RowState.CHANGED, marks, changed, typed.no_show)


def _marks(
    typed: Typed, stands: Stands, days: Sequence[date], today: date
) -> tuple[dict[date, Attendance], list[str]]:
    """The marks that differ from what stands, and what is wrong with them."""
    found: dict[date, Attendance] = {}
    problems: list[str] = []
    for day in days:
        text = typed.marks.get(day, "")
        known = stands.marks.get(day)
        if not text:
            if known is not None:
                problems.append("mark_taken_away")
            continue
        if text not in set(Attendance):
            problems.append("mark_unknown")
        elif day > today:
            problems.append("in_future")
        elif Attendance(text) is not known:
            found[day] = Attendance(text)
    return found, list(dict.fromkeys(problems))


def _hours(text: str, problems: list[str]) -> Decimal | None:
    if not text.strip():
        return None
    plain = text.strip().replace(",", ".", 1)
    whole, _point, part = plain.partition(".")
    if not (whole + part).isascii() or not whole.isdigit() or not (part or "0").isdigit():
        problems.append("hours_unreadable")
        return None
    hours = Decimal(plain.rstrip("."))
    if hours > MOST_HOURS or hours != hours.quantize(Decimal("0.01")):
        problems.append("hours_out_of_range")
        return None
    return hours
