"""Which results stand behind a figure: a tile equals its list, and a withheld figure has none."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.shared.small_groups import WITHHELD, Withheld
from programs.outcomes.rules.grades import GRADES, Grade, below
from programs.outcomes.rules.kinds import Kind
from programs.outcomes.rules.totals import (
    ResultFacts,
    ResultRow,
    best,
    counted,
    is_asked,
    is_standing,
)


class What(StrEnum):
    """What a figure counts: a column, its upper bound, answers, or what a note speaks of."""

    COLUMN = "column"
    AT_MOST = "at_most"
    ASKED = "asked"
    ANSWERED = "answered"
    SHARED = "shared"
    CONVERTED = "converted"


#: Figures of one grade, of one row, and of the whole page.
OF_GRADE = frozenset({What.COLUMN, What.AT_MOST})
OF_PAGE = frozenset({What.SHARED, What.CONVERTED})


@dataclass(frozen=True)
class Group:
    """Which figure is asked about. `currency` goes with `kind`, `grade` with figures of a grade."""

    what: What
    kind: Kind | None = None
    currency: str = ""
    grade: Grade | None = None


@dataclass(frozen=True)
class Figure:
    """A figure as the page shows it: how many results, and their value where it has one."""

    n: int
    value: Decimal | None = None


@dataclass(frozen=True)
class Listed:
    """A result of a list: its grade and what it counts, withheld where they would give a figure
    away. `value` is None where results are counted, not what they came to; `full` is the whole
    confirmed value where the attributed part of it counts.
    """

    key: int
    kind: Kind
    currency: str
    grade: Grade | Withheld
    value: Decimal | Withheld | None
    is_answered: bool
    full: Decimal | None = None


def is_group(group: Group) -> bool:
    """Whether there can be such a figure."""
    if group.what in OF_PAGE:
        return group.kind is None and group.grade is None
    if group.what not in OF_GRADE:
        return group.kind is not None and group.grade is None
    is_first = group.what is What.AT_MOST and group.grade is Grade.CLAIMED
    return group.kind is not None and group.grade in GRADES and not is_first


_TESTS: dict[What, Callable[[ResultFacts, Group], bool]] = {
    What.COLUMN: lambda one, group: one.grade is group.grade,
    What.AT_MOST: lambda one, group: (
        group.grade is not None and one.grade in (group.grade, below(group.grade))
    ),
    What.ASKED: lambda one, _group: is_asked(one),
    What.ANSWERED: lambda one, _group: is_asked(one) and one.is_answered,
    What.SHARED: lambda one, _group: is_standing(one) and one.is_shared,
    What.CONVERTED: lambda one, _group: is_standing(one) and one.is_converted,
}


def members(results: Iterable[ResultFacts], group: Group) -> list[ResultFacts]:
    """The results behind a figure, in the order they came."""
    found = [one for one in results if _TESTS[group.what](one, group)]
    if group.kind is None:
        return found
    return [one for one in found if (one.kind, one.currency) == (group.kind, group.currency)]


def published(
    rows: Iterable[ResultRow], results: Iterable[ResultFacts], group: Group
) -> Figure | Withheld:
    """The figure as the page shows it; `rows` are those of `results`."""
    if group.what in OF_PAGE:
        return Figure(len(members(results, group)))
    for row in rows:
        if (row.kind, row.currency) == (group.kind, group.currency):
            return _figure(row, group)
    return Figure(0)


def _figure(row: ResultRow, group: Group) -> Figure | Withheld:
    n: int | Withheld | None
    value: Decimal | Withheld | None = None
    if group.grade is not None:
        column = row.columns[group.grade]
        is_bound = group.what is What.AT_MOST
        n, value = (column.n_at_most, column.at_most) if is_bound else (column.n, column.value)
    else:
        n = row.asked if group.what is What.ASKED else row.answered
    return WITHHELD if n is None or n is WITHHELD or value is WITHHELD else Figure(n, value)


def listed(rows: Iterable[ResultRow], results: Sequence[ResultFacts], group: Group) -> list[Listed]:
    """The list behind a published figure. A list across grades is silent about those of a row
    in which a column is withheld: what is left over would be that column.
    """
    hiding = {(row.kind, row.currency) for row in rows if row.has_withheld}
    return [
        _listed(one, group.what not in OF_GRADE and (one.kind, one.currency) in hiding)
        for one in members(results, group)
    ]


def _listed(result: ResultFacts, is_hidden: bool) -> Listed:
    is_adjusted = result.grade is Grade.ATTRIBUTED and not is_hidden
    return Listed(
        key=result.key,
        kind=result.kind,
        currency=result.currency,
        grade=WITHHELD if is_hidden else result.grade,
        value=WITHHELD if is_hidden else counted(result),
        is_answered=result.is_answered,
        full=best(result) if is_adjusted else None,
    )
