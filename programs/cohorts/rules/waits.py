"""How long a member waits for its next stage, with open waits censored and never dropped."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assessments.scoring.results import Stage
from programs.cohorts.rules.standing import STAGE_ORDER, Placement, effective_placements

DAYS_PER_MONTH = 365.2425 / 12
TOP_STAGE = max(STAGE_ORDER, key=STAGE_ORDER.__getitem__)


class SpellEnd(StrEnum):
    """How the wait for the next stage ended, or that it has not."""

    MOVED_UP = "moved_up"
    LEFT = "left"
    WAITING = "waiting"


class Excluded(StrEnum):
    """Why a member has no waiting time at all."""

    TOP_STAGE = "top_stage"
    STAGE_UNKNOWN = "stage_unknown"
    NOT_YET_TAKEN_IN = "not_yet_taken_in"


class Unit(StrEnum):
    """The unit of a duration; a month is 365.2425 / 12 days."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True)
class Spell:
    """A waiting time ≥ 0 that ended in the event, or was cut off before it (right-censored)."""

    duration: float
    event: bool

    def __post_init__(self) -> None:
        refuse_bad_duration(self.duration)


@dataclass(frozen=True)
class CompetingSpell:
    """A waiting time ≥ 0 that ended by one of several causes; None when it was cut off."""

    duration: float
    cause: str | None

    def __post_init__(self) -> None:
        refuse_bad_duration(self.duration)


@dataclass(frozen=True)
class TimeToStage:
    """The wait of one member for the next stage, and how it ended."""

    duration: float
    end: SpellEnd

    @property
    def spell(self) -> Spell:
        """For Kaplan–Meier: only a move up is the event, a firm that left is censored."""
        return Spell(self.duration, event=self.end is SpellEnd.MOVED_UP)

    @property
    def competing(self) -> CompetingSpell:
        """For Aalen–Johansen: leaving is a cause of its own."""
        cause = None if self.end is SpellEnd.WAITING else self.end.value
        return CompetingSpell(self.duration, cause)


@dataclass(frozen=True)
class StageWaits:
    """The waits of a cohort. `ends` and `excluded` together count every member once."""

    waits: tuple[TimeToStage, ...]
    ends: Mapping[SpellEnd, int]
    excluded: Mapping[Excluded, int]

    @property
    def spells(self) -> tuple[Spell, ...]:
        """For Kaplan–Meier."""
        return tuple(wait.spell for wait in self.waits)

    @property
    def competing(self) -> tuple[CompetingSpell, ...]:
        """For Aalen–Johansen."""
        return tuple(wait.competing for wait in self.waits)


def refuse_bad_duration(duration: float) -> None:
    """ValueError unless the duration is a finite number of at least 0."""
    if not (math.isfinite(duration) and duration >= 0):
        raise ValueError(f"a duration must be a finite number of at least 0, not {duration!r}")


def time_to_next_stage(
    *,
    intake_on: date,
    intake_stage: Stage | None,
    placements: Iterable[Placement],
    last_contact_on: date | None,
    as_of: date,
    left_on: date | None = None,
    recorded_by: datetime | None = None,
    unit: Unit = Unit.MONTHS,
) -> TimeToStage | Excluded:
    """The wait from intake to the first confirmed placement above the stage at intake.

    The event is dated by `occurred_on`, strictly after the intake day, up to `as_of` and up to the
    day the firm left. Without it the wait is censored on the day the firm left, else at its last
    contact (at intake if there was none), never after `as_of`; a last contact after `as_of` counts
    as `as_of`, so pass the last one up to it. A firm at the top stage has no next one.
    Source: pack indicator `time_to_stage`; right-censoring as in Kaplan & Meier 1958.
    """
    if intake_on > as_of:
        return Excluded.NOT_YET_TAKEN_IN
    if intake_stage is None:
        return Excluded.STAGE_UNKNOWN
    if intake_stage is TOP_STAGE:
        return Excluded.TOP_STAGE
    has_left = left_on is not None and left_on <= as_of
    seen_until = left_on if left_on is not None and has_left else as_of
    for placement in effective_placements(placements, as_of=seen_until, recorded_by=recorded_by):
        is_higher = STAGE_ORDER[placement.stage] > STAGE_ORDER[intake_stage]
        if is_higher and placement.occurred_on > intake_on:
            return TimeToStage(_between(intake_on, placement.occurred_on, unit), SpellEnd.MOVED_UP)
    if has_left:
        return TimeToStage(_between(intake_on, seen_until, unit), SpellEnd.LEFT)
    censored_on = min(last_contact_on or intake_on, as_of)
    return TimeToStage(_between(intake_on, censored_on, unit), SpellEnd.WAITING)


def _between(start: date, end: date, unit: Unit) -> float:
    days = max((end - start).days, 0)
    return days if unit is Unit.DAYS else days / DAYS_PER_MONTH


def stage_waits(results: Iterable[TimeToStage | Excluded]) -> StageWaits:
    """Sort the members into waits, in a total order, and exclusions, counted by reason."""
    waits: list[TimeToStage] = []
    excluded: Counter[Excluded] = Counter()
    for result in results:
        if isinstance(result, Excluded):
            excluded[result] += 1
        else:
            waits.append(result)
    ends = Counter(wait.end for wait in waits)
    return StageWaits(
        waits=tuple(sorted(waits, key=lambda wait: (wait.duration, wait.end))),
        ends={end: ends[end] for end in SpellEnd},
        excluded={reason: excluded[reason] for reason in Excluded},
    )
