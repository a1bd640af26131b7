"""Firms fixed at intake, never edited for outcomes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.profiles.models import ConstraintProfile, StagePlacement
from programs.catalogue.models import Program
from programs.cohorts.querysets import CohortMemberQuerySet, CohortQuerySet


class Cohort(models.Model):
    """An intake window; freezing writes its members and their baselines once."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    intake_from = models.DateField(_("intake from"))
    intake_to = models.DateField(_("intake to"))
    office = models.ForeignKey(
        "firms.Office", models.PROTECT, null=True, blank=True, related_name="cohorts"
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="cohorts"
    )
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-intake_from", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(intake_to__gte=F("intake_from")), name="cohort_window_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:cohort", args=[self.pk])


class CohortMember(models.Model):
    """A firm in a cohort with its baseline, as it stood when the cohort was frozen."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="members")
    firm = models.ForeignKey("firms.Firm", models.PROTECT, related_name="cohort_memberships")
    intake_on = models.DateField()
    baseline_stage = models.CharField(max_length=20, blank=True)
    baseline_placement = models.ForeignKey(
        StagePlacement, models.PROTECT, null=True, related_name="+"
    )
    baseline_profile = models.ForeignKey(
        ConstraintProfile, models.PROTECT, null=True, related_name="+"
    )

    objects = CohortMemberQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "firm"], name="cohort_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} in {self.cohort_id}"
