"""Offering and application: their states, the moves between them, and who sees which word."""

from datetime import date
from enum import StrEnum


class OfferingState(StrEnum):
    """Where a dated offer stands. Only an open one takes applications."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


OFFERING_MOVES: dict[OfferingState, frozenset[OfferingState]] = {
    OfferingState.DRAFT: frozenset({OfferingState.OPEN, OfferingState.CANCELLED}),
    OfferingState.OPEN: frozenset({OfferingState.CLOSED, OfferingState.CANCELLED}),
    OfferingState.CLOSED: frozenset({OfferingState.OPEN, OfferingState.CANCELLED}),
    OfferingState.CANCELLED: frozenset(),
}


class ApplicationState(StrEnum):
    """Where a firm's request for a seat or for money stands."""

    APPLIED = "applied"
    OFFERED = "offered"
    SEATED = "seated"
    WAITING = "waiting"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


S = ApplicationState

#: From state → where it may go. A firm that declined, let an offer lapse or withdrew may ask
#: anew, at the end of the line; a person may take a refusal back: before seats are allocated the
#: application is considered like the others, afterwards it stands at the end of the waiting list.
MOVES: dict[S, frozenset[S]] = {
    S.APPLIED: frozenset({S.OFFERED, S.SEATED, S.WAITING, S.REFUSED, S.WITHDRAWN}),
    S.WAITING: frozenset({S.OFFERED, S.SEATED, S.REFUSED, S.WITHDRAWN}),
    S.OFFERED: frozenset({S.SEATED, S.DECLINED, S.LAPSED, S.WITHDRAWN, S.REFUSED}),
    S.SEATED: frozenset({S.WITHDRAWN, S.REFUSED}),
    S.DECLINED: frozenset({S.APPLIED}),
    S.LAPSED: frozenset({S.APPLIED}),
    S.WITHDRAWN: frozenset({S.APPLIED}),
    S.REFUSED: frozenset({S.APPLIED, S.WAITING}),
}

#: States that hold a seat and the money that was granted: what is offered is not free.
HOLDING = frozenset({S.OFFERED, S.SEATED})

#: States in which the firm still asks.
ASKING = frozenset({S.APPLIED, S.WAITING})

#: States in which the firm has asked and nothing ended it.
LIVE = ASKING | HOLDING


def may_reopen(state: S, offering: OfferingState, starts_on: date, today: date) -> bool:
    """Whether a refusal may be taken back: while the offering stands and has not begun."""
    return state is S.REFUSED and offering is not OfferingState.CANCELLED and starts_on > today


def may_move(before: S, after: S) -> bool:
    """Whether the table of moves has this one."""
    return after in MOVES[before]
