"""The report as a sheet and as JSON; the guide on cohorts documents both.

A withheld figure is the same everywhere: no value, and a mark that says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs.reports.rules import StateShare, Withheld
from programs.reports.selectors import CohortReport, WaitFigure

FORMAT = "portolan.cohort_report/1"

Figure = int | float | Decimal | Withheld | None
Line = tuple[str, str, str, str, Figure]

#: Figures a sheet can be narrowed to, by the word in the address.
FIGURES = (
    "members",
    "stages",
    "transitions",
    "moves",
    "time_to_next_stage",
    "follow_ups",
    "relief",
)


def sheet(report: CohortReport, figure: str = "") -> tuple[list[str], list[Sequence[Any]]]:
    """Header and rows: one figure a row, all of them or those of one part of the report."""
    header = [
        _("Figure"),
        _("At intake"),
        _("Now, month or constraint"),
        _("Measure"),
        _("Value"),
        _("Withheld"),
        _("As of"),
    ]
    rows = [_cells(line, report.as_of) for line in _lines(report) if figure in ("", line[0])]
    return header, rows


def _cells(line: Line, as_of: date) -> Sequence[Any]:
    *words, value = line
    is_withheld = isinstance(value, Withheld)
    return [*words, None if is_withheld else value, _("yes") if is_withheld else _("no"), as_of]


def _lines(report: CohortReport) -> Iterator[Line]:
    yield ("members", "", "", "count", report.n)
    yield ("members", "", "", "retained", report.retention.count)
    yield ("members", "", "", "retained_share", report.retention.share)
    for moment, parts in (("at_intake", report.matrix.at_intake), ("now", report.matrix.now)):
        for part in parts:
            yield ("stages", moment, part.state.value, "count", part.count)
            yield ("stages", moment, part.state.value, "share", part.share)
    for row in report.matrix.rows:
        yield ("transitions", row.stage.value, "", "count", row.n)
        for cell in row.cells:
            yield ("transitions", row.stage.value, cell.state.value, "count", cell.count)
            yield ("transitions", row.stage.value, cell.state.value, "share", cell.share)
    for way, move in report.matrix.movements.items():
        yield ("moves", "", way.value, "count", move.count)
        yield ("moves", "", way.value, "withheld_cells", move.withheld_cells)
    for figure in report.waits:
        yield from _wait_lines(figure)
    yield ("follow_ups", "", "", "due", report.follow_ups.due)
    for promise in report.follow_ups.parts:
        yield ("follow_ups", "", promise.kind.value, "count", promise.count)
        yield ("follow_ups", "", promise.kind.value, "share", promise.share)
    for relief in report.relief:
        for measure in ("n", "before", "after", "change"):
            yield ("relief", "", relief.constraint, measure, getattr(relief, measure))


def _wait_lines(figure: WaitFigure) -> Iterator[Line]:
    name, stage = "time_to_next_stage", figure.stage.value
    yield (name, stage, "", "count", figure.n)
    yield (name, stage, "", "moved_up", figure.moved)
    for point in figure.points:
        for measure in ("reached", "low", "high", "at_risk"):
            yield (name, stage, str(point.month), measure, getattr(point, measure))


def as_json(report: CohortReport) -> dict[str, Any]:
    """The report as plain JSON values; codes instead of words, shares from 0 to 1."""
    cohort, days = report.cohort, report.days
    return {
        "format": FORMAT,
        "cohort": {
            "code": cohort.code,
            "name": cohort.name,
            "intake_from": cohort.intake_from.isoformat(),
            "intake_to": cohort.intake_to.isoformat(),
            "office": cohort.office.code if cohort.office else None,
            "program": cohort.program.code if cohort.program else None,
            "frozen_at": cohort.frozen_at.isoformat() if cohort.frozen_at else None,
        },
        "as_of": days.as_of.isoformat(),
        "recorded_by": days.recorded_by.isoformat() if days.recorded_by else None,
        "computed_at": report.computed_at.isoformat(),
        "members": _figures(count=report.n) | {"is_partial": report.is_partial},
        "retention": _figures(count=report.retention.count, share=report.retention.share),
        "stages": {
            "at_intake": _states(report.matrix.at_intake),
            "now": _states(report.matrix.now),
        },
        "transitions": [
            {"stage": row.stage.value, **_figures(n=row.n)}
            | {
                "cells": [
                    {"state": cell.state.value, "direction": cell.direction.value}
                    | _figures(count=cell.count, share=cell.share)
                    for cell in row.cells
                ]
            }
            for row in report.matrix.rows
        ],
        "moves": {
            way.value: {"count": one.count, "withheld_cells": one.withheld_cells}
            for way, one in report.matrix.movements.items()
        },
        "time_to_next_stage": [_wait(figure) for figure in report.waits],
        "follow_ups": _figures(due=report.follow_ups.due)
        | {
            "parts": [
                {"kind": part.kind.value, **_figures(count=part.count, share=part.share)}
                for part in report.follow_ups.parts
            ]
        },
        "relief": [
            {"constraint": one.constraint}
            | _figures(n=one.n, before=one.before, after=one.after, change=one.change)
            for one in report.relief
        ],
    }


def _figures(**values: Figure) -> dict[str, Any]:
    """Figures that stand together; a withheld one is null, and the group is marked."""
    return {name: _plain(value) for name, value in values.items()} | {
        "withheld": any(isinstance(value, Withheld) for value in values.values())
    }


def _plain(value: Figure) -> int | float | None:
    if value is None or isinstance(value, Withheld):
        return None
    return float(value) if isinstance(value, Decimal) else value


def _states(parts: Iterable[StateShare]) -> list[dict[str, Any]]:
    return [
        {"state": part.state.value, **_figures(count=part.count, share=part.share)}
        for part in parts
    ]


def _wait(figure: WaitFigure) -> dict[str, Any]:
    median = None if figure.median is None else round(figure.median, 2)
    return (
        {"stage": figure.stage.value}
        | _figures(n=figure.n, moved_up=figure.moved)
        | {
            "median_months": median,
            "points": [
                {
                    "month": point.month,
                    "reached": point.reached,
                    "low": point.low,
                    "high": point.high,
                    "at_risk": point.at_risk,
                }
                for point in figure.points
            ],
        }
    )
