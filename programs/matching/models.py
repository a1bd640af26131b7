"""Snapshots of what was recommended to whom, why, and what a person made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.methodology.models import PackVersion
from assessments.profiles.models import ConstraintProfile
from programs.catalogue.models import Intervention
from programs.matching.querysets import RecommendationQuerySet, RecommendationSetQuerySet


class RecommendationSet(models.Model):
    """One run of the matching on one profile; a newer run supersedes it, nothing is erased."""

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="recommendation_sets")
    profile = models.ForeignKey(
        ConstraintProfile, models.PROTECT, related_name="recommendation_sets"
    )
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=20)
    computed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = RecommendationSetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm"],
                condition=Q(superseded_at__isnull=True),
                name="recommendations_one_current",
            )
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.computed_at:%Y-%m-%d}"


class RecommendationState(models.TextChoices):
    """What a person made of it."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Assigned")
    DECLINED = "declined", _("Declined")


class Recommendation(models.Model):
    """One intervention for one firm: score, targets, reasons, cautions and tests as data.

    `bundle_order` is the place in the proposed bundle, `adds` the share of the open priority
    it covers there (0 to 1).
    """

    set = models.ForeignKey(RecommendationSet, models.CASCADE, related_name="items")
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.DecimalField(max_digits=9, decimal_places=3)
    targets = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    cautions = models.JSONField(default=list)
    tests = models.JSONField(default=list)
    why_not = models.JSONField(default=list)
    is_eligible = models.BooleanField()
    needs_reason = models.BooleanField(default=False)
    bundle_order = models.PositiveSmallIntegerField(null=True)
    adds = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    state = models.CharField(
        max_length=10, choices=RecommendationState.choices, default=RecommendationState.OPEN
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decline_reason = models.TextField(blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["set", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["set", "intervention"], name="recommended_once"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""),
                name="recommendation_decline_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intervention_id} × {self.score}"
