"""Geometry of the pictures of a firm: the way through the stages, and exports by year.

Pure: standard library only; words and colours live in templates and style sheets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

# The stage line, in units of its view box ------------------------------------------------------

WIDTH, HEIGHT = 760, 184
LEFT, RIGHT = 8.0, 745.0
LEVELS = {"growth_expansion": 34, "active_engagement": 86, "preparation": 138}
CSS = {"growth_expansion": "growth", "active_engagement": "active", "preparation": "prep"}
AXIS = 162
NOTE_WIDTH = 6.2  # of one letter at 11 px
MOST_YEARS = 12
NAME_END = 140.0  # the stage's name stands at the left of its line


@dataclass(frozen=True)
class Step:
    """The firm stands on `stage` from `on`; dormant when it has not exported for long."""

    on: date
    stage: str
    is_dormant: bool = False
    note: str = ""


@dataclass(frozen=True)
class Line:
    """A straight line with the class that colours it."""

    css: str
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Dot:
    """A point with the class that colours it."""

    css: str
    x: float
    y: float


@dataclass(frozen=True)
class Words:
    """A text at a point; `anchor` is start, middle or end."""

    text: str
    x: float
    y: float
    anchor: str = "start"


@dataclass(frozen=True)
class Level:
    """One stage as a horizontal guide."""

    stage: str
    y: int


@dataclass(frozen=True)
class StageLine:
    """Everything the template prints, in drawing order."""

    levels: tuple[Level, ...]
    ticks: tuple[float, ...]
    years: tuple[Words, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    notes: tuple[Words, ...]
    now: Dot | None


def stage_line(steps: Sequence[Step], until: date) -> StageLine:
    """The way so far from the oldest step to `until`; unknown stages are left out."""
    known = sorted((step for step in steps if step.stage in LEVELS), key=lambda step: step.on)
    known = [step for step in known if step.on <= until]
    levels = tuple(Level(stage, y) for stage, y in LEVELS.items())
    if not known:
        return StageLine(levels, (), (), (), (), (), None)
    first = date(known[0].on.year, 1, 1)
    last = date(until.year + 1, 1, 1)
    xs = [_x(step.on, first, last) for step in known]
    end = _x(until, first, last)
    lines: list[Line] = []
    for at, step in enumerate(known):
        y = LEVELS[step.stage]
        stop = xs[at + 1] if at + 1 < len(known) else end
        lines.append(
            Line("seg dorm" if step.is_dormant else f"seg {CSS[step.stage]}", xs[at], y, stop, y)
        )
    lines += [_move(*pair) for pair in pairwise(zip(known, xs, strict=True)) if _moves(pair)]
    return StageLine(
        levels=levels,
        ticks=_year_ticks(first, last),
        years=_year_names(first, last),
        lines=tuple(lines),
        dots=tuple(_dot(step, x) for step, x in zip(known, xs, strict=True)),
        notes=_notes(known, xs),
        now=Dot("now", end, LEVELS[known[-1].stage]),
    )


def _x(on: date, first: date, last: date) -> float:
    share = (on - first).days / (last - first).days
    return round(LEFT + share * (RIGHT - LEFT), 1)


def _moves(pair: tuple[tuple[Step, float], tuple[Step, float]]) -> bool:
    return pair[0][0].stage != pair[1][0].stage


def _move(before: tuple[Step, float], after: tuple[Step, float]) -> Line:
    start, end = LEVELS[before[0].stage], LEVELS[after[0].stage]
    return Line("mv up" if end < start else "mv down", after[1], start, after[1], end)


def _dot(step: Step, x: float) -> Dot:
    return Dot("pt dorm" if step.is_dormant else f"pt {CSS[step.stage]}", x, LEVELS[step.stage])


def _year_ticks(first: date, last: date) -> tuple[float, ...]:
    return tuple(_x(date(year, 1, 1), first, last) for year in range(first.year, last.year + 1))


def _year_names(first: date, last: date) -> tuple[Words, ...]:
    every = -(-(last.year - first.year) // MOST_YEARS)
    return tuple(
        Words(str(year), _x(date(year, 7, 2), first, last), 178, "middle")
        for year in range(first.year, last.year, every)
    )


def _notes(steps: Sequence[Step], xs: Sequence[float]) -> tuple[Words, ...]:
    """Notes beside their steps, above the line; below it where something else stands there."""
    placed: list[Words] = []
    ends: dict[tuple[str, bool], float] = {}
    for at, (step, x) in enumerate(zip(steps, xs, strict=True)):
        if not step.note:
            continue
        length = len(step.note) * NOTE_WIDTH
        anchor = "end" if x + 8 + length > WIDTH else "start"
        start = x - 8 - length if anchor == "end" else x + 8
        is_taken = start < ends.get((step.stage, False), NAME_END)
        below = step.is_dormant or is_taken or _meets_step_up(steps, xs, at, start + length)
        if below and start < ends.get((step.stage, True), 0.0):
            continue
        ends[(step.stage, below)] = start + length + 6
        y = LEVELS[step.stage] + (19 if below else -12)
        placed.append(Words(step.note, x - 8 if anchor == "end" else x + 8, y, anchor))
    return tuple(placed)


def _meets_step_up(steps: Sequence[Step], xs: Sequence[float], at: int, note_end: float) -> bool:
    """Whether the next step up rises through a note that ends at `note_end`."""
    if at + 1 == len(steps) or xs[at + 1] > note_end:
        return False
    return LEVELS[steps[at + 1].stage] < LEVELS[steps[at].stage]


# Exports by year -------------------------------------------------------------------------------

BARS_WIDTH, BARS_HEIGHT = 360, 156
BASE, TALLEST = 132, 104


@dataclass(frozen=True)
class YearBar:
    """One year: its bar and the places of its figure and its name."""

    year: int
    amount: Decimal
    x: float
    y: float
    width: float
    height: float
    middle: float
    label_y: float
    is_partial: bool


def year_bars(
    rows: Sequence[tuple[int, Decimal]], partial: int | None = None
) -> tuple[YearBar, ...]:
    """Bars over a common base; `partial` is a year that is not over yet."""
    if not rows:
        return ()
    most = max(max(amount for _, amount in rows), Decimal(0)) or Decimal(1)
    slot = BARS_WIDTH / max(len(rows), 4)
    width = round(min(slot * 0.72, 36.0), 1)
    return tuple(_bar(at, row, slot, width, most, partial) for at, row in enumerate(rows))


def _bar(
    at: int,
    row: tuple[int, Decimal],
    slot: float,
    width: float,
    most: Decimal,
    partial: int | None,
) -> YearBar:
    year, amount = row
    middle = round(slot * at + slot / 2, 1)
    height = round(float(max(amount, Decimal(0)) / most) * TALLEST, 1)
    return YearBar(
        year=year,
        amount=amount,
        x=round(middle - width / 2, 1),
        y=round(BASE - height, 1),
        width=width,
        height=height,
        middle=middle,
        label_y=round(BASE - height - 6, 1),
        is_partial=year == partial,
    )
