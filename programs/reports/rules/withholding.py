"""Small groups are withheld, and in such a way that nobody can work them out again.

Method: cell suppression on the table as a network (Cox 1995; Willenborg & de Waal 2001, chapter
4). Primary: every figure of 1 to 4, totals included. Secondary: for each of them, further figures
in its row and column and where those cross, cells before totals, the smallest sum of firms first,
until no withheld figure follows from the published ones. Zeros are shown: they name nobody.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import heappop, heappush

from config.shared.small_groups import SMALL_GROUP, WITHHELD, Withheld

THOUSANDTH = Decimal("0.001")

Cell = tuple[int, int]
Node = tuple[str, int]
Cost = tuple[int, int, int]  # totals, firms and figures to withhold
FREE: Cost = (0, 0, 0)


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

    Nothing of this set follows from what stays visible: not by subtracting along rows and columns,
    and not with the knowledge that a withheld figure is never 0. Primary and secondary must look
    alike to the reader.
    """
    table = _with_totals(rows)
    values = {(i, j): v for i, row in enumerate(table) for j, v in enumerate(row) if v}
    network = _Network(values, corner=(len(table) - 1, len(table[0]) - 1))
    primary = sorted(cell for cell, value in values.items() if value < SMALL_GROUP)
    hidden = set(primary)
    for cell in sorted(primary, key=lambda cell: (values[cell], cell)):
        hidden |= network.cover(cell, hidden)
    for cell in sorted(hidden.difference(primary), key=lambda cell: (-values[cell], cell)):
        fewer = hidden - {cell}
        if not any(network.cover(other, fewer) for other in fewer):
            hidden = fewer  # it protected nothing
    return frozenset(hidden)


def _with_totals(rows: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    if len({len(row) for row in rows}) > 1:
        raise ValueError("all rows of a table have the same length")
    if any(value < 0 for row in rows for value in row):
        raise ValueError("counts are not negative")
    wide = [(*row, sum(row)) for row in rows]
    return (*wide, tuple(sum(column) for column in zip(*wide, strict=True)) or (0,))


class _Network:
    """The table as a circulation.

    The grand total flows into the rows, through the cells into the columns and back. A withheld
    figure can have another value exactly if one unit more or less can travel round a loop of
    withheld figures without making one of them 0.
    """

    def __init__(self, values: Mapping[Cell, int], *, corner: Cell) -> None:
        self.values = values
        self.corner = corner
        self.arcs: dict[Node, list[tuple[Node, Cell]]] = {}
        for cell, value in values.items():
            tail, head = self._ends(cell)
            self.arcs.setdefault(tail, []).append((head, cell))
            self.arcs.setdefault(head, []).extend([(tail, cell)] if value > 1 else [])

    def cover(self, cell: Cell, hidden: Collection[Cell]) -> set[Cell]:
        """What must be withheld besides `hidden` so that `cell` cannot be worked out.

        The loop that needs the fewest totals, then the fewest firms, then the fewest figures. One
        unit more always has a loop: the cell, the totals of its row and column, the grand total.
        """
        tail, head = self._ends(cell)
        ways = self._cheapest(head, tail, cell, hidden)
        if self.values[cell] > 1:
            ways += self._cheapest(tail, head, cell, hidden)
        return set(min(ways)[1])

    def _cheapest(
        self, start: Node, goal: Node, without: Cell, hidden: Collection[Cell]
    ) -> list[tuple[Cost, tuple[Cell, ...]]]:
        """The cost and the newly withheld cells of the cheapest way, if any (Dijkstra 1959)."""
        queue: list[tuple[Cost, tuple[Cell, ...], Node]] = [(FREE, (), start)]
        done: set[Node] = set()
        while queue:
            cost, added, node = heappop(queue)
            if node == goal:
                return [(cost, added)]
            if node in done:
                continue
            done.add(node)
            for after, cell in self.arcs[node]:
                if cell in hidden and cell != without:
                    heappush(queue, (cost, added, after))
                elif cell != without:
                    heappush(queue, (self._plus(cost, cell), (*added, cell), after))
        return []

    def _plus(self, cost: Cost, cell: Cell) -> Cost:
        totals = (cell[0] == self.corner[0]) + (cell[1] == self.corner[1])
        return cost[0] + totals, cost[1] + self.values[cell], cost[2] + 1

    def _ends(self, cell: Cell) -> tuple[Node, Node]:
        """From where to where a figure flows; the totals' own row and column close the loop."""
        row, column = ("row", cell[0]), ("column", cell[1])
        is_total = (cell[0] == self.corner[0]) != (cell[1] == self.corner[1])
        return (column, row) if is_total else (row, column)
