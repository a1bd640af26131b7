"""What should exist: a pure function of plans, anchors, history, calendar and today."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from firms.staff.rules import WorkingCalendar
from programs.followups.rules.states import OPEN, State
from programs.followups.rules.steps import ASKED_BY_ADVISER, AnchorKind, Step, Stop, Task

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
    ANCHOR_PASSED = "anchor_passed"
    STEP_DROPPED = "step_dropped"
    STOPPED = "stopped"
    FIRM_LEFT = "firm_left"


@dataclass(frozen=True)
class Basis:
    """What the follow-ups of one engagement rest on: its plan, its days, and what has happened.

    `days` holds the anchors that are known. `ended` says why nothing is asked any more: the
    engagement was cancelled, or the firm left. `last_contact` resets and stops steps.
    """

    engagement: int
    steps: tuple[Step, ...]
    days: Mapping[AnchorKind, date] = field(default_factory=dict)
    ended: Why = Why.NONE
    has_deal: bool = False
    last_contact: date | None = None

    def anchor_of(self, step: Step) -> date | None:
        """The day the step counts from; None when it is not known (yet)."""
        day = self.days.get(step.anchor)
        if day is not None and step.is_reset_by_contact and self.last_contact:
            return max(day, self.last_contact)
        return day

    def is_stopped(self, step: Step, anchor_on: date) -> bool:
        """Whether one of the step's own conditions has come true."""
        spoken = self.last_contact is not None and self.last_contact > anchor_on
        return (Stop.DEAL in step.stops and self.has_deal) or (
            Stop.CONTACT in step.stops and spoken
        )


@dataclass(frozen=True)
class Instance:
    """One follow-up, named by engagement, step and occurrence.

    `planned_on` is the calendar day the plan says; `due_on` the working day, or the day a person
    moved it to.
    """

    engagement: int
    step: str
    occurrence: int
    anchor_on: date
    planned_on: date
    due_on: date
    state: State = State.PLANNED
    why: Why = Why.NONE
    task: Task = ASKED_BY_ADVISER

    @property
    def key(self) -> tuple[int, str, int]:
        return (self.engagement, self.step, self.occurrence)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def desired(
    bases: Iterable[Basis],
    existing: Iterable[Instance],
    calendar: WorkingCalendar,
    today: date,
) -> tuple[Instance, ...]:
    """All follow-ups that should stand, sorted by engagement, step and occurrence.

    Running it on its own result changes nothing, and the order of the arguments does not matter.
    What people closed stays. Open ones follow an anchor or a plan that moved (a snooze is then
    forgotten). What nothing asks for any more is superseded with the reason, and comes back with
    its reason to be. A later day of a renewing anchor asks anew. What is first written more than
    `STALE_DAYS` late is skipped as stale. Engagements of `existing` without a basis count as
    withdrawn. Raises ValueError for a doubled basis or instance.
    """
    basis_of = _unique((basis.engagement, basis) for basis in bases)
    before = _unique((instance.key, instance) for instance in existing)
    of_step: dict[tuple[int, str], list[Instance]] = {}
    for key in sorted(before):
        of_step.setdefault(key[:2], []).append(before[key])
    wanted: dict[tuple[int, str, int], Instance] = {}
    for basis in basis_of.values():
        for step, anchor_on in _asked(basis, today):
            past = of_step.get((basis.engagement, step.code), [])
            for occurrence in _occurrences(step, anchor_on, past):
                new = _new(basis.engagement, step, occurrence, anchor_on, calendar, today)
                wanted[new.key] = new
    result = dict(wanted)
    for key, instance in before.items():
        if key in wanted:
            result[key] = _followed(instance, wanted[key], calendar, today)
        else:
            result[key] = _superseded(instance, basis_of.get(instance.engagement), today)
    return tuple(result[key] for key in sorted(result))


def _asked(basis: Basis, today: date) -> Iterator[tuple[Step, date]]:
    """Steps that ask something now, with the day they count from."""
    if basis.ended:
        return
    for step in basis.steps:
        anchor_on = basis.anchor_of(step)
        if anchor_on is None or basis.is_stopped(step, anchor_on):
            continue
        if step.is_before and anchor_on < today:
            continue  # what was to be prepared has begun
        yield step, anchor_on


def _occurrences(step: Step, anchor_on: date, past: list[Instance]) -> Iterable[int]:
    """Which occurrences the anchor asks for; `past` are the step's instances in order."""
    if not step.is_renewing:
        return range(step.repeat_times + 1)
    if not past:
        return (0,)
    last = past[-1]
    if last.is_open or _engine_closed(last) or last.anchor_on >= anchor_on:
        return (last.occurrence,)
    return (last.occurrence + 1,)


def _engine_closed(instance: Instance) -> bool:
    """Closed by the engine and not by a person: it may come back."""
    return instance.state is State.SUPERSEDED or instance.why is Why.SKIPPED_STALE


def _new(
    engagement: int,
    step: Step,
    occurrence: int,
    anchor_on: date,
    calendar: WorkingCalendar,
    today: date,
) -> Instance:
    """A follow-up as first written: planned, due, or stale when it is too old to matter.

    What lies before its anchor moves to the working day before, and is due at once when there is
    less time left than the plan wanted.
    """
    planned_on = step.planned_on(anchor_on, occurrence)
    state, why = State.PLANNED, Why.NONE
    if step.is_before:
        due_on = calendar.working_day_before(planned_on)
        if due_on < today:
            due_on = min(calendar.next_working_day(today), anchor_on)
    else:
        due_on = calendar.next_working_day(planned_on)
    if due_on < today - timedelta(days=STALE_DAYS):
        state, why = State.SKIPPED, Why.SKIPPED_STALE
    elif due_on <= today:
        state = State.DUE
    return Instance(
        engagement, step.code, occurrence, anchor_on, planned_on, due_on, state, why, step.task
    )


def _followed(
    instance: Instance, new: Instance, calendar: WorkingCalendar, today: date
) -> Instance:
    """An existing follow-up that is still asked for: closed by people it stays, else it follows."""
    if _engine_closed(instance):
        return new
    if not instance.is_open:
        return instance
    if (instance.anchor_on, instance.planned_on) != (new.anchor_on, new.planned_on):
        return new
    instance = replace(instance, task=new.task)
    if instance.due_on <= today:
        return replace(instance, state=State.DUE)
    is_snoozed = instance.state is State.SNOOZED
    state = State.SNOOZED if is_snoozed else State.PLANNED
    due_on = instance.due_on
    if instance.due_on != new.due_on:  # a person's day, or the calendar's has changed
        due_on = calendar.next_working_day(due_on)
    return replace(instance, due_on=due_on, state=state)


def _superseded(instance: Instance, basis: Basis | None, today: date) -> Instance:
    """An existing follow-up that nothing asks for any more; what is closed stays closed."""
    if not instance.is_open:
        return instance
    return replace(instance, state=State.SUPERSEDED, why=_why_gone(instance, basis, today))


def _why_gone(instance: Instance, basis: Basis | None, today: date) -> Why:
    if basis is None:
        return Why.ANCHOR_WITHDRAWN
    if basis.ended:
        return basis.ended
    step = next((each for each in basis.steps if each.code == instance.step), None)
    if step is None:
        return Why.STEP_DROPPED
    anchor_on = basis.anchor_of(step)
    if anchor_on is None:
        return Why.ANCHOR_WITHDRAWN
    if basis.is_stopped(step, anchor_on):
        return Why.STOPPED
    if step.is_before and anchor_on < today:
        return Why.ANCHOR_PASSED
    return Why.STEP_DROPPED  # the plan repeats it less often


def _unique(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, Value]:
    found: dict[Key, Value] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"Given twice: {key}")
        found[key] = value
    return found
