"""Imports of lists of events: the file, its rows as they stood, and every doubt with its answer."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.allocation.models import Offering
from programs.catalogue.models import Program, in_reader_language
from programs.eventfeeds.querysets import (
    FeedDoubtQuerySet,
    FeedImportQuerySet,
    FeedRowQuerySet,
)
from programs.eventfeeds.rules import Decision, Doubt, DoubtCode, Target

DECISION_LABELS = {
    Decision.ACCEPT: _("The proposal was taken"),
    Decision.OTHER: _("Something else was entered"),
    Decision.DROP: _("The row was left out"),
    Decision.KEEP_FIRST: _("The first was kept"),
    Decision.KEEP_SECOND: _("The second was kept"),
    Decision.MERGE: _("The texts were merged"),
    Decision.KEEP_BOTH: _("Both were kept"),
    Decision.MOOT: _("Settled by another answer"),
}


class FeedImport(models.Model):
    """One file of events. `mapping` is the checked mapping it was read by, so that answers months
    later read the rows the same way. Counts are those of the moment of the import; accepted rows
    are new ones and `rows_unchanged` known before.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="feeds")
    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    mapping = models.JSONField()
    rows_read = models.PositiveIntegerField()
    rows_accepted = models.PositiveIntegerField()
    rows_held = models.PositiveIntegerField()
    rows_rejected = models.PositiveIntegerField()
    rows_unchanged = models.PositiveIntegerField(default=0)
    imported_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = FeedImportQuerySet.as_manager()

    class Meta:
        ordering = ["-imported_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rows_read=F("rows_accepted") + F("rows_held") + F("rows_rejected")),
                name="feed_read_is_accepted_held_rejected",
            ),
            models.CheckConstraint(
                condition=Q(rows_unchanged__lte=F("rows_accepted")),
                name="feed_unchanged_among_accepted",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("programs:feed", args=[self.pk])

    @property
    def title(self) -> str:
        """What people call the list, in the reader's language."""
        return in_reader_language(self.mapping["names"], self.source)

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None


class FeedRow(models.Model):
    """One row of a list: its cells, where it stands, and the offering it became.

    `refusal` of a rejected row: column, value, reason, params. `before` is what the offering told
    before this row changed it. `gave_way_to` is the row that took the place of this one.
    """

    class State(models.TextChoices):
        """Where the row stands."""

        ACCEPTED = "accepted", _("Accepted")
        HELD = "held", _("Waits for answers")
        REJECTED = "rejected", _("Rejected")
        SETTLED = "settled", _("Settled")
        UNDONE = "undone", _("Undone")

    feed = models.ForeignKey(FeedImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=130, blank=True)
    cells = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices)
    offering = models.ForeignKey(Offering, models.SET_NULL, null=True, related_name="feed_rows")
    refusal = models.JSONField(default=dict)
    before = models.JSONField(null=True)
    gave_way_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="took_place_of"
    )

    objects = FeedRowQuerySet.as_manager()

    class Meta:
        ordering = ["feed", "number"]
        indexes = [models.Index(fields=["key"], name="feed_row_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["feed", "number"], name="feed_row_number_once"),
            models.CheckConstraint(
                condition=~Q(state="rejected") | Q(offering__isnull=True),
                name="feed_row_rejected_is_no_offering",
            ),
            models.CheckConstraint(
                condition=Q(state="rejected") | ~Q(key=""), name="feed_row_readable_has_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.key}"


class FeedDoubt(models.Model):
    """One question about a row, what a person answered, and who. `other`: the row it compares
    with. `proposed` None: nothing can be proposed.
    """

    row = models.ForeignKey(FeedRow, models.CASCADE, related_name="doubts")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    target = models.CharField(max_length=20)
    column = models.CharField(max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    found = models.TextField(blank=True)
    proposed = models.CharField(max_length=200, null=True)
    params = models.JSONField(default=dict)
    other = models.ForeignKey(FeedRow, models.CASCADE, null=True, related_name="compared_in")
    decision = models.CharField(max_length=12, choices=list(DECISION_LABELS.items()), blank=True)
    answer = models.CharField(max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = FeedDoubtQuerySet.as_manager()

    class Meta:
        ordering = ["row", "order"]
        constraints = [
            models.UniqueConstraint(fields=["row", "order"], name="feed_doubt_order_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="feed_doubt_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(decision="accept") | Q(proposed__isnull=False),
                name="feed_doubt_accepts_a_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.code}"

    @cached_property
    def asked(self) -> Doubt:
        """The question as the rules know it."""
        params: dict[str, Any] = self.params
        return Doubt(
            DoubtCode(self.code),
            Target(self.target),
            self.column,
            self.found,
            self.proposed,
            self.place,
            params,
        )
