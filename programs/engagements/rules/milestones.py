"""Milestones within an engagement, and how far they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


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
