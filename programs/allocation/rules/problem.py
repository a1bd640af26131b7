"""Who asks for what, and every limit on giving it: the whole question an allocation answers."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Place:
    """An offering. `seats` or `budget` (cents) None: not what is scarce there."""

    key: int
    seats: int | None
    budget: int | None = None


@dataclass(frozen=True)
class Bid:
    """One application. `benefit` in thousandths, `cost` in cents (0: only a seat is asked for).

    `asked`: its position in the line of arrival, 1 first. `score`: mean points of reviewers.
    """

    key: int
    place: int
    firm: int
    benefit: int
    asked: int
    cost: int = 0
    score: int | None = None
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Limit:
    """At least `minimum` and at most `maximum` seats of a place go to firms of a group."""

    place: int
    group: str
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True)
class Problem:
    """The whole question. `cap`: seats a firm may get here in all; `rivals`: pairs of bid keys,
    lower first, that must not both get a seat; `seed` draws the lots between equals.
    """

    places: tuple[Place, ...]
    bids: tuple[Bid, ...]
    limits: tuple[Limit, ...] = ()
    rivals: frozenset[tuple[int, int]] = frozenset()
    cap: int = 1
    seed: int = 0

    @cached_property
    def by_key(self) -> dict[int, Bid]:
        return {bid.key: bid for bid in self.bids}

    @cached_property
    def place_by_key(self) -> dict[int, Place]:
        return {place.key: place for place in self.places}

    @cached_property
    def limits_of(self) -> dict[int, tuple[Limit, ...]]:
        """The limits of each place."""
        return {
            place.key: tuple(each for each in self.limits if each.place == place.key)
            for place in self.places
        }

    @cached_property
    def rivals_of(self) -> dict[int, frozenset[int]]:
        """The competitors of each bid that has some."""
        found: dict[int, set[int]] = {}
        for first, second in self.rivals:
            found.setdefault(first, set()).add(second)
            found.setdefault(second, set()).add(first)
        return {key: frozenset(others) for key, others in found.items()}

    @cached_property
    def lots(self) -> dict[int, int]:
        """A place in the order drawn by the seed for every bid: 0 wins against 1 between equals."""
        drawn = sorted(self.by_key, key=lambda key: (_lot(self.seed, key), key))
        return {key: number for number, key in enumerate(drawn)}

    @property
    def total_seats(self) -> int:
        """More seats than this can nobody get: where money alone is scarce, all who ask might."""
        asked: dict[int, int] = {}
        for bid in self.bids:
            asked[bid.place] = asked.get(bid.place, 0) + 1
        return sum(
            asked.get(place.key, 0)
            if place.seats is None
            else min(place.seats, asked.get(place.key, 0))
            for place in self.places
        )

    @property
    def is_plain(self) -> bool:
        """Only seats and caps: then the linear program has whole numbers by itself."""
        return not (
            self.limits or self.rivals or any(place.budget is not None for place in self.places)
        )


def _lot(seed: int, key: int) -> str:
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


@dataclass(frozen=True)
class Shortage:
    """A minimum that cannot be met, and how many seats of it can be."""

    place: int
    group: str
    minimum: int
    reachable: int


@dataclass(frozen=True)
class Allocation:
    """Who gets a seat: bid keys, with the total benefit in thousandths.

    `unmet`: minima this way of giving leaves unmet; always empty for the optimum.
    """

    seated: frozenset[int]
    benefit: int
    unmet: tuple[Limit, ...] = ()


def total(problem: Problem, keys: Iterable[int]) -> int:
    """Benefit of these bids together, in thousandths."""
    return sum(problem.by_key[key].benefit for key in keys)


def broken(problem: Problem, seated: frozenset[int]) -> tuple[str, ...]:
    """Codes of the limits that these seats break, in a fixed order; empty when all hold.

    Codes: seats, budget, quota_full, quota_unmet, firm_cap, rival.
    """
    found: list[str] = []
    firms: dict[int, int] = {}
    for place in problem.places:
        rows = [problem.by_key[key] for key in seated if problem.by_key[key].place == place.key]
        if place.seats is not None and len(rows) > place.seats:
            found.append("seats")
        if place.budget is not None and sum(row.cost for row in rows) > place.budget:
            found.append("budget")
        for limit in problem.limits_of[place.key]:
            inside = sum(limit.group in row.groups for row in rows)
            if limit.maximum is not None and inside > limit.maximum:
                found.append("quota_full")
            if inside < limit.minimum:
                found.append("quota_unmet")
        for row in rows:
            firms[row.firm] = firms.get(row.firm, 0) + 1
    if any(number > problem.cap for number in firms.values()):
        found.append("firm_cap")
    if any(first in seated and second in seated for first, second in problem.rivals):
        found.append("rival")
    return tuple(dict.fromkeys(found))


def as_document(problem: Problem) -> dict[str, Any]:
    """The problem as plain values that JSON can hold: what a saved run keeps."""
    return {
        "places": [asdict(place) for place in problem.places],
        "bids": [asdict(bid) | {"groups": sorted(bid.groups)} for bid in problem.bids],
        "limits": [asdict(limit) for limit in problem.limits],
        "rivals": sorted(list(pair) for pair in problem.rivals),
        "cap": problem.cap,
        "seed": problem.seed,
    }


def from_document(document: Mapping[str, Any]) -> Problem:
    """The problem a saved run was computed from. Raises KeyError or TypeError for another shape."""
    return Problem(
        places=tuple(Place(**row) for row in document["places"]),
        bids=tuple(Bid(**{**row, "groups": frozenset(row["groups"])}) for row in document["bids"]),
        limits=tuple(Limit(**row) for row in document["limits"]),
        rivals=frozenset((first, second) for first, second in document["rivals"]),
        cap=document["cap"],
        seed=document["seed"],
    )
