"""Reads of the engine room."""

from datetime import datetime

from programs.operations.models import JobRun, RunState


def last_success(job: str) -> datetime | None:
    """When the last run that ended well began: what was written since may be new to the job."""
    rows = JobRun.objects.filter(job=job, state=RunState.DONE).order_by("-started_at", "-pk")
    return rows.values_list("started_at", flat=True).first()
