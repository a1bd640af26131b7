"""Background work by name: sent after commit, and found again when the broker lost it.

The database is the truth. A message only carries ids; a task finds nothing to do the second time.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from config.shared import broker

logger = logging.getLogger(__name__)

LAST_SWEEP = "jobs:last-sweep"
KEEP_FACTS = 7 * 24 * 3600  # seconds


@dataclass(frozen=True)
class Job:
    """A task name and the arguments it is called with (values that JSON can hold)."""

    name: str
    kwargs: dict[str, Any] = field(default_factory=dict)


#: Given this moment, the jobs whose work stands in the database and nobody is doing.
Finder = Callable[[datetime], Iterable[Job]]


@dataclass(frozen=True)
class Swept:
    """What one sweep did: jobs sent again, finders that failed, message files moved."""

    sent: dict[str, int]
    failed: tuple[str, ...]
    files: broker.Tidied


_finders: dict[str, Finder] = {}
_is_silenced: ContextVar[bool] = ContextVar("jobs_silenced", default=False)


@contextmanager
def silenced() -> Iterator[None]:
    """Send nothing within the block, not even after its commits: bulk work that ends by itself.

    What is missed stands in the database, where the sweeper and the reconcilers find it.
    """
    token = _is_silenced.set(True)
    try:
        yield
    finally:
        _is_silenced.reset(token)


def enqueue_on_commit(name: str, **kwargs: Any) -> None:
    """Send the task `name` when the transaction commits, and never when it rolls back.

    When the broker refuses, the refusal is logged and the sweeper finds the work later.
    Raises TypeError at once when an argument does not fit into JSON.
    """
    json.dumps(kwargs)
    transaction.on_commit(partial(send, Job(name, kwargs)), robust=True)


def send(job: Job) -> bool:
    """Hand a job to the broker now; False when it refused or jobs are silenced."""
    if _is_silenced.get():
        return False
    try:
        current_app.send_task(job.name, kwargs=job.kwargs, retry=False)
    except Exception:
        # Each broker has its own errors, and none may undo what is already committed.
        logger.exception("The broker refused %s; the sweeper will find the work.", job.name)
        return False
    return True


def register_sweeper(name: str, find: Finder) -> None:
    """Let the sweeper ask `find(now)` for lost work; the same name replaces."""
    _finders[name] = find


def sweep(*, now: datetime) -> Swept:
    """Send again what the broker lost; one failing finder stops no other."""
    files = _tidy(now)
    sent: dict[str, int] = {}
    failed: list[str] = []
    for name, find in _finders.items():
        try:
            sent[name] = sum(send(job) for job in find(now))
        except Exception:
            # Finders belong to other apps: whatever breaks in one, the others must still run.
            logger.exception("The sweeper %s failed.", name)
            failed.append(name)
    cache.set(LAST_SWEEP, now.isoformat(), KEEP_FACTS)
    return Swept(sent=sent, failed=tuple(failed), files=files)


def last_sweep() -> datetime | None:
    """When the periodic sweep last ran: the sign that beat, broker and worker all live."""
    told = cache.get(LAST_SWEEP)
    return datetime.fromisoformat(told) if told else None


def _tidy(now: datetime) -> broker.Tidied:
    folder = settings.BROKER.folder
    return broker.tidy(folder, now=now.timestamp()) if folder else broker.Tidied()
