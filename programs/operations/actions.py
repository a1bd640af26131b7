"""Running a periodic job once at a time, and setting aside what cannot be processed."""

import logging
import os
import socket
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from config.shared import clock
from programs.operations.models import JobRun, Quarantined, RunState

logger = logging.getLogger(__name__)

#: After this a run that has not ended counts as lost: its machine died. A second one beside a
#: slow first one does no harm: every job finds only what is left to do.
LEASE = timedelta(minutes=5)

#: How long ended runs are kept.
KEPT = timedelta(days=90)

#: What a job returns: figures by name, of which the run row keeps each and the sum.
Figures = Mapping[str, int]


class AlreadyRunning(Exception):
    """Another process runs this job now."""


def run_job(job: str, work: Callable[[], Figures]) -> Figures | None:
    """Do `work` unless another process does it now; None when one does.

    The run row is the lock: unique while it runs, taken over when its lease has ended. A run
    that fails is recorded with its reason, and the error goes on to the worker's log.
    """
    try:
        run = begin_run(job)
    except AlreadyRunning:
        logger.info("%s runs already.", job)
        return None
    try:
        figures = work()
    except Exception as error:
        end_run(run, RunState.FAILED, error=f"{type(error).__name__}: {error}")
        raise
    end_run(run, RunState.DONE, figures=figures)
    return figures


@transaction.atomic
def begin_run(job: str) -> JobRun:
    """Take the job, or raise AlreadyRunning. A lost run is marked, so that it is seen."""
    now = clock.now()
    running = JobRun.objects.filter(job=job, state=RunState.RUNNING)
    if (other := running.first()) and (other.lease_until < now or _is_dead(other.owner)):
        JobRun.objects.filter(pk=other.pk, state=RunState.RUNNING).update(
            state=RunState.LOST, ended_at=now, error="its worker died"
        )
    JobRun.objects.filter(job=job, ended_at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            return JobRun.objects.create(
                job=job,
                owner=f"{socket.gethostname()}:{os.getpid()}",
                started_at=now,
                lease_until=now + LEASE,
            )
    except IntegrityError as error:
        raise AlreadyRunning from error


def _is_dead(owner: str) -> bool:
    """Whether the process that began a run was one of this machine and is gone."""
    host, _colon, pid = owner.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def end_run(
    run: JobRun, state: RunState, *, figures: Figures | None = None, error: str = ""
) -> bool:
    """Write how a run ended; False when it was taken for lost and another one has taken over."""
    found = dict(figures or {})
    ended = JobRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(
        state=state,
        ended_at=clock.now(),
        rows=sum(found.values()),
        figures=found,
        error=error[:300],
    )
    return bool(ended)


def set_aside(kind: str, target_id: int, error: Exception | str) -> None:
    """Note a row that could not be processed; again and again is one row with a count."""
    now, reason = clock.now(), str(error) or type(error).__name__
    fields: dict[str, Any] = {"reason": reason[:300], "last_at": now}
    with transaction.atomic():
        row, is_new = Quarantined.objects.select_for_update().get_or_create(
            kind=kind, target_id=target_id, defaults={**fields, "first_at": now}
        )
        if not is_new:
            row.reason, row.last_at, row.attempts = fields["reason"], now, row.attempts + 1
            row.save()


def release_before(kind: str, moment: datetime) -> int:
    """What was set aside before `moment`, and not again since, could be processed; how many."""
    gone, _by_table = Quarantined.objects.filter(kind=kind, last_at__lt=moment).delete()
    return gone


def release(kind: str, target_ids: list[int]) -> int:
    """These could be processed: they leave the quarantine. Returns how many had been in it."""
    gone, _by_table = Quarantined.objects.filter(kind=kind, target_id__in=target_ids).delete()
    return gone
