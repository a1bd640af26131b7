"""The states of an engagement, the moves between them, who makes them, and what a move needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a firm's receipt of an intervention stands."""

    PROPOSED = "proposed"
    OFFERED = "offered"
    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    APPROVED = "approved"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


S = State

#: From state → where it may go. Withdrawn: the firm takes back what it asked for or received;
#: declined: one side says no before it begins; cancelled: the agency calls it off.
MOVES: dict[State, frozenset[State]] = {
    S.PROPOSED: frozenset({S.OFFERED, S.APPLIED, S.APPROVED, S.DECLINED, S.CANCELLED}),
    S.OFFERED: frozenset(
        {S.APPLIED, S.WAITLISTED, S.APPROVED, S.DECLINED, S.WITHDRAWN, S.CANCELLED}
    ),
    S.APPLIED: frozenset(
        {S.OFFERED, S.WAITLISTED, S.APPROVED, S.DECLINED, S.WITHDRAWN, S.CANCELLED}
    ),
    S.WAITLISTED: frozenset({S.OFFERED, S.APPROVED, S.DECLINED, S.WITHDRAWN, S.CANCELLED}),
    S.APPROVED: frozenset({S.ACTIVE, S.NO_SHOW, S.DECLINED, S.WITHDRAWN, S.CANCELLED}),
    S.ACTIVE: frozenset({S.PAUSED, S.COMPLETED, S.NO_SHOW, S.WITHDRAWN, S.CANCELLED}),
    S.PAUSED: frozenset({S.ACTIVE, S.COMPLETED, S.WITHDRAWN, S.CANCELLED}),
    S.COMPLETED: frozenset(),
    S.WITHDRAWN: frozenset(),
    S.DECLINED: frozenset(),
    S.NO_SHOW: frozenset(),
    S.CANCELLED: frozenset(),
}

#: How an engagement may come into being.
INITIAL = frozenset({S.PROPOSED, S.OFFERED, S.APPLIED, S.APPROVED})

#: Nobody has yet decided that the firm receives it.
UNDECIDED = frozenset({S.PROPOSED, S.OFFERED, S.APPLIED, S.WAITLISTED})

#: It is decided, and the firm is still to receive something.
OPEN = frozenset({S.APPROVED, S.ACTIVE, S.PAUSED})

#: No way leads on from here. A correction of a date is a correction, not a move.
FINAL = frozenset({S.COMPLETED, S.WITHDRAWN, S.DECLINED, S.NO_SHOW, S.CANCELLED})

#: The help did not take place, or not to its end.
CALLED_OFF = FINAL - {S.COMPLETED}

#: Something may be delivered, paid or noted; what was never agreed has nothing to note.
RECEIVES = frozenset(State) - UNDECIDED - {S.DECLINED}

#: Moves that ask for a reason in words, whoever makes them.
NEEDS_REASON = frozenset({S.PAUSED, S.WITHDRAWN, S.DECLINED, S.CANCELLED})


class Actor(StrEnum):
    """Whose hand makes a move. What the system does by itself, it does for the agency."""

    FIRM = "firm"
    STAFF = "staff"


#: What a firm decides itself: it accepts, declines, or withdraws before the help begins.
FIRM_MOVES: dict[State, frozenset[State]] = {
    S.PROPOSED: frozenset({S.APPLIED, S.DECLINED}),
    S.OFFERED: frozenset({S.APPROVED, S.DECLINED}),
    S.APPLIED: frozenset({S.WITHDRAWN}),
    S.WAITLISTED: frozenset({S.WITHDRAWN}),
    S.APPROVED: frozenset({S.WITHDRAWN}),
}

#: A firm's yes, and its no.
WANTED = frozenset({S.APPLIED, S.APPROVED})
UNWANTED = frozenset({S.DECLINED, S.WITHDRAWN})

#: Who may make which move. Staff may record every move, also the firm's own words.
WHO_MAY: dict[Actor, dict[State, frozenset[State]]] = {
    Actor.FIRM: FIRM_MOVES,
    Actor.STAFF: MOVES,
}


def may_move(actor: Actor, before: State, after: State) -> bool:
    """Whether this hand may make this move."""
    return after in MOVES[before] and after in WHO_MAY[actor].get(before, frozenset())


def firm_answer(before: State, *, is_wanted: bool) -> State | None:
    """Where the firm's own yes or no leads; None where it has nothing to say (any more)."""
    wanted = WANTED if is_wanted else UNWANTED
    return next(iter(FIRM_MOVES.get(before, frozenset()) & wanted), None)


@dataclass(frozen=True)
class MoveRefusal:
    """Why a move is not possible.

    Codes: move_not_allowed, not_yours, reason_missing, in_future, before_start.
    """

    code: str
    before: State
    after: State
    on: date | None = None
    limit: date | None = None


def why_not_move(
    before: State,
    after: State,
    *,
    on: date,
    today: date,
    started_on: date | None = None,
    reason: str = "",
    actor: Actor = Actor.STAFF,
) -> tuple[MoveRefusal, ...]:
    """All reasons why the move on that day is refused; empty when it may happen.

    A start, pause or end may be recorded later than it happened, but never ahead of time.
    """
    if after not in MOVES[before]:
        return (MoveRefusal("move_not_allowed", before, after),)
    if not may_move(actor, before, after):
        return (MoveRefusal("not_yours", before, after),)
    refusals = []
    if after in NEEDS_REASON and not reason.strip():
        refusals.append(MoveRefusal("reason_missing", before, after))
    if on > today:
        refusals.append(MoveRefusal("in_future", before, after, on, today))
    if started_on is not None and on < started_on:
        refusals.append(MoveRefusal("before_start", before, after, on, started_on))
    return tuple(refusals)


@dataclass(frozen=True)
class Step:
    """One row of an engagement's history; `before` is None for the first."""

    before: State | None
    after: State
    reason: str = ""


def flaws(history: Iterable[Step], *, now: State) -> tuple[str, ...]:
    """What is wrong with a history, by code and row: empty when it leads to `now` without a break.

    begins_wrongly, gap (a row does not begin where the one before it ended: also a fork),
    not_a_move, reason_missing, ends_elsewhere.
    """
    found: list[str] = []
    at: State | None = None
    for n, step in enumerate(history):
        if n == 0:
            if step.before is not None or step.after not in INITIAL:
                found.append(f"begins_wrongly:{n}")
        elif step.before != at:
            found.append(f"gap:{n}")
        if step.before is not None and step.after not in MOVES[step.before]:
            found.append(f"not_a_move:{n}")
        if step.before is not None and step.after in NEEDS_REASON and not step.reason.strip():
            found.append(f"reason_missing:{n}")
        at = step.after
    if at is not now:
        found.append("ends_elsewhere")
    return tuple(found)
