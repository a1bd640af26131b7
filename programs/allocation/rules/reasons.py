"""Why a bid has no seat in an allocation: the limit that binds, or who would be worth less."""

from dataclasses import dataclass

from programs.allocation.rules.greedy import Room
from programs.allocation.rules.problem import Allocation, Bid, Problem


@dataclass(frozen=True)
class Refused:
    """The binding reason of one bid.

    Codes: higher_benefit (every seat it could have went to a bid worth as much or more: `lowest`
    is the smallest of these benefits), reserved (only seats that a minimum needs are held by bids
    worth less), quota_full (its group has all the seats it may have), rival (a competitor has a
    seat), firm_cap (the firm has all the seats one firm may have), budget (the money left does
    not suffice), no_seats. `group`, `other` (a bid key), `lowest` (thousandths), `left` (cents)
    as far as they belong to the code.
    """

    code: str
    group: str = ""
    other: int | None = None
    lowest: int | None = None
    left: int | None = None


def reasons(problem: Problem, allocation: Allocation) -> dict[int, Refused]:
    """The reason of every bid without a seat, by key.

    Each is tried in the place of every seated bid of its offering, those worth least first. When
    one worth less keeps its seat, a limit must forbid the exchange, or the allocation would not
    be the best: that limit binds. When none is worth less, the benefits decide.
    """
    room = Room(problem)
    for key in sorted(allocation.seated):
        room.seat(problem.by_key[key])
    return {
        bid.key: _reason(problem, room, bid)
        for bid in problem.bids
        if bid.key not in allocation.seated
    }


def _reason(problem: Problem, room: Room, bid: Bid) -> Refused:
    """Why this one has no seat; `room` is as it was when this returns."""
    hard = _that_no_exchange_here_mends(problem, room, bid)
    if hard is not None:
        return hard
    here = [problem.by_key[key] for key in room.seated if problem.by_key[key].place == bid.place]
    for other in sorted(here, key=lambda row: (row.benefit, row.key)):
        forbidden = _what_forbids(problem, room, bid, instead_of=other)
        if forbidden is None:
            return Refused("higher_benefit", lowest=other.benefit)
        if other.benefit < bid.benefit:
            return forbidden
    return _limit(problem, room, bid) or Refused("no_seats")


def _what_forbids(problem: Problem, room: Room, bid: Bid, *, instead_of: Bid) -> Refused | None:
    """The limit that an exchange of the two would break; None when it would break none."""
    room.free(instead_of)
    found = _limit(problem, room, bid)
    group = _missed(problem, room, bid)
    room.seat(instead_of)
    return found or (Refused("reserved", group=group) if group else None)


def _that_no_exchange_here_mends(problem: Problem, room: Room, bid: Bid) -> Refused | None:
    """A seat elsewhere, or a place without a single seat: giving up a seat here changes nothing."""
    if room.firms[bid.firm] >= problem.cap:
        own = [key for key in sorted(room.seated) if problem.by_key[key].firm == bid.firm]
        return Refused("firm_cap", other=own[0])
    if problem.place_by_key[bid.place].seats == 0:
        return Refused("no_seats")
    return None


def _missed(problem: Problem, room: Room, bid: Bid) -> str:
    """The group whose minimum would be missed if the bid took the seat that was just freed."""
    for limit in problem.limits_of[bid.place]:
        inside = room.groups[bid.place, limit.group] + (limit.group in bid.groups)
        if inside < limit.minimum:
            return limit.group
    return ""


def _limit(problem: Problem, room: Room, bid: Bid) -> Refused | None:
    """The limit other than the seats themselves that one more would break; None without one."""
    if others := problem.rivals_of.get(bid.key, frozenset()) & room.seated:
        return Refused("rival", other=min(others))
    limit = room.full_limit(bid)
    if limit is not None:
        return Refused("quota_full", group=limit.group)
    place = problem.place_by_key[bid.place]
    left = None if place.budget is None else place.budget - room.spent[bid.place]
    if left is not None and left < bid.cost:
        return Refused("budget", left=left)
    return None
