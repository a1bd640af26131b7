"""What should exist: a pure function of schedules, anchors, history, calendar and today."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from programs.followups.rules.states import OPEN, State
from programs.followups.rules.workdays import WorkingCalendar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

#: A promise more than this many days old when it is first written is skipped as stale:
#: imported history is shown, not chased. One that was written in time stays overdue.
STALE_DAYS = 30


class Why(StrEnum):
    """Why the engine skipped or superseded a follow-up; empty when a person closed it."""

    NONE = ""
    SKIPPED_STALE = "skipped_stale"
    ENGAGEMENT_CANCELLED = "engagement_cancelled"
    ANCHOR_WITHDRAWN = "anchor_withdrawn"
    STEP_DROPPED = "step_dropped"


@dataclass(frozen=True)
class Anchor:
    """What follow-ups hang on: an engagement, its completion, and its schedule.

    `offsets`: calendar days after completion. `completed_on` None: not completed, or the
    completion was undone.
    """

    engagement: int
    offsets: tuple[int, ...]
    completed_on: date | None = None
    is_cancelled: bool = False


@dataclass(frozen=True)
class Instance:
    """One follow-up, named by engagement and offset.

    `planned_on` = anchor + offset; `due_on` is the working day, or the day a person moved it to.
    """

    engagement: int
    offset_days: int
    anchor_on: date
    planned_on: date
    due_on: date
    state: State = State.PLANNED
    why: Why = Why.NONE

    @property
    def key(self) -> tuple[int, int]:
        return (self.engagement, self.offset_days)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def desired(
    anchors: Iterable[Anchor],
    existing: Iterable[Instance],
    calendar: WorkingCalendar,
    today: date,
) -> tuple[Instance, ...]:
    """All follow-ups that should stand, sorted by engagement and offset.

    Due on completion + offset, moved forward to a working day. Running it on its own result
    changes nothing, and the order of the arguments does not matter. What people closed stays;
    open ones follow an anchor that moved (a snooze is then forgotten); a cancelled or withdrawn
    anchor, or an offset no longer in the schedule, supersedes; what is first written more than
    `STALE_DAYS` late is skipped as stale and comes back if its anchor moves. Engagements of
    `existing` without an anchor count as withdrawn. Raises ValueError for a doubled anchor or
    instance.
    """
    anchor_of = _unique((anchor.engagement, anchor) for anchor in anchors)
    before = _unique((instance.key, instance) for instance in existing)
    wanted = {
        (anchor.engagement, offset): _new(anchor.engagement, offset, day, calendar, today)
        for anchor in anchor_of.values()
        if (day := _anchor_day(anchor)) is not None
        for offset in anchor.offsets
    }
    result = dict(wanted)
    for key, instance in before.items():
        if key in wanted:
            result[key] = _followed(instance, wanted[key], calendar, today)
        else:
            result[key] = _superseded(instance, anchor_of.get(instance.engagement))
    return tuple(result[key] for key in sorted(result))


def _anchor_day(anchor: Anchor) -> date | None:
    return None if anchor.is_cancelled else anchor.completed_on


def _new(
    engagement: int, offset: int, anchor_on: date, calendar: WorkingCalendar, today: date
) -> Instance:
    """A follow-up as first written: planned, due, or stale when it is too old to matter."""
    planned_on = anchor_on + timedelta(days=offset)
    due_on = calendar.next_working_day(planned_on)
    state, why = State.PLANNED, Why.NONE
    if due_on < today - timedelta(days=STALE_DAYS):
        state, why = State.SKIPPED, Why.SKIPPED_STALE
    elif due_on <= today:
        state = State.DUE
    return Instance(engagement, offset, anchor_on, planned_on, due_on, state, why)


def _followed(
    instance: Instance, new: Instance, calendar: WorkingCalendar, today: date
) -> Instance:
    """An existing follow-up whose anchor stands: closed by people it stays, else it follows."""
    if instance.state is State.SUPERSEDED or instance.why is Why.SKIPPED_STALE:
        return new
    if not instance.is_open:
        return instance
    if instance.anchor_on != new.anchor_on:
        return new
    if instance.due_on <= today:
        return replace(instance, state=State.DUE)
    is_snoozed = instance.state is State.SNOOZED
    state = State.SNOOZED if is_snoozed else State.PLANNED
    return replace(instance, due_on=calendar.next_working_day(instance.due_on), state=state)


def _superseded(instance: Instance, anchor: Anchor | None) -> Instance:
    """An existing follow-up that nothing asks for any more; what is closed stays closed."""
    if not instance.is_open:
        return instance
    if anchor is not None and anchor.is_cancelled:
        why = Why.ENGAGEMENT_CANCELLED
    elif anchor is None or anchor.completed_on is None:
        why = Why.ANCHOR_WITHDRAWN
    else:
        why = Why.STEP_DROPPED
    return replace(instance, state=State.SUPERSEDED, why=why)


def _unique(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, Value]:
    found: dict[Key, Value] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"Given twice: {key}")
        found[key] = value
    return found


@dataclass(frozen=True)
class Difference:
    """What a reconciler has to write; every instance is the wanted one."""

    creates: tuple[Instance, ...] = ()
    moves: tuple[Instance, ...] = ()
    falls_due: tuple[Instance, ...] = ()
    supersedes: tuple[Instance, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.creates or self.moves or self.falls_due or self.supersedes)


def plan_difference(wanted: Iterable[Instance], existing: Iterable[Instance]) -> Difference:
    """Compare the desired with the stored; nothing is ever deleted.

    `moves`: another date, or back in force. `falls_due`: the day has come, nothing else changed.
    """
    before = _unique((instance.key, instance) for instance in existing)
    creates, moves, falls_due, supersedes = [], [], [], []
    for instance in sorted(wanted, key=lambda each: each.key):
        old = before.get(instance.key)
        if old is None:
            creates.append(instance)
        elif old == instance:
            continue
        elif instance.state is State.SUPERSEDED:
            supersedes.append(instance)
        elif replace(old, state=instance.state) == instance and old.is_open:
            falls_due.append(instance)
        else:
            moves.append(instance)
    return Difference(tuple(creates), tuple(moves), tuple(falls_due), tuple(supersedes))


def reminder_due(follow_up: Instance, today: date) -> bool:
    """Due means open and due on or before today, so an outage of days loses nothing."""
    return follow_up.is_open and follow_up.due_on <= today
