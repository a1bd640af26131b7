"""Where a member stands as of a date: dated placements, signs of life, and leaving.

A report "as of" a date ignores whatever happened later and, when asked, whatever was recorded
later, so last year's report can be drawn again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from assessments.scoring.results import Stage

CONTACT_DAYS = 180  # pack indicator `retention`
STAGE_ORDER: Mapping[Stage, int] = {stage: order for order, stage in enumerate(Stage)}


class Standing(StrEnum):
    """Where a member stands now: a stage, gone, or not reached for too long to say."""

    PREPARATION = "preparation"
    ACTIVE = "active_engagement"
    GROWTH = "growth_expansion"
    LEFT = "left"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Placement:
    """A dated stage. `number` (the row's id) decides between rows recorded at one moment."""

    stage: Stage
    occurred_on: date
    recorded_at: datetime
    is_confirmed: bool = True
    number: int = 0


@dataclass(frozen=True)
class FirmState:
    """Where a member stands, since when, and why we say so.

    `because`: "placed", "intake" (no placement yet), "left", "no_contact" or "never_placed".
    """

    standing: Standing
    since: date | None
    because: str


def last_on_or_before(days: Iterable[date], as_of: date) -> date | None:
    """The latest of the days that is not after `as_of`; None if there is none."""
    return max((day for day in days if day <= as_of), default=None)


def is_in_contact(last_contact_on: date | None, *, as_of: date, days: int = CONTACT_DAYS) -> bool:
    """Whether the firm was reached in the last `days` days, the last of them included."""
    return last_contact_on is not None and as_of - last_contact_on <= timedelta(days=days)


def effective_placements(
    placements: Iterable[Placement], *, as_of: date, recorded_by: datetime | None = None
) -> list[Placement]:
    """Confirmed placements up to `as_of` in order of time, one a day.

    Of several rows for one day the one recorded last counts: a correction is a new row. With
    `recorded_by`, rows recorded after that moment do not exist yet.
    """
    known = (
        placement
        for placement in placements
        if placement.is_confirmed
        and placement.occurred_on <= as_of
        and (recorded_by is None or placement.recorded_at <= recorded_by)
    )
    in_order = sorted(
        known,
        key=lambda one: (one.occurred_on, one.recorded_at, one.number, STAGE_ORDER[one.stage]),
    )
    return list({placement.occurred_on: placement for placement in in_order}.values())


def state_as_of(
    *,
    as_of: date,
    placements: Iterable[Placement],
    last_contact_on: date | None,
    intake_on: date | None = None,
    intake_stage: Stage | None = None,
    left_on: date | None = None,
    recorded_by: datetime | None = None,
    contact_days: int = CONTACT_DAYS,
) -> FirmState:
    """Where a member stands on a day: its stage, left, or unknown ("not reached").

    A firm that left stays left until a placement dated after that day brings it back. A placement,
    the intake and a contact are all signs of life; without any in the last `contact_days` days the
    last known stage is too old to be called the stage now, so the state is unknown, not the stage.
    """
    known = effective_placements(placements, as_of=as_of, recorded_by=recorded_by)
    placed_on = known[-1].occurred_on if known else None
    if left_on is not None and left_on <= as_of and (placed_on is None or placed_on <= left_on):
        return FirmState(Standing.LEFT, left_on, "left")
    stage, since, because = intake_stage, intake_on, "intake"
    if known:
        stage, since, because = known[-1].stage, _held_since(known), "placed"
    if stage is None:
        return FirmState(Standing.UNKNOWN, None, "never_placed")
    signs = [day for day in (placed_on, last_contact_on, intake_on) if day is not None]
    last_sign_on = last_on_or_before(signs, as_of)
    if not is_in_contact(last_sign_on, as_of=as_of, days=contact_days):
        return FirmState(Standing.UNKNOWN, last_sign_on, "no_contact")
    return FirmState(Standing(stage.value), since, because)


def _held_since(known: list[Placement]) -> date:
    """The day of the first placement of the unbroken run at the present stage."""
    since = known[-1].occurred_on
    for placement in reversed(known):
        if placement.stage is not known[-1].stage:
            break
        since = placement.occurred_on
    return since
