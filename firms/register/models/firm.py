"""The firm and who belongs to it: portal people and the adviser in charge."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from firms.register.querysets import (
    CaseloadAssignmentQuerySet,
    FirmQuerySet,
    MembershipQuerySet,
)
from firms.register.rules import normalised

FOUNDED_FROM = 1600


class ProductForm(models.TextChoices):
    """What the firm sells, as far as it decides how it can be delivered."""

    PACKABLE_GOODS = "packable_goods", _("Packable goods")
    BULK_GOODS = "bulk_goods", _("Bulk goods")
    CAPITAL_GOODS = "capital_goods", _("Capital goods")
    REMOTE_SERVICE = "remote_service", _("Remote service")


class FirstContact(models.TextChoices):
    """How the first foreign sale came about."""

    UNSOLICITED_ORDER = "unsolicited_order", _("Unsolicited order")
    PERSONAL_TIE = "personal_tie", _("Personal tie")
    INTER_FIRM_TIE = "inter_firm_tie", _("Tie with another firm")
    FAIR = "fair", _("Trade fair")
    OFFICE = "office", _("Overseas office")
    ONLINE = "online", _("Online")


class Firm(Timestamped):
    """A client firm: one row per legal entity.

    Facts that stage rules read but no year or event carries stand here: commitment
    (`entry_mode`), `repeat_buyers`, how the first sale came, and the latecomer's evidence.
    """

    legal_name = models.CharField(_("legal name"), max_length=200)
    normalised_name = models.CharField(max_length=200, editable=False)
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=2)
    region = models.CharField(_("region"), max_length=120, blank=True)
    isic_section = models.CharField(_("ISIC section"), max_length=1, blank=True)
    isic_division = models.CharField(_("ISIC division"), max_length=2, blank=True)
    sells = models.CharField(_("what it sells"), max_length=200, blank=True)
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    product_form = models.CharField(
        _("product form"), max_length=20, choices=ProductForm.choices, blank=True
    )
    is_woman_owned = models.BooleanField(_("woman-owned"), null=True, blank=True)
    is_minority_owned = models.BooleanField(_("minority-owned"), null=True, blank=True)
    is_foreign_owned = models.BooleanField(_("foreign-owned"), null=True, blank=True)
    parent_origin = models.CharField(_("spun out of"), max_length=200, blank=True)

    entry_mode = models.CharField(_("entry mode"), max_length=40, blank=True)
    repeat_buyers = models.PositiveIntegerField(_("repeat foreign buyers"), null=True, blank=True)
    first_export_year = models.PositiveSmallIntegerField(
        _("first export in"), null=True, blank=True
    )
    last_export_on = models.DateField(_("last export invoice"), null=True, blank=True)
    first_contact = models.CharField(
        _("how the first sale came"), max_length=20, choices=FirstContact.choices, blank=True
    )
    had_plan = models.BooleanField(_("had a plan before it"), null=True, blank=True)
    has_linkage = models.BooleanField(_("linked to a lead firm"), default=False)
    has_leverage = models.BooleanField(_("uses the partner's channel or brand"), default=False)
    has_learning = models.BooleanField(_("upgraded through the link"), default=False)

    office = models.ForeignKey(
        "firms.Office", models.PROTECT, related_name="firms", verbose_name=_("office")
    )
    intake_on = models.DateField(_("client since"))
    closed_on = models.DateField(_("left on"), null=True, blank=True)
    closed_reason = models.CharField(_("why it left"), max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_firms"
    )

    objects = FirmQuerySet.as_manager()

    class Meta:
        ordering = ["legal_name", "pk"]
        indexes = [
            models.Index(fields=["normalised_name", "id"], name="firm_by_name"),
            models.Index(fields=["office", "closed_on"], name="firm_by_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=~Q(registration_number=""),
                name="firm_number_unique_in_country",
            ),
            models.CheckConstraint(condition=~Q(legal_name=""), name="firm_has_name"),
            models.CheckConstraint(
                condition=Q(founded__isnull=True) | Q(founded__gte=FOUNDED_FROM),
                name="firm_founded_in_range",
            ),
            models.CheckConstraint(
                condition=Q(first_export_year__isnull=True)
                | Q(founded__isnull=True)
                | Q(first_export_year__gte=models.F("founded")),
                name="firm_exports_after_founding",
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.normalised_name = normalised(self.legal_name)[:200]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("firms:firm", args=[self.pk])


class CaseloadAssignment(models.Model):
    """Who looks after the firm, from when to when. History: rows end, they never change hands."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="assignments")
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="caseload")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)

    objects = CaseloadAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm"], condition=Q(ended_on__isnull=True), name="caseload_one_adviser_now"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
                name="caseload_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} → {self.adviser_id}"


class Membership(models.Model):
    """A portal user belongs to a firm; what the person may do there follows from the role."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "user"],
                condition=Q(ended_on__isnull=True),
                name="membership_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} @ {self.firm_id}"
