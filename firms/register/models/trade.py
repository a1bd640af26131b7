"""The firm's trade: figures by year, markets entered and left, steps taken."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firms.register.models.firm import Firm
from firms.register.querysets import ExportYearQuerySet, OfFirmQuerySet


class FigureSource(models.TextChoices):
    """How well a figure is founded, best first."""

    CUSTOMS = "customs", _("Customs or bank document")
    ACCOUNTS = "accounts", _("Accounts")
    PLATFORM = "platform", _("Platform report")
    THIRD_PARTY = "third_party", _("Third party")
    SELF_REPORT = "self_report", _("The firm's own word")


class ExportYear(models.Model):
    """Turnover and exports of one year in one currency; a correction is a new row."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="export_years")
    year = models.PositiveSmallIntegerField(_("year"))
    turnover = models.DecimalField(
        _("turnover"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    exports = models.DecimalField(
        _("exports"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3)
    source = models.CharField(_("source"), max_length=20, choices=FigureSource.choices)
    is_partial = models.BooleanField(_("part of the year"), default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True)

    objects = ExportYearQuerySet.as_manager()

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "year"],
                condition=Q(superseded_at__isnull=True),
                name="export_year_one_current",
            ),
            models.CheckConstraint(
                condition=(Q(turnover__isnull=True) | Q(turnover__gte=0))
                & (Q(exports__isnull=True) | Q(exports__gte=0)),
                name="export_year_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(turnover__isnull=True)
                | Q(exports__isnull=True)
                | Q(exports__lte=models.F("turnover")),
                name="export_year_within_turnover",
            ),
            models.CheckConstraint(
                condition=Q(year__range=(1900, 2200)), name="export_year_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.year}"


class MarketEventKind(models.TextChoices):
    """What happened on a market, or to the firm as a whole."""

    ENTRY = "entry", _("Entry")
    EXIT = "exit", _("Exit")
    RE_ENTRY = "re_entry", _("Return")
    CRITICAL_INCIDENT = "critical_incident", _("Critical incident")


class ExitReason(models.TextChoices):
    """Why a market was left; leaving is not failing."""

    EXTERNAL_RESTRICTION = "external_restriction", _("External restriction")
    PARTNER_LOSS = "partner_loss", _("Partner lost")
    PRICE_UNCOMPETITIVE = "price_uncompetitive", _("Price not competitive")
    CAPACITY_SHIFT = "capacity_shift", _("Capacity needed at home")
    PAYMENT_PROBLEM = "payment_problem", _("Payment problem")
    STRATEGIC_CHOICE = "strategic_choice", _("Strategic choice")
    PROJECT_ENDED = "project_ended", _("One-off project ended")
    OTHER = "other", _("Other")


class MarketEvent(models.Model):
    """Entry, exit with its reason, and return, market by market. Append-only."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="market_events")
    kind = models.CharField(_("what happened"), max_length=20, choices=MarketEventKind.choices)
    country = models.CharField(_("market"), max_length=2, blank=True)
    reason = models.CharField(_("why"), max_length=24, choices=ExitReason.choices, blank=True)
    mode = models.CharField(_("entry mode"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    occurred_on = models.DateField(_("when"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = OfFirmQuerySet["MarketEvent"].as_manager()

    class Meta:
        ordering = ["occurred_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=MarketEventKind.EXIT) | ~Q(reason=""),
                name="market_exit_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=MarketEventKind.CRITICAL_INCIDENT) | ~Q(country=""),
                name="market_event_has_market",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.country}"


class StepKind(models.TextChoices):
    """Implementation steps that prove internationalisation has started."""

    OFFER = "offer", _("Offer sent to a foreign buyer")
    SAMPLE = "sample", _("Sample sent")
    BUYER_MEETING = "buyer_meeting", _("Buyer met abroad or by video")
    FAIR = "fair", _("Fair attended")
    MISSION = "mission", _("Mission attended")
    CONTRACT = "contract", _("Contract signed")
    PLATFORM_LISTING = "platform_listing", _("Listed on a foreign platform")


class ImplementationStep(models.Model):
    """One step abroad with its evidence. Append-only."""

    firm = models.ForeignKey(Firm, models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=20, choices=StepKind.choices)
    country = models.CharField(_("market"), max_length=2, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    evidence = models.ForeignKey(
        "firms.Document", models.PROTECT, null=True, blank=True, related_name="steps"
    )
    occurred_on = models.DateField(_("when"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = OfFirmQuerySet["ImplementationStep"].as_manager()

    class Meta:
        ordering = ["occurred_on", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
