"""What was said and what was filed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firms.register.models.firm import Firm
from firms.register.querysets import InteractionQuerySet, OfFirmQuerySet


class InteractionKind(models.TextChoices):
    """How a contact took place."""

    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
    MAIL = "mail", _("Mail")
    NOTE = "note", _("Note")


class Interaction(models.Model):
    """A contact with the firm: the last one decides how long it has been silent."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="interactions")
    kind = models.CharField(_("how"), max_length=10, choices=InteractionKind.choices)
    summary = models.TextField(_("what was said"), max_length=4000)
    occurred_on = models.DateField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = InteractionQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        indexes = [models.Index(fields=["firm", "-occurred_on"], name="interaction_newest")]

    def __str__(self) -> str:
        return self.get_kind_display()


def document_path(document: "Document", _filename: str) -> str:
    """Where the bytes stand: a random name, never the uploader's."""
    return f"{document.key[:2]}/{document.key}"


class Document(models.Model):
    """A file of the firm: bytes under a random name outside the web root, type by content."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="documents")
    key = models.CharField(max_length=32, unique=True)
    file = models.FileField(upload_to=document_path, max_length=120)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)

    objects = OfFirmQuerySet["Document"].as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
