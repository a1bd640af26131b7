"""Engagement: its states, the moves between them, and how a log of periods folds into one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """Where a firm's receipt of an intervention stands."""

    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    DECLINED = "declined"


#: From state → where it may go. Completed, cancelled and declined are final: a correction of a
#: date is a correction, not a move.
MOVES: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.ACTIVE, State.CANCELLED, State.DECLINED}),
    State.ACTIVE: frozenset({State.PAUSED, State.COMPLETED, State.CANCELLED}),
    State.PAUSED: frozenset({State.ACTIVE, State.COMPLETED, State.CANCELLED}),
    State.COMPLETED: frozenset(),
    State.CANCELLED: frozenset(),
    State.DECLINED: frozenset(),
}

#: States in which the firm is still to receive something.
OPEN = frozenset({State.PLANNED, State.ACTIVE, State.PAUSED})

#: Moves that ask for a reason in words.
NEEDS_REASON = frozenset({State.PAUSED, State.CANCELLED, State.DECLINED})


@dataclass(frozen=True)
class MoveRefusal:
    """Why a move is not possible: move_not_allowed, reason_missing, in_future, before_start."""

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
) -> tuple[MoveRefusal, ...]:
    """All reasons why the move on that day is refused; empty when it may happen.

    A start, pause or end may be recorded later than it happened, but never ahead of time.
    """
    if after not in MOVES[before]:
        return (MoveRefusal("move_not_allowed", before, after),)
    refusals = []
    if after in NEEDS_REASON and not reason.strip():
        refusals.append(MoveRefusal("reason_missing", before, after))
    if on > today:
        refusals.append(MoveRefusal("in_future", before, after, on, today))
    if started_on is not None and on < started_on:
        refusals.append(MoveRefusal("before_start", before, after, on, started_on))
    return tuple(refusals)


@dataclass(frozen=True)
class Period:
    """One row of a support log: a decision on a policy period, tranche or round.

    Dates may be unknown (None); amounts are in the log's one currency, None when unknown.
    """

    is_approved: bool
    decided_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    authorized: Decimal | None = None
    used: Decimal | None = None

    @property
    def first_day(self) -> date | None:
        """The known start, else the decision; never after a known end (a late decision)."""
        return min(_known(self.starts_on or self.decided_on, self.ends_on), default=None)

    @property
    def is_back_dated(self) -> bool:
        """Began before it was decided, as insurance policies often do; not an error."""
        first_day = self.first_day
        if first_day is None or self.decided_on is None:
            return False
        return first_day < self.decided_on


@dataclass(frozen=True)
class Folded:
    """One engagement out of its periods. `ends_on` None: open end, or nothing was approved.

    `decided_on` is the first decision; amounts are sums of what is known, None if nothing is.
    """

    state: State
    decided_on: date | None
    starts_on: date | None
    ends_on: date | None
    periods: int
    authorized: Decimal | None
    used: Decimal | None
    is_back_dated: bool

    @property
    def is_over_used(self) -> bool:
        """More was used than authorized; normal for insurance, shown and not refused."""
        return (self.used or Decimal(0)) > (self.authorized or Decimal(0))


def engagement_from_periods(periods: Iterable[Period], *, as_of: date) -> Folded:
    """Fold the periods of one deal; their order does not matter.

    Approved periods carry the engagement: completed when the last of them ended before `as_of`,
    planned when the first begins after it, else active. Without an approved period it is
    declined. Raises ValueError without any period.
    """
    rows = list(periods)
    if not rows:
        raise ValueError("An engagement needs at least one period.")
    approved = [row for row in rows if row.is_approved]
    counted = approved or rows
    ends = _known(*(row.ends_on for row in approved))
    ends_on = max(ends) if ends and len(ends) == len(approved) else None
    starts_on = min(_known(*(row.first_day for row in counted)), default=None)
    return Folded(
        state=_folded_state(bool(approved), starts_on, ends_on, as_of),
        decided_on=min(_known(*(row.decided_on for row in counted)), default=None),
        starts_on=starts_on,
        ends_on=ends_on,
        periods=len(counted),
        authorized=_total(row.authorized for row in counted),
        used=_total(row.used for row in counted),
        is_back_dated=any(row.is_back_dated for row in counted),
    )


def _folded_state(
    is_approved: bool, starts_on: date | None, ends_on: date | None, as_of: date
) -> State:
    if not is_approved:
        return State.DECLINED
    if ends_on is not None and ends_on < as_of:
        return State.COMPLETED
    return State.PLANNED if starts_on is not None and starts_on > as_of else State.ACTIVE


def _known(*days: date | None) -> list[date]:
    return [day for day in days if day is not None]


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True)
class Milestone:
    """A step within an engagement, with the day it is due and the day it was done."""

    code: str
    due_on: date
    done_on: date | None = None


@dataclass(frozen=True)
class Progress:
    """How far the milestones are; `late` counts those that are due and not done."""

    done: int
    total: int
    late: int
    next_code: str | None
    next_due_on: date | None


def progress(milestones: Iterable[Milestone], *, today: date) -> Progress:
    """Fold milestones; the next one is the earliest that is not done, ties by code."""
    rows = list(milestones)
    waiting = sorted(
        (row for row in rows if row.done_on is None), key=lambda row: (row.due_on, row.code)
    )
    first = waiting[0] if waiting else None
    return Progress(
        done=len(rows) - len(waiting),
        total=len(rows),
        late=sum(row.due_on < today for row in waiting),
        next_code=first.code if first else None,
        next_due_on=first.due_on if first else None,
    )
