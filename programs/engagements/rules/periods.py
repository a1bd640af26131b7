"""How a log of policy periods, tranches or rounds folds into one engagement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from programs.engagements.rules.states import State


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
    approved when the first begins after it, else active. Without an approved period it is
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
    return State.APPROVED if starts_on is not None and starts_on > as_of else State.ACTIVE


def _known(*days: date | None) -> list[date]:
    return [day for day in days if day is not None]


def _total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
