"""Who comes next when a seat is free: the waiting list in its order, limits kept."""

from collections.abc import Iterable

from programs.allocation.rules.greedy import Room
from programs.allocation.rules.problem import Bid, Problem


def next_in_line(problem: Problem, *, holding: Iterable[int], line: Iterable[int]) -> list[int]:
    """Bid keys to be offered something now, in order.

    Down the line, everybody gets an offer whose seat breaks no limit and takes none that a
    minimum needs, as long as somebody behind could fill that minimum. Whoever does not fit stays
    where they are in the line and is asked again when the next seat is free.
    """
    room, waiting = Room(problem), [problem.by_key[key] for key in line]
    for key in holding:
        room.seat(problem.by_key[key])
    chosen: list[int] = []
    for bid in waiting:
        rest = [row for row in waiting if row.key not in chosen]
        if not room.why_not(bid) and not is_kept_for_others(room, bid, rest):
            room.seat(bid)
            chosen.append(bid.key)
    return chosen


def is_kept_for_others(room: Room, bid: Bid, rest: Iterable[Bid]) -> bool:
    """Whether the seat belongs to a minimum which somebody else in the line can fill."""
    if not room.takes_a_reserved_seat(bid):
        return False
    lacking = {limit.group for limit in room.unmet() if limit.place == bid.place} - bid.groups
    return any(
        lacking & other.groups and not room.why_not(other)
        for other in rest
        if other.place == bid.place
    )
