"""The two usual ways of giving seats, to compare the optimum with: who came first, who scores."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from programs.allocation.rules.problem import Allocation, Bid, Limit, Problem, total


def first_come(problem: Problem) -> Allocation:
    """Down the line of arrival; whoever fits gets a seat."""
    return _down_the_line(problem, lambda bid: (bid.asked, bid.key))


def by_score(problem: Problem) -> Allocation:
    """The highest mean of the reviewers first; without a score last, then by arrival."""
    return _down_the_line(
        problem,
        lambda bid: (bid.score is None, -(bid.score or 0), bid.asked, bid.key),
    )


def _down_the_line(problem: Problem, order: Callable[[Bid], tuple[int, ...]]) -> Allocation:
    """Seat everybody who breaks no limit, keeping the seats that minima still need."""
    room = Room(problem)
    for bid in sorted(problem.bids, key=order):
        if not room.why_not(bid) and not room.takes_a_reserved_seat(bid):
            room.seat(bid)
    seated = frozenset(room.seated)
    return Allocation(seated, total(problem, seated), room.unmet())


@dataclass
class Room:
    """Seats given so far, and what one more would break."""

    problem: Problem
    seated: set[int] = field(default_factory=set)
    taken: Counter[int] = field(default_factory=Counter)
    spent: Counter[int] = field(default_factory=Counter)
    firms: Counter[int] = field(default_factory=Counter)
    groups: Counter[tuple[int, str]] = field(default_factory=Counter)

    def seat(self, bid: Bid) -> None:
        self.seated.add(bid.key)
        self._count(bid, 1)

    def free(self, bid: Bid) -> None:
        self.seated.discard(bid.key)
        self._count(bid, -1)

    def _count(self, bid: Bid, by: int) -> None:
        self.taken[bid.place] += by
        self.spent[bid.place] += by * bid.cost
        self.firms[bid.firm] += by
        for group in bid.groups:
            self.groups[bid.place, group] += by

    def why_not(self, bid: Bid) -> tuple[str, ...]:
        """What seating it would break at once: firm_cap, rival, quota_full, budget, seats."""
        problem, place = self.problem, self.problem.place_by_key[bid.place]
        found = []
        if self.firms[bid.firm] >= problem.cap:
            found.append("firm_cap")
        if problem.rivals_of.get(bid.key, frozenset()) & self.seated:
            found.append("rival")
        if self.full_limit(bid):
            found.append("quota_full")
        if place.budget is not None and self.spent[bid.place] + bid.cost > place.budget:
            found.append("budget")
        if place.seats is not None and self.taken[bid.place] >= place.seats:
            found.append("seats")
        return tuple(found)

    def full_limit(self, bid: Bid) -> Limit | None:
        """The first quota whose maximum is reached and which the bid would exceed."""
        for limit in self.problem.limits_of[bid.place]:
            is_full = (
                limit.maximum is not None and self.groups[bid.place, limit.group] >= limit.maximum
            )
            if limit.group in bid.groups and is_full:
                return limit
        return None

    def takes_a_reserved_seat(self, bid: Bid) -> bool:
        """Whether fewer seats would be left than minima still need, each counted by itself."""
        place = self.problem.place_by_key[bid.place]
        if place.seats is None:
            return False
        needed = sum(
            max(
                0, limit.minimum - self.groups[bid.place, limit.group] - (limit.group in bid.groups)
            )
            for limit in self.problem.limits_of[bid.place]
        )
        return place.seats - self.taken[bid.place] - 1 < needed

    def unmet(self) -> tuple[Limit, ...]:
        """Minima that are not reached."""
        return tuple(
            limit
            for limit in self.problem.limits
            if self.groups[limit.place, limit.group] < limit.minimum
        )
