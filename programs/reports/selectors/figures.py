"""Figures of a report from the records of its members, with small groups withheld."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from programs.cohorts.rules import TOP_STAGE, Standing, TimeToStage, stage_waits
from programs.reports.rules import (
    SMALL_GROUP,
    STAGES,
    WITHHELD,
    Curve,
    Direction,
    Timeliness,
    TransitionMatrix,
    TransitionRow,
    Withheld,
    constraint_relief,
    follow_ups_on_time,
    kaplan_meier,
    protect,
    share,
    timeliness,
)
from programs.reports.selectors.records import MemberRecord

TICK_MONTHS = 6
DUE = (
    Timeliness.ON_TIME,
    Timeliness.LATE,
    Timeliness.IN_GRACE,
    Timeliness.OVERDUE,
    Timeliness.UNANSWERED,
)


@dataclass(frozen=True)
class WaitPoint:
    """By `month`: the share (0 to 1) that has moved up, its 95 % band, and firms still waiting."""

    month: int
    reached: float
    low: float
    high: float
    at_risk: int


@dataclass(frozen=True)
class WaitFigure:
    """Time to the next stage from one stage at intake, month by month.

    `points` end where fewer than five firms still wait. `median` in months, None when half have
    not moved within the points. All is withheld together.
    """

    stage: Standing
    n: int | Withheld
    moved: int | Withheld
    median: float | None
    points: tuple[WaitPoint, ...]

    @property
    def is_withheld(self) -> bool:
        """Whether nothing of this curve is shown."""
        return isinstance(self.moved, Withheld)

    @property
    def ticks(self) -> tuple[WaitPoint, ...]:
        """Every sixth month, and the last."""
        last = self.points[-1:] if self.points and self.points[-1].month % TICK_MONTHS else ()
        return (*(one for one in self.points if one.month % TICK_MONTHS == 0), *last)


@dataclass(frozen=True)
class PromisePart:
    """Follow-ups that went one way, and their share of those due."""

    kind: Timeliness
    count: int | Withheld
    share: Decimal | Withheld


@dataclass(frozen=True)
class PromiseFigure:
    """Follow-ups due since intake; those `excluded` (replaced, stale) stand outside `due`."""

    due: int | Withheld
    parts: tuple[PromisePart, ...]
    excluded: int | Withheld

    def part(self, kind: Timeliness) -> PromisePart:
        """The part of one kind."""
        return next(part for part in self.parts if part.kind is kind)


@dataclass(frozen=True)
class ReliefFigure:
    """Mean severity of a constraint before and after over `n` firms; None without any pair."""

    constraint: str
    name: str
    n: int | Withheld
    before: Decimal | Withheld | None
    after: Decimal | Withheld | None
    change: Decimal | Withheld | None


@dataclass(frozen=True)
class Retention:
    """Members placed in a stage and reached in the last 180 days."""

    count: int | Withheld
    share: Decimal | Withheld


def hidden_if_small(count: int) -> int | Withheld:
    """A count of firms or promises that stands alone."""
    return WITHHELD if 0 < count < SMALL_GROUP else count


def wait_figures(
    members: Iterable[MemberRecord], matrix: TransitionMatrix
) -> tuple[WaitFigure, ...]:
    """One curve for each stage at intake that has a next one and any members."""
    everybody = tuple(members)
    rows = {row.stage: row for row in matrix.rows}
    return tuple(
        _wait_figure(rows[stage], [m.wait for m in everybody if m.intake is stage])
        for stage in STAGES
        if stage.value != TOP_STAGE.value and rows[stage].n != 0
    )


def _wait_figure(row: TransitionRow, waits: Sequence[object]) -> WaitFigure:
    """Withheld with its row, when few moved or few did not, or when it could tell cells apart."""
    spells = stage_waits(one for one in waits if isinstance(one, TimeToStage)).spells
    curve = kaplan_meier(spells)
    alone = (hidden_if_small(curve.events), hidden_if_small(curve.n - curve.events))
    if isinstance(row.n, Withheld) or WITHHELD in alone or _tells_cells_apart(row):
        return WaitFigure(row.stage, row.n, WITHHELD, None, ())
    points = tuple(_points(curve))
    median = curve.median
    is_shown = median is not None and points and median <= points[-1].month
    return WaitFigure(row.stage, row.n, curve.events, median if is_shown else None, points)


def _tells_cells_apart(row: TransitionRow) -> bool:
    """Whether the number that moved up would give a withheld cell of the row away.

    It would unless no move up is withheld, or several are and nothing else: then their sum
    follows from the row anyway.
    """
    hidden = [cell.direction for cell in row.cells if cell.count is WITHHELD]
    ups = hidden.count(Direction.UP)
    return ups == 1 or (ups > 1 and ups < len(hidden))


def _points(curve: Curve) -> Iterable[WaitPoint]:
    months = range(int(curve.last_time) + 1)
    for month, at_risk in zip(months, curve.at_risk(months), strict=True):
        if at_risk < SMALL_GROUP:
            return
        point = curve.at(month)
        yield WaitPoint(
            month,
            round(point.reached, 4),
            round(point.reached_lower, 4),
            round(point.reached_upper, 4),
            at_risk,
        )


def promise_figure(members: Iterable[MemberRecord], *, as_of: date) -> PromiseFigure:
    """Follow-ups on time; all withheld when those due belong to fewer than five firms."""
    asked = [member.follow_ups for member in members if member.follow_ups]
    report = follow_ups_on_time((one for ones in asked for one in ones), as_of=as_of)
    firms = sum(any(timeliness(one, as_of=as_of) in DUE for one in ones) for ones in asked)
    table = protect([[report.counts[kind] for kind in DUE]])
    due, cells = table.row_totals[0], table.cells[0]
    if 0 < firms < SMALL_GROUP:
        due, cells = WITHHELD, (WITHHELD,) * len(DUE)
    return PromiseFigure(
        due=due,
        parts=tuple(
            PromisePart(kind, count, _share(count, due))
            for kind, count in zip(DUE, cells, strict=True)
        ),
        excluded=hidden_if_small(report.counts[Timeliness.EXCLUDED]),
    )


def relief_figures(
    members: Iterable[MemberRecord], names: Mapping[str, str]
) -> tuple[ReliefFigure, ...]:
    """Relief by constraint: the greatest first, then what is withheld, then what has no pair."""
    found = constraint_relief((pair for one in members for pair in one.pairs), tuple(names))
    figures = [
        ReliefFigure(
            constraint=one.constraint,
            name=names.get(one.constraint, one.constraint),
            n=hidden_if_small(one.n),
            before=one.before if one.n else None,
            after=one.after if one.n else None,
            change=one.change if one.n else None,
        )
        for one in found
    ]
    return tuple(sorted(figures, key=_by_relief))


def _by_relief(figure: ReliefFigure) -> tuple[int, Decimal]:
    if isinstance(figure.change, Decimal):
        return 0, figure.change
    return (2 if figure.change is None else 1), Decimal()


def retention(matrix: TransitionMatrix) -> Retention:
    """Published stages now, added up; withheld if any state now is."""
    counts = {part.state: part.count for part in matrix.now}
    if isinstance(matrix.n, Withheld) or WITHHELD in counts.values():
        return Retention(WITHHELD, WITHHELD)
    count = sum(counts[stage] for stage in STAGES)  # type: ignore[misc]
    if hidden_if_small(count) is WITHHELD or hidden_if_small(matrix.n - count) is WITHHELD:
        return Retention(WITHHELD, WITHHELD)
    return Retention(count, share(count, matrix.n))


def _share(part: int | Withheld, whole: int | Withheld) -> Decimal | Withheld:
    if isinstance(part, Withheld) or isinstance(whole, Withheld):
        return WITHHELD
    return share(part, whole)
