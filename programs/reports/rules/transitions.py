"""From stage at intake to state now: matrix, distributions over one base, moves and flows.

Downward moves, firms that left and firms not reached stay in view and in every denominator.
What is withheld is decided once, for the whole table with its totals, and every other figure
here is built from the published ones, so no figure gives another away.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.shared.small_groups import WITHHELD, Withheld
from programs.cohorts.rules import Standing
from programs.reports.rules.withholding import plain, protect, share

STAGES = (Standing.PREPARATION, Standing.ACTIVE, Standing.GROWTH)
STATES = (*STAGES, Standing.LEFT, Standing.UNKNOWN)
RANK: Mapping[Standing, int] = {stage: rank for rank, stage in enumerate(STAGES)}
WITHHELD_NODE = "now:withheld"


class Direction(StrEnum):
    """What became of a firm since intake; `unplaced` had no stage to start from."""

    UP = "up"
    STAYED = "stayed"
    DOWN = "down"
    LEFT = "left"
    UNKNOWN = "unknown"
    UNPLACED = "unplaced"


@dataclass(frozen=True)
class TransitionCell:
    """Firms of one row that are in one state now; `share` is of the row, 0 to 1."""

    state: Standing
    direction: Direction
    count: int | Withheld
    share: Decimal | Withheld


@dataclass(frozen=True)
class TransitionRow:
    """The firms that were in one stage at intake; `n` is the base of its shares."""

    stage: Standing
    n: int | Withheld
    cells: tuple[TransitionCell, ...]


@dataclass(frozen=True)
class StateShare:
    """Firms in a state, and their share of the whole cohort, 0 to 1."""

    state: Standing
    count: int | Withheld
    share: Decimal | Withheld


@dataclass(frozen=True)
class Movement:
    """Firms that moved one way, counted over visible cells; more may sit in the withheld ones."""

    direction: Direction
    count: int
    withheld_cells: int


@dataclass(frozen=True)
class TransitionMatrix:
    """Rows by stage at intake, columns by `STATES`; both distributions have the base `n`."""

    rows: tuple[TransitionRow, ...]
    at_intake: tuple[StateShare, ...]
    now: tuple[StateShare, ...]
    movements: Mapping[Direction, Movement]
    n: int | Withheld

    @property
    def has_withheld(self) -> bool:
        """Whether any cell or total is withheld."""
        counts = [cell.count for row in self.rows for cell in row.cells]
        counts += [part.count for part in (*self.at_intake, *self.now)]
        return self.n is WITHHELD or WITHHELD in counts


@dataclass(frozen=True)
class FlowNode:
    """One end of the flows: `key` is "intake:…" or "now:…", `state` None for withheld."""

    key: str
    state: Standing | None
    count: int | Withheld


@dataclass(frozen=True)
class FlowLink:
    """Firms flowing from an intake node to a node now; `direction` None for withheld."""

    source: str
    target: str
    count: int
    direction: Direction | None


@dataclass(frozen=True)
class Flows:
    """A flow band. `undrawn` are the stages whose withheld firms cannot be drawn at all."""

    nodes: tuple[FlowNode, ...]
    links: tuple[FlowLink, ...]
    undrawn: tuple[Standing, ...]


def direction_of(stage: Standing, state: Standing) -> Direction:
    """How a firm that began in `stage` (or unknown) got to `state`."""
    if state is Standing.LEFT:
        return Direction.LEFT
    if state is Standing.UNKNOWN:
        return Direction.UNKNOWN
    if stage not in RANK:
        return Direction.UNPLACED
    if RANK[state] == RANK[stage]:
        return Direction.STAYED
    return Direction.UP if RANK[state] > RANK[stage] else Direction.DOWN


def transition_matrix(
    moves: Iterable[tuple[Standing, Standing]], *, withhold: bool = True
) -> TransitionMatrix:
    """The matrix of (stage at intake, state now), one pair per member of the cohort.

    Members without a stage at intake have a row of their own, present only if there are any.
    `withhold=False` is for readers who may see the firms. ValueError for an intake as "left".
    """
    counts = Counter((Standing(stage), Standing(state)) for stage, state in moves)
    if any(stage is Standing.LEFT for stage, _ in counts):
        raise ValueError("no firm has left at its own intake")
    is_unplaced_seen = any(stage is Standing.UNKNOWN for stage, _ in counts)
    stages = (*STAGES, Standing.UNKNOWN) if is_unplaced_seen else STAGES
    table = [[counts[stage, state] for state in STATES] for stage in stages]
    shown = protect(table) if withhold else plain(table)
    rows = tuple(
        TransitionRow(
            stage, n, tuple(_cell(stage, s, c, n) for s, c in zip(STATES, cells, strict=True))
        )
        for stage, n, cells in zip(stages, shown.row_totals, shown.cells, strict=True)
    )
    begun = dict(zip(stages, shown.row_totals, strict=True))
    return TransitionMatrix(
        rows=rows,
        at_intake=tuple(_state_share(state, begun.get(state, 0), shown.total) for state in STATES),
        now=tuple(
            _state_share(state, count, shown.total)
            for state, count in zip(STATES, shown.column_totals, strict=True)
        ),
        movements=_movements(rows),
        n=shown.total,
    )


def _cell(
    stage: Standing, state: Standing, count: int | Withheld, n: int | Withheld
) -> TransitionCell:
    return TransitionCell(state, direction_of(stage, state), count, _share(count, n))


def _state_share(state: Standing, count: int | Withheld, n: int | Withheld) -> StateShare:
    return StateShare(state, count, _share(count, n))


def _share(part: int | Withheld, whole: int | Withheld) -> Decimal | Withheld:
    if isinstance(part, Withheld) or isinstance(whole, Withheld):
        return WITHHELD
    return share(part, whole)


def _movements(rows: Iterable[TransitionRow]) -> dict[Direction, Movement]:
    seen: Counter[Direction] = Counter()
    withheld: Counter[Direction] = Counter()
    for cell in (cell for row in rows for cell in row.cells):
        if isinstance(cell.count, Withheld):
            withheld[cell.direction] += 1
        else:
            seen[cell.direction] += cell.count
    return {one: Movement(one, seen[one], withheld[one]) for one in Direction}


def flows(matrix: TransitionMatrix) -> Flows:
    """The matrix as a flow band, the highest stage on top; flows of 0 are not drawn.

    The withheld cells of a row flow together into one node. Where the row's total is withheld
    too, even their sum is unknown: they are not drawn, and the stage is named in `undrawn`.
    A node now counts the visible flows into it.
    """
    links: list[FlowLink] = []
    undrawn: list[Standing] = []
    for row in _from_the_top(matrix.rows):
        source, visible, has_withheld = f"intake:{row.stage}", 0, False
        for cell in row.cells:
            if isinstance(cell.count, Withheld):
                has_withheld = True
            elif cell.count:
                visible += cell.count
                links.append(FlowLink(source, f"now:{cell.state}", cell.count, cell.direction))
        if has_withheld and isinstance(row.n, Withheld):
            undrawn.append(row.stage)
        elif has_withheld and not isinstance(row.n, Withheld):
            links.append(FlowLink(source, WITHHELD_NODE, row.n - visible, None))
    return Flows(_nodes(matrix, links), tuple(links), tuple(undrawn))


def _from_the_top(rows: Iterable[TransitionRow]) -> list[TransitionRow]:
    return sorted(rows, key=lambda row: -RANK.get(row.stage, -1))


def _nodes(matrix: TransitionMatrix, links: Iterable[FlowLink]) -> tuple[FlowNode, ...]:
    arriving: Counter[str] = Counter()
    for link in links:
        arriving[link.target] += link.count
    states = (*reversed(STAGES), Standing.LEFT, Standing.UNKNOWN)
    begun = [
        FlowNode(f"intake:{row.stage}", row.stage, row.n)
        for row in _from_the_top(matrix.rows)
        if row.n != 0
    ]
    now = [FlowNode(f"now:{state}", state, arriving[f"now:{state}"]) for state in states]
    hidden = FlowNode(WITHHELD_NODE, None, arriving[WITHHELD_NODE])
    return (*begun, *(node for node in (*now, hidden) if node.count))
