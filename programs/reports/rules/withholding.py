"""Small groups are withheld, and in such a way that nobody can work them out again.

Method: cell suppression (Willenborg & de Waal 2001, chapter 4). Primary: every figure of 1 to 4,
totals included. Secondary: further figures, smallest first, in the same row or column, until no
withheld figure follows from the published ones. Zeros are shown: an empty cell names nobody.
"""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

SMALL_GROUP = 5
THOUSANDTH = Decimal("0.001")

Cell = tuple[int, int]
Node = tuple[str, int]


class Withheld(Enum):
    """The only value that stands for a figure that is not shown."""

    WITHHELD = "withheld"


WITHHELD: Final = Withheld.WITHHELD


@dataclass(frozen=True)
class ProtectedTable:
    """Counts safe to publish: cells by row, the totals of rows and columns, the grand total."""

    cells: tuple[tuple[int | Withheld, ...], ...]
    row_totals: tuple[int | Withheld, ...]
    column_totals: tuple[int | Withheld, ...]
    total: int | Withheld

    @property
    def is_complete(self) -> bool:
        """Whether nothing had to be withheld."""
        rows = (*self.cells, self.row_totals, self.column_totals, (self.total,))
        return all(value is not WITHHELD for row in rows for value in row)


def share(part: int, whole: int) -> Decimal | Withheld:
    """part / whole to three places, 0 to 1; withheld when the whole is a small group.

    ValueError unless 0 ≤ part ≤ whole.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part!r} is no part of {whole!r}")
    return WITHHELD if whole < SMALL_GROUP else (Decimal(part) / whole).quantize(THOUSANDTH)


def protect(rows: Sequence[Sequence[int]]) -> ProtectedTable:
    """Withhold what must be withheld in a table of counts, its totals included.

    ValueError if the rows differ in length or a count is negative.
    """
    table = _with_totals(rows)
    hidden = withheld_cells(rows)
    shown = tuple(
        tuple(WITHHELD if (i, j) in hidden else value for j, value in enumerate(row))
        for i, row in enumerate(table)
    )
    return ProtectedTable(
        cells=tuple(row[:-1] for row in shown[:-1]),
        row_totals=tuple(row[-1] for row in shown[:-1]),
        column_totals=shown[-1][:-1],
        total=shown[-1][-1],
    )


def plain(rows: Sequence[Sequence[int]]) -> ProtectedTable:
    """The same table with nothing withheld, for readers who may see the firms themselves."""
    table = _with_totals(rows)
    return ProtectedTable(
        cells=tuple(row[:-1] for row in table[:-1]),
        row_totals=tuple(row[-1] for row in table[:-1]),
        column_totals=table[-1][:-1],
        total=table[-1][-1],
    )


def withheld_cells(rows: Sequence[Sequence[int]]) -> frozenset[Cell]:
    """The places to withhold; row and column totals stand after the last column and row.

    Nothing of this set can be worked out from what stays visible: not by subtracting along rows
    and columns, and not with the rule itself (a primary figure is 1 to 4, a secondary 5 or more).
    Should withholding every non-zero figure not suffice, that is what happens.
    """
    table = _with_totals(rows)
    values = {(i, j): v for i, row in enumerate(table) for j, v in enumerate(row) if v}
    corner = (len(table) - 1, len(table[0]) - 1)
    primary = {cell for cell, value in values.items() if value < SMALL_GROUP}
    hidden = set(primary)
    while (exposed := next(_exposed(hidden, values, corner), None)) is not None:
        added = _partner(exposed, hidden, values, corner)
        if added is None:
            break
        hidden.add(added)
    return frozenset(_without_needless(hidden, primary, values, corner))


def _with_totals(rows: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    if len({len(row) for row in rows}) > 1:
        raise ValueError("all rows of a table have the same length")
    if any(value < 0 for row in rows for value in row):
        raise ValueError("counts are not negative")
    wide = [(*row, sum(row)) for row in rows]
    return (*wide, tuple(sum(column) for column in zip(*wide, strict=True)) or (0,))


def _partner(
    cell: Cell, hidden: set[Cell], values: Mapping[Cell, int], corner: Cell
) -> Cell | None:
    """The next figure to withhold for an exposed one.

    It comes from the row or column with fewer withheld figures, cells before totals, smallest
    first; from anywhere if both are used up; None if nothing is left.
    """
    free = [other for other in values if other not in hidden]
    crowd = [sum(other[axis] == cell[axis] for other in hidden) for axis in (0, 1)]

    def order(other: Cell) -> tuple[int, int, int, Cell]:
        is_total = (other[0] == corner[0]) + (other[1] == corner[1])
        lines = [crowd[axis] for axis in (0, 1) if other[axis] == cell[axis]]
        return (is_total, min(lines, default=len(values)), values[other], other)

    near = [other for other in free if other[0] == cell[0] or other[1] == cell[1]]
    return min(near or free, key=order, default=None)


def _without_needless(
    hidden: set[Cell], primary: set[Cell], values: Mapping[Cell, int], corner: Cell
) -> set[Cell]:
    """Show again, largest first, every secondary figure that protects nothing."""
    for cell in sorted(hidden - primary, key=lambda cell: (-values[cell], cell)):
        fewer = hidden - {cell}
        if next(_exposed(fewer, values, corner), None) is None:
            hidden = fewer
    return hidden


def _exposed(hidden: set[Cell], values: Mapping[Cell, int], corner: Cell) -> Iterator[Cell]:
    """The withheld figures with only one possible value, smallest first.

    A table with totals is a circulation: the grand total flows into the rows, through the cells
    into the columns and back. Another value of a figure is possible exactly if one unit more or
    less can travel round a loop of withheld figures within their known bounds.
    """
    ends = {cell: _ends(cell, corner) for cell in hidden}
    steps: dict[Node, list[tuple[Node, Cell]]] = defaultdict(list)
    for cell, (tail, head) in ends.items():
        if _may_grow(values[cell]):
            steps[tail].append((head, cell))
        if _may_shrink(values[cell]):
            steps[head].append((tail, cell))
    for cell in sorted(hidden, key=lambda cell: (values[cell], cell)):
        tail, head = ends[cell]
        grows = _may_grow(values[cell]) and _reaches(head, tail, steps, without=cell)
        if not grows and not (
            _may_shrink(values[cell]) and _reaches(tail, head, steps, without=cell)
        ):
            yield cell


def _ends(cell: Cell, corner: Cell) -> tuple[Node, Node]:
    """From where to where a figure flows; the totals' own row and column close the loop."""
    row, column = ("row", cell[0]), ("column", cell[1])
    is_total = (cell[0] == corner[0]) != (cell[1] == corner[1])
    return (column, row) if is_total else (row, column)


def _may_grow(value: int) -> bool:
    return value != SMALL_GROUP - 1


def _may_shrink(value: int) -> bool:
    return value not in (1, SMALL_GROUP)


def _reaches(
    start: Node, goal: Node, steps: Mapping[Node, list[tuple[Node, Cell]]], *, without: Cell
) -> bool:
    seen = {start}
    queue = deque([start])
    while queue:
        for node, cell in steps.get(queue.popleft(), ()):
            if cell != without and node not in seen:
                seen.add(node)
                queue.append(node)
    return goal in seen
