"""The problem as columns of numbers, and which of them the best allocation can do without."""

from bisect import bisect_right, insort
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from programs.allocation.rules.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """Bids as arrays of one length. `value`: benefit plus a lot below one thousandth in all;
    `kind`: a number for each set of groups that the limits of the place tell apart; `pinned`:
    bids with a competitor. `seats` by place; -1: not limited.
    """

    key: Ints
    place: Ints
    firm: Ints
    value: Floats
    cost: Ints
    kind: Ints
    pinned: Flags
    seats: Ints

    def only(self, keep: NDArray[np.intp]) -> "Columns":
        """The same problem with some bids left out."""
        return Columns(
            self.key[keep],
            self.place[keep],
            self.firm[keep],
            self.value[keep],
            self.cost[keep],
            self.kind[keep],
            self.pinned[keep],
            self.seats,
        )


def columns_of(problem: Problem) -> Columns:
    """Places and firms numbered from 0 in the order of the problem; a lot breaks every tie.

    All lots together weigh less than one thousandth of benefit, so they never outweigh a benefit.
    """
    places = {place.key: number for number, place in enumerate(problem.places)}
    firms: dict[int, int] = {}
    kinds: dict[frozenset[str], int] = {}
    told_apart = {
        place: frozenset(limit.group for limit in limits)
        for place, limits in problem.limits_of.items()
    }
    bids, share = problem.bids, _share(len(problem.bids), problem.total_seats)
    return Columns(
        key=np.array([bid.key for bid in bids], np.int64),
        place=np.array([places[bid.place] for bid in bids], np.int64),
        firm=np.array([firms.setdefault(bid.firm, len(firms)) for bid in bids], np.int64),
        value=np.array(
            [bid.benefit + share * (len(bids) - problem.lots[bid.key]) for bid in bids], np.float64
        ),
        cost=np.array([bid.cost for bid in bids], np.int64),
        kind=np.array(
            [kinds.setdefault(bid.groups & told_apart[bid.place], len(kinds)) for bid in bids],
            np.int64,
        ),
        pinned=np.array([bid.key in problem.rivals_of for bid in bids], np.bool_),
        seats=np.array(
            [-1 if place.seats is None else place.seats for place in problem.places], np.int64
        ),
    )


def _share(bids: int, seats: int) -> float:
    return 1 / ((bids + 1) * (seats + 1))


def needed(columns: Columns) -> NDArray[np.intp]:
    """Positions of the bids that some best allocation can be made of; the others are dominated.

    With K seats in all, a bid can go when K others of the same place and kind, none of which has
    a competitor, are worth as much and cost no more. Were it seated in a best allocation, at
    least one of those K would have no seat anywhere, since only K - 1 seats are left for them;
    that one can take its place: seats, money, quotas and caps hold as before, and nothing is
    lost. So a best allocation without the bid exists, and leaving out one bid after the other
    keeps the optimum exactly.
    """
    asked = np.bincount(columns.place, minlength=len(columns.seats))
    limited = np.where(columns.seats < 0, asked, np.minimum(columns.seats, asked))
    most = int(limited.sum())
    kept = [np.flatnonzero(columns.pinned)]
    for rows in _by_place_and_kind(columns):
        kept.append(rows if len(rows) <= most else _best(rows, columns, most))
    return np.sort(np.concatenate(kept))


def _by_place_and_kind(columns: Columns) -> list[NDArray[np.intp]]:
    """Positions of the bids without competitors, those of one place and kind together."""
    kinds = int(columns.kind.max(initial=0)) + 1
    group = columns.place if kinds == 1 else columns.place * kinds + columns.kind
    free = np.flatnonzero(~columns.pinned)
    if len(free) < len(group):
        group = group[free]
    if (group[1:] < group[:-1]).any():
        order = np.argsort(group, kind="stable")
        free, group = free[order], group[order]
    return np.split(free, np.flatnonzero(group[1:] != group[:-1]) + 1)


def _best(rows: NDArray[np.intp], columns: Columns, most: int) -> NDArray[np.intp]:
    """The bids of one place and kind that fewer than `most` others dominate."""
    if most == 0:
        return rows[:0]
    cost, value = columns.cost[rows], columns.value[rows]
    if cost[0] == cost.min() == cost.max():
        return rows[np.argpartition(value, len(rows) - most)[len(rows) - most :]]
    costs: list[int] = []
    kept = []
    for position in np.lexsort((cost, -value)):
        if bisect_right(costs, int(cost[position])) < most:
            insort(costs, int(cost[position]))
            kept.append(position)
    return rows[np.array(kept, np.intp)]
