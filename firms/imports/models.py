"""Runs of an import, what they refused, what they made, and pairs of firms that look alike."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firms.imports.querysets import DuplicatePairQuerySet, ImportQuerySet


class RunState(models.TextChoices):
    """Where an import stands."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed, nothing kept")
    UNDONE = "undone", _("Undone")


class ImportRun(models.Model):
    """One import of one file. `report` holds counts and control totals as the run found them."""

    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    mapping_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    rows_read = models.PositiveIntegerField(default=0)
    rows_accepted = models.PositiveIntegerField(default=0)
    rows_rejected = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ImportQuerySet["ImportRun"].as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RunState.DONE)
                | Q(rows_read=F("rows_accepted") + F("rows_rejected")),
                name="import_read_is_accepted_plus_rejected",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportReject(models.Model):
    """A row that was refused: where, which column, why (a code and its words)."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rejects")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=120, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=40)
    params = models.JSONField(default=dict)

    objects = ImportQuerySet["ImportReject"].as_manager()

    class Meta:
        ordering = ["run", "row", "pk"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"


class ImportedRow(models.Model):
    """What a run made of one source key, so that a second run adds nothing and undo is whole."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="made")
    source = models.CharField(max_length=60)
    source_key = models.CharField(max_length=120)
    target_type = models.CharField(max_length=60)
    target_id = models.BigIntegerField()

    objects = ImportQuerySet["ImportedRow"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key", "target_type"], name="imported_once"
            )
        ]
        indexes = [models.Index(fields=["target_type", "target_id"], name="imported_target")]

    def __str__(self) -> str:
        return f"{self.source}:{self.source_key}"


class PairState(models.TextChoices):
    """What a person decided about two firms that look alike."""

    OPEN = "open", _("To decide")
    DISTINCT = "distinct", _("Two firms")
    SAME = "same", _("One firm")


class DuplicatePair(models.Model):
    """Two firms that may be one. Nothing is merged without a person."""

    first = models.ForeignKey("firms.Firm", models.CASCADE, related_name="+")
    second = models.ForeignKey("firms.Firm", models.CASCADE, related_name="+")
    run = models.ForeignKey(ImportRun, models.SET_NULL, null=True, blank=True, related_name="pairs")
    score = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=PairState.choices, default=PairState.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="duplicate_pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
