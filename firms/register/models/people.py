"""People and ties of a firm, and what they agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from firms.register.models.firm import Firm
from firms.register.querysets import OfFirmQuerySet, StaffOnlyOfFirmQuerySet


class Contact(Timestamped):
    """A person at the firm."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    is_primary = models.BooleanField(_("main contact"), default=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    objects = OfFirmQuerySet["Contact"].as_manager()

    class Meta:
        ordering = ["-is_primary", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm"],
                condition=Q(is_primary=True, left_on__isnull=True),
                name="contact_one_primary",
            )
        ]

    def __str__(self) -> str:
        return self.name


class TieKind(models.TextChoices):
    """What a tie is to the firm."""

    PARTNER = "partner", _("Partner")
    BUYER = "buyer", _("Buyer")
    LEAD_FIRM = "lead_firm", _("Lead firm")
    ASSOCIATION = "association", _("Association")
    DIASPORA = "diaspora", _("Diaspora")
    OTHER = "other", _("Other")


class Tie(Timestamped):
    """A person or organisation that may open a market (the network approach)."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="ties")
    kind = models.CharField(_("kind"), max_length=20, choices=TieKind.choices)
    name = models.CharField(_("name"), max_length=150)
    country = models.CharField(_("country"), max_length=2, blank=True)
    strength = models.PositiveSmallIntegerField(_("strength, 1 to 5"), null=True, blank=True)
    opens = models.CharField(_("what it opens"), max_length=200, blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)

    objects = StaffOnlyOfFirmQuerySet["Tie"].as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(strength__isnull=True) | Q(strength__range=(1, 5)),
                name="tie_strength_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ConsentKind(models.TextChoices):
    """What the firm agreed to."""

    DATA = "data", _("Keeping and using its data")
    NAMED_IN_REPORTS = "named_in_reports", _("Being named in reports")
    SHARED_TIES = "shared_ties", _("Sharing its ties with other firms")
    MESSAGES = "messages", _("Receiving messages")


class Consent(models.Model):
    """A consent with its version, date and source; withdrawal ends the row."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="consents")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=ConsentKind.choices)
    version = models.CharField(max_length=20)
    source = models.CharField(max_length=120)
    granted_on = models.DateField()
    withdrawn_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = OfFirmQuerySet["Consent"].as_manager()

    class Meta:
        ordering = ["-granted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "kind"],
                condition=Q(withdrawn_on__isnull=True, contact__isnull=True),
                name="consent_once_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(withdrawn_on__gte=models.F("granted_on")),
                name="consent_withdrawn_after_grant",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
