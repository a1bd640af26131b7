"""Runs of the periodic jobs, and rows that nobody could process."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.operations.querysets import OperationsQuerySet


class RunState(models.TextChoices):
    """How a run of a job stands."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    LOST = "lost", _("Its worker died")


class JobRun(models.Model):
    """One run of a periodic job: at most one of a job runs at a time, whoever asks for it.

    `rows` sums its figures. A run whose `owner` (machine and process) is gone, or whose lease ended
    without an end, is lost: the next one takes over, and a late end changes nothing.
    """

    job = models.CharField(max_length=60)
    owner = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    started_at = models.DateTimeField()
    lease_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)

    objects = OperationsQuerySet["JobRun"].as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["job", "-started_at"], name="job_run_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["job"], condition=Q(state="running"), name="job_runs_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="running") | Q(ended_at__isnull=False),
                name="job_run_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.started_at:%Y-%m-%d %H:%M}"


class Quarantined(models.Model):
    """A row that could not be processed: set aside with its reason, so that it stops nobody.

    `kind` says what `target_id` names. It is tried again by itself on every run, and by a person
    from the operations page; the row goes when it succeeds.
    """

    kind = models.CharField(max_length=40)
    target_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    attempts = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    objects = OperationsQuerySet["Quarantined"].as_manager()

    class Meta:
        ordering = ["-last_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "target_id"], name="quarantined_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"
