"""Dated offers with scarce seats, and who asked for them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from programs.allocation.querysets import ApplicationQuerySet, OfferingQuerySet
from programs.catalogue.models import Intervention, Program


class Offering(Timestamped):
    """A dated instance of an intervention with seats: this mission, that course."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="offerings")
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="offerings")
    title = models.CharField(_("title"), max_length=160)
    place = models.CharField(_("place"), max_length=160, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    apply_by = models.DateField(_("apply by"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    seats_taken = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(_("open for applications"), default=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("seats")), name="offering_seats_within_capacity"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(apply_by__lte=F("starts_on")),
                name="offering_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    APPLIED = "applied", _("Applied")
    SEATED = "seated", _("Has a seat")
    WAITING = "waiting", _("On the waiting list")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Refused")


class Application(models.Model):
    """One firm asks for one seat; once per offering."""

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="applications")
    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="applications")
    state = models.CharField(
        max_length=10, choices=ApplicationState.choices, default=ApplicationState.APPLIED
    )
    applied_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["applied_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "firm"], name="application_once")
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} → {self.offering_id}"
