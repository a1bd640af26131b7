"""Geometry of the report's pictures, without words: bars in per cent, flow bands in units."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programs.cohorts.rules import Standing
from programs.reports.rules import (
    STAGES,
    Direction,
    FlowLink,
    FlowNode,
    Flows,
    StateShare,
    Withheld,
)

WIDTH, HEIGHT = 1120, 400
NODE, GAP = 14, 18
LEFT_X, RIGHT_X = 190, 890
LABEL_STEP, LABEL_HEIGHT, SIGN_WIDTH = 18, 17, 9
SPOTS = tuple(step / 40 for step in range(5, 36))
ENOUGH_FOR_TEXT = 5.0


@dataclass(frozen=True)
class Segment:
    """A part of a bar: `state` None for what is withheld; `x` and `width` in per cent."""

    state: Standing | None
    x: float
    width: float
    count: int
    share: float

    @property
    def has_text(self) -> bool:
        """Whether its figure fits into it."""
        return self.width >= ENOUGH_FOR_TEXT

    @property
    def text_x(self) -> float:
        """The middle of the segment."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True)
class Ribbon:
    """What joins a stage in the upper bar to the same stage in the lower one."""

    state: Standing
    points: str


@dataclass(frozen=True)
class Mix:
    """Two bars over one base."""

    before: tuple[Segment, ...]
    now: tuple[Segment, ...]
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True)
class NodeBox:
    """A stage at intake or a state now, with the height of its flows and where its name stands."""

    state: Standing | None
    count: int | Withheld
    is_now: bool
    x: float
    y: float
    height: float
    label_y: float


@dataclass(frozen=True)
class Band:
    """Firms that went one way: its outline, and where its number stands, if it has one."""

    source: Standing | None
    target: Standing | None
    count: int
    direction: Direction | None
    path: str
    label: tuple[float, float] | None


@dataclass(frozen=True)
class FlowPicture:
    """Nodes and bands in a box of `width` by `height` units."""

    nodes: tuple[NodeBox, ...]
    bands: tuple[Band, ...]
    width: int
    height: float


def mix(before: Iterable[StateShare], now: Iterable[StateShare], n: int | Withheld) -> Mix | None:
    """The two bars; what is withheld is one hatched part. None when the base is withheld or 0."""
    if isinstance(n, Withheld) or n == 0:
        return None
    upper, lower = _segments(before, n), _segments(now, n)
    below = {one.state: one for one in lower}
    ribbons = (
        Ribbon(stage.state, _ribbon(stage, below[stage.state]))
        for stage in upper
        if stage.state in STAGES and stage.state in below
    )
    return Mix(upper, lower, tuple(ribbons))


def _segments(parts: Iterable[StateShare], n: int) -> tuple[Segment, ...]:
    counts: list[tuple[Standing | None, int]] = [
        (part.state, part.count)
        for part in parts
        if not isinstance(part.count, Withheld) and part.count
    ]
    hidden = n - sum(count for _, count in counts)
    found: list[Segment] = []
    x = 0.0
    for state, count in [*counts, *([(None, hidden)] if hidden else [])]:
        width = 100 * count / n
        found.append(Segment(state, round(x, 2), round(width, 2), count, count / n))
        x += width
    return tuple(found)


def _ribbon(upper: Segment, lower: Segment) -> str:
    right, below = upper.x + upper.width, lower.x + lower.width
    return f"{upper.x},0 {right:.2f},0 {below:.2f},28 {lower.x},28"


@dataclass
class _Place:
    """A node while its bands are laid against it, one below the other."""

    y: float
    height: float
    used: float = 0.0

    def take(self, thickness: float) -> float:
        at = self.y + self.used
        self.used += thickness
        return at


def flow_picture(flows: Flows) -> FlowPicture | None:
    """Bands from stages at intake to states now; numbers on moves stand clear of each other.

    None when nothing can be drawn.
    """
    if not flows.links:
        return None
    scale = _scale(flows)
    begun = [node for node in flows.nodes if node.key.startswith("intake:")]
    now = [node for node in flows.nodes if node.key.startswith("now:")]
    weights = _weights(flows.links)
    places = _places(begun, weights, scale) | _places(now, weights, scale)
    states = {node.key: node.state for node in flows.nodes}
    order = {node.key: at for at, node in enumerate(flows.nodes)}
    lines = _lines(flows.links, places, order, scale)
    labels = _labels(lines)
    bands = tuple(
        Band(
            source=states[link.source],
            target=states.get(link.target),
            count=link.count,
            direction=link.direction,
            path=_outline(start, end, thickness),
            label=labels.get((link.source, link.target)),
        )
        for link, start, end, thickness in lines
    )
    boxes = (*_boxes(begun, places, is_now=False), *_boxes(now, places, is_now=True))
    height = max(max(box.y + box.height, box.label_y + LABEL_STEP / 2) for box in boxes)
    return FlowPicture(boxes, bands, WIDTH, round(height + 4, 1))


def _weights(links: Iterable[FlowLink]) -> dict[str, int]:
    weights: dict[str, int] = {}
    for link in links:
        weights[link.source] = weights.get(link.source, 0) + link.count
        weights[link.target] = weights.get(link.target, 0) + link.count
    return weights


def _scale(flows: Flows) -> float:
    """Units per firm, so that the taller side fills the height."""
    sides = ("intake:", "now:")
    gaps = max(sum(node.key.startswith(side) for node in flows.nodes) for side in sides) - 1
    return (HEIGHT - gaps * GAP) / sum(link.count for link in flows.links)


def _places(nodes: Sequence[FlowNode], weights: dict[str, int], scale: float) -> dict[str, _Place]:
    places, y = {}, 0.0
    for node in nodes:
        height = weights.get(node.key, 0) * scale
        places[node.key] = _Place(y, height)
        y += height + GAP
    return places


Line = tuple[FlowLink, float, float, float]


def _lines(
    links: Iterable[FlowLink], places: dict[str, _Place], order: dict[str, int], scale: float
) -> list[Line]:
    """Each link with the upper edge of its band at both ends, and its thickness."""
    ordered = sorted(links, key=lambda one: (order[one.source], order[one.target]))
    starts = {
        (one.source, one.target): places[one.source].take(one.count * scale) for one in ordered
    }
    arriving = sorted(ordered, key=lambda one: (order[one.target], order[one.source]))
    ends = {
        (one.source, one.target): places[one.target].take(one.count * scale) for one in arriving
    }
    return [
        (
            one,
            starts[one.source, one.target],
            ends[one.source, one.target],
            one.count * scale,
        )
        for one in ordered
    ]


def _outline(start: float, end: float, thickness: float) -> str:
    x0, x1, middle = LEFT_X + NODE, RIGHT_X, (LEFT_X + NODE + RIGHT_X) / 2
    under, below = start + thickness, end + thickness
    return (
        f"M{x0} {start:.1f}C{middle:.0f} {start:.1f} {middle:.0f} {end:.1f} {x1} {end:.1f}"
        f"V{below:.1f}C{middle:.0f} {below:.1f} {middle:.0f} {under:.1f} {x0} {under:.1f}Z"
    )


def _point(line: Line, t: float) -> tuple[float, float]:
    """The middle of a band at `t` of its way, 0 to 1."""
    _, start, end, thickness = line
    x0, x1 = LEFT_X + NODE, RIGHT_X
    middle = (x0 + x1) / 2
    outer, inner = (1 - t) ** 3, 3 * (1 - t) ** 2 * t
    inner_end, outer_end = 3 * (1 - t) * t**2, t**3
    x = outer * x0 + (inner + inner_end) * middle + outer_end * x1
    y = (outer + inner) * start + (inner_end + outer_end) * end + thickness / 2
    return round(x, 1), round(y, 1)


def _labels(lines: Sequence[Line]) -> dict[tuple[str, str], tuple[float, float]]:
    """A place for the number of each move: on its band, over no other number, and where the
    middles of the other bands are far."""
    placed: dict[tuple[str, str], tuple[float, float]] = {}
    moves = [line for line in lines if line[0].direction in (Direction.UP, Direction.DOWN)]
    for line in sorted(moves, key=lambda one: (one[0].count, one[0].source, one[0].target)):
        others = [other for other in lines if other is not line]
        spots = [(t, _point(line, t)) for t in SPOTS]
        free = [(t, at) for t, at in spots if all(_is_clear(at, one) for one in placed.values())]

        def room(spot: tuple[float, tuple[float, float]], others: Sequence[Line] = others) -> float:
            t, at = spot
            gaps = [abs(_point(other, t)[1] - at[1]) - other[3] / 2 for other in others]
            return min([*gaps, 2 * LABEL_HEIGHT])

        link = line[0]
        placed[link.source, link.target] = max(free or spots, key=room)[1]
    return placed


def _is_clear(one: tuple[float, float], other: tuple[float, float]) -> bool:
    wide = abs(one[0] - other[0]) >= 5 * SIGN_WIDTH
    return wide or abs(one[1] - other[1]) >= LABEL_HEIGHT


def _boxes(nodes: Sequence[FlowNode], places: dict[str, _Place], *, is_now: bool) -> list[NodeBox]:
    """Nodes with their names beside them, pushed down where two would touch."""
    boxes: list[NodeBox] = []
    lowest = 0.0
    for node in nodes:
        place = places[node.key]
        label_y = max(place.y + place.height / 2, lowest + LABEL_STEP / 2)
        lowest = label_y + LABEL_STEP / 2
        boxes.append(
            NodeBox(
                state=node.state,
                count=node.count,
                is_now=is_now,
                x=RIGHT_X if is_now else LEFT_X,
                y=round(place.y, 1),
                height=round(max(place.height, 1.0), 1),
                label_y=round(label_y, 1),
            )
        )
    return boxes
