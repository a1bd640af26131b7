"""A saved allocation: what went in, what came out, and what a person changed before approving."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.allocation.models.applications import Application
from programs.allocation.models.offerings import Offering
from programs.allocation.querysets import AllocationRunQuerySet, AllotmentQuerySet


class AllocationRun(models.Model):
    """One computation over one or several offerings of a program. Its inputs and result stay.

    `inputs` is the whole problem with the seed and the weights; solved again by the same `method`
    it gives the same result. `fingerprint` is the hash of `inputs`; `pack` is the version of the
    methodology whose severities and strengths stand in them.
    """

    class State(models.TextChoices):
        """Where the proposal stands."""

        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        DISCARDED = "discarded", _("Discarded")

    offerings = models.ManyToManyField(Offering, related_name="runs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    seed = models.PositiveIntegerField()
    weights = models.JSONField(default=dict)
    inputs = models.JSONField()
    result = models.JSONField()
    method = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    pack = models.ForeignKey("assessments.PackVersion", models.PROTECT, null=True, related_name="+")
    computed_at = models.DateTimeField()
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = AllocationRunQuerySet.as_manager()

    class Meta:
        ordering = ["-computed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_at__isnull=False),
                name="run_decided_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.computed_at:%Y-%m-%d %H:%M}"


class Allotment(models.Model):
    """What a run proposes for one application, with its reason; `swap_reason` when a person did."""

    class Verdict(models.TextChoices):
        """What is proposed."""

        SEAT = "seat", _("Seat")
        WAIT = "wait", _("Waiting list")
        REFUSE = "refuse", _("No seat")

    run = models.ForeignKey(AllocationRun, models.CASCADE, related_name="allotments")
    application = models.ForeignKey(Application, models.CASCADE, related_name="allotments")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    benefit = models.DecimalField(max_digits=9, decimal_places=3)
    parts = models.JSONField(default=list)
    rank = models.PositiveIntegerField()
    because = models.JSONField(default=dict)
    swapped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    swap_reason = models.CharField(max_length=300, blank=True)

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        ordering = ["run", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "application"], name="allotment_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.verdict}"
