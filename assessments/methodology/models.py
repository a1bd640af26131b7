"""Versions of the methodology and the constraint types findings point to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.methodology.querysets import MethodologyQuerySet, PackVersionQuerySet


class PackState(models.TextChoices):
    """Where a version stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class PackVersion(models.Model):
    """One version of a pack: the whole document, frozen once published."""

    code = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=PackState.choices, default=PackState.DRAFT)
    document = models.JSONField()
    checksum = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = PackVersionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="pack_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state="published"), name="pack_one_published"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="pack_published_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class ConstraintType(models.Model):
    """What can hold a firm back. Codes are stable; rows retire, they never vanish."""

    code = models.SlugField(max_length=60, unique=True)
    group = models.SlugField(max_length=40)
    order = models.PositiveSmallIntegerField()
    names = models.JSONField()
    short_names = models.JSONField(default=dict)
    definitions = models.JSONField(default=dict)
    stages = models.JSONField(default=list)
    retired_on = models.DateField(null=True)

    objects = MethodologyQuerySet["ConstraintType"].as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        language = get_language() or "en"
        return str(self.names.get(language) or self.names.get("en") or self.code)
