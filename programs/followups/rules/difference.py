"""What a reconciler has to write to turn what is stored into what is desired."""

from collections.abc import Iterable
from dataclasses import dataclass

from programs.followups.rules.schedule import Instance
from programs.followups.rules.states import State


@dataclass(frozen=True)
class Difference:
    """What to write; every instance is the wanted one, and nothing is ever deleted.

    `moves`: another date, or back in force. `falls_due`: the day has come. `rewords`: asked of
    somebody else or in other words, on the same day.
    """

    creates: tuple[Instance, ...] = ()
    moves: tuple[Instance, ...] = ()
    falls_due: tuple[Instance, ...] = ()
    rewords: tuple[Instance, ...] = ()
    supersedes: tuple[Instance, ...] = ()

    @property
    def changes(self) -> tuple[Instance, ...]:
        """Everything that rewrites a stored row."""
        return (*self.moves, *self.falls_due, *self.rewords, *self.supersedes)

    @property
    def is_empty(self) -> bool:
        return not (self.creates or self.changes)


def plan_difference(wanted: Iterable[Instance], existing: Iterable[Instance]) -> Difference:
    """Compare the desired with the stored. Raises ValueError for a doubled stored instance."""
    before: dict[tuple[int, str, int], Instance] = {}
    for instance in existing:
        if instance.key in before:
            raise ValueError(f"Given twice: {instance.key}")
        before[instance.key] = instance
    kinds: dict[str, list[Instance]] = {name: [] for name in Difference.__dataclass_fields__}
    for instance in sorted(wanted, key=lambda each: each.key):
        if kind := _kind(before.get(instance.key), instance):
            kinds[kind].append(instance)
    return Difference(**{name: tuple(found) for name, found in kinds.items()})


def _kind(old: Instance | None, new: Instance) -> str:
    """Which list of the difference a wanted instance belongs to; empty for none."""
    if old is None:
        return "creates"
    if old == new:
        return ""
    if new.state is State.SUPERSEDED:
        return "supersedes"
    if not old.is_open or (old.anchor_on, old.due_on) != (new.anchor_on, new.due_on):
        return "moves"
    if old.planned_on != new.planned_on:
        return "moves"
    return "falls_due" if old.state != new.state else "rewords"
