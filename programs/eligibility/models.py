"""Eligibility as data: criteria in versions that are frozen once published, and dated checks."""

import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from config.shared.tokens import hashed
from programs.catalogue.models import Intervention, Program
from programs.eligibility.querysets import (
    CriteriaCheckQuerySet,
    CriteriaQuerySet,
    CriteriaVersionQuerySet,
)
from programs.eligibility.rules import Verdict

VERDICT_LABELS = {
    Verdict.PASS: _("Eligible"),
    Verdict.FAIL: _("Not eligible"),
    Verdict.UNKNOWN: _("Needs a look"),
}


class Criteria(Timestamped):
    """The tests a firm must pass for something; of one office, or of all of them.

    `programs` and `interventions` name what they are meant for; dated offerings point here.
    """

    name = models.CharField(_("name"), max_length=160)
    office = models.ForeignKey(
        "firms.Office", models.PROTECT, null=True, blank=True, related_name="criteria"
    )
    programs = models.ManyToManyField(Program, related_name="criteria", blank=True)
    interventions = models.ManyToManyField(Intervention, related_name="criteria", blank=True)
    retired_on = models.DateField(null=True, blank=True)

    objects = CriteriaQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(retired_on__isnull=True),
                name="criteria_name_once_in_use",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="criteria_has_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:criteria", args=[self.pk])


class CriteriaVersion(Timestamped):
    """One version; a draft until it is published, and never changed after."""

    criteria = models.ForeignKey(Criteria, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    note = models.CharField(_("what is new"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CriteriaVersionQuerySet.as_manager()

    class Meta:
        ordering = ["criteria", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria", "number"], name="criteria_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["criteria"],
                condition=Q(published_at__isnull=True),
                name="criteria_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(published_by__isnull=True),
                name="criteria_draft_is_nobodys",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="criteria_numbers_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.criteria_id} v{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def fingerprint(self) -> str:
        """Names the document as it stands, so that nobody writes over what was not seen."""
        return hashed(json.dumps(self.document, sort_keys=True))


class CriteriaCheck(models.Model):
    """What a published version said of a firm on a day, with the facts it rests on. Append-only."""

    version = models.ForeignKey(CriteriaVersion, models.PROTECT, related_name="checks")
    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="eligibility_checks")
    checked_on = models.DateField()
    verdict = models.CharField(max_length=8, choices=list(VERDICT_LABELS.items()))
    facts = models.JSONField()
    results = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CriteriaCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "firm", "fingerprint"], name="criteria_check_once_for_facts"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[str(verdict) for verdict in Verdict]),
                name="criteria_check_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.verdict}"
