"""One filling of a questionnaire version, by the firm or by the adviser, kept apart."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.methodology.models import PackVersion
from assessments.responses.querysets import AssessmentQuerySet


class Respondent(models.TextChoices):
    """Whose answers these are."""

    FIRM = "firm", _("The firm")
    ADVISER = "adviser", _("The adviser")


class Assessment(models.Model):
    """Answers in one compact row: question id → 0..4, or null for "don't know".

    `revision` grows with every save; a save that names an older one is refused.
    """

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="assessments")
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="assessments")
    respondent = models.CharField(max_length=10, choices=Respondent.choices)
    answers = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assessed_on = models.DateField(_("date of the assessment"))
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-pk"]
        indexes = [models.Index(fields=["firm", "-assessed_on"], name="assessment_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "respondent"],
                condition=Q(submitted_at__isnull=True),
                name="assessment_one_draft_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.assessed_on}"

    def get_absolute_url(self) -> str:
        return reverse(
            "assessments:result" if self.is_submitted else "assessments:fill", args=[self.pk]
        )

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None
