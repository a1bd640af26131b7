"""Dated offers with scarce seats or money: their stops, quotas and questions."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from programs.allocation.querysets import (
    OfferingQuerySet,
    OfOfferingQuerySet,
    ReviewerQuerySet,
)
from programs.allocation.rules import OfferingState
from programs.catalogue.models import Intervention, Program
from programs.eligibility.models import Criteria

STATE_LABELS = {
    OfferingState.DRAFT: _("Draft"),
    OfferingState.OPEN: _("Open for applications"),
    OfferingState.CLOSED: _("Closed for applications"),
    OfferingState.CANCELLED: _("Cancelled"),
}


class OfferingKind(models.TextChoices):
    """What a dated offer is to the firm that goes."""

    MISSION = "mission", _("Trade mission")
    FAIR = "fair", _("Trade fair")
    COURSE = "course", _("Course")
    ROUND = "round", _("Voucher or loan round")
    OTHER = "other", _("Other")


class Offering(Timestamped):
    """A dated instance of an intervention with seats, with money, or with both.

    `seats_taken` and `budget_held` count what is offered or accepted. `fee`: what a firm pays for
    its place; `co_pay_percent`: its share of a grant. `offer_days`: how long an offer waits for
    an answer. Markets: ISO 3166 codes; sectors: ISIC divisions; languages: ISO 639 codes.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="offerings")
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="offerings")
    kind = models.CharField(
        _("kind"), max_length=10, choices=OfferingKind.choices, default=OfferingKind.OTHER
    )
    title = models.CharField(_("title"), max_length=160)
    summary = models.TextField(_("what it is about"), blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    apply_by = models.DateField(_("apply by"))
    seats = models.PositiveSmallIntegerField(_("seats"), null=True)
    seats_taken = models.PositiveSmallIntegerField(default=0)
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True)
    budget_held = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    fee = models.DecimalField(_("fee"), max_digits=14, decimal_places=2, null=True)
    co_pay_percent = models.PositiveSmallIntegerField(_("own share, percent"), null=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    markets = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    languages = models.JSONField(default=list)
    criteria = models.ForeignKey(
        Criteria,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offerings",
        verbose_name=_("conditions"),
    )
    offer_days = models.PositiveSmallIntegerField(_("days to answer an offer"), default=7)
    state = models.CharField(
        max_length=10, choices=list(STATE_LABELS.items()), default=OfferingState.OPEN
    )
    external_source = models.CharField(max_length=60, blank=True)
    external_key = models.CharField(max_length=120, blank=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats_taken__lte=F("seats")),
                name="offering_seats_within_capacity",
            ),
            models.CheckConstraint(
                condition=Q(budget_held__gte=0)
                & (Q(budget__isnull=True) | Q(budget_held__lte=F("budget"))),
                name="offering_grants_within_budget",
            ),
            models.CheckConstraint(
                condition=Q(seats__isnull=False) | Q(budget__isnull=False),
                name="offering_has_seats_or_budget",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True, fee__isnull=True) | ~Q(currency=""),
                name="offering_money_has_currency",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & Q(apply_by__lte=F("starts_on")),
                name="offering_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(co_pay_percent__isnull=True) | Q(co_pay_percent__lte=100),
                name="offering_own_share_is_percent",
            ),
            models.CheckConstraint(
                condition=Q(offer_days__gte=1), name="offering_offers_wait_a_day"
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_key"],
                condition=~Q(external_key=""),
                name="offering_imported_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:offering", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == OfferingState.OPEN

    @property
    def seats_left(self) -> int | None:
        """Free seats; None where seats are not what is scarce."""
        return None if self.seats is None else self.seats - self.seats_taken

    @property
    def budget_left(self) -> Decimal | None:
        """Money not granted yet; None where it gives none."""
        return None if self.budget is None else self.budget - self.budget_held

    @property
    def has_room(self) -> bool:
        """Whether a firm can still get something: of seats and money, each that it gives."""
        return self.seats_left != 0 and self.budget_left != 0


class Stop(models.Model):
    """One stop or session of an offering, in order. Its days lie within those of the offering
    unless a feed says otherwise and a person accepted it.
    """

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=160, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))

    objects = OfOfferingQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "order"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "order"], name="stop_order_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="stop_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.place


class Quota(models.Model):
    """At least `minimum` and at most `maximum` of the seats go to firms of one group."""

    class Group(models.TextChoices):
        """What makes the group."""

        REGION = "region", _("Region")
        STAGE = "stage", _("Stage")
        FIRST_TIMER = "first_timer", _("First mission, fair or course with us")
        WOMAN_OWNED = "woman_owned", _("Woman-owned")
        SMALL = "small", _("At most this many employees")
        SECTOR = "sector", _("ISIC division")

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="quotas")
    group = models.CharField(_("group"), max_length=12, choices=Group.choices)
    value = models.CharField(_("which"), max_length=120, blank=True)
    minimum = models.PositiveSmallIntegerField(_("at least"), null=True)
    maximum = models.PositiveSmallIntegerField(_("at most"), null=True)

    objects = OfOfferingQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "group", "value"], name="quota_once"),
            models.CheckConstraint(
                condition=Q(minimum__isnull=False) | Q(maximum__isnull=False),
                name="quota_says_something",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True)
                | Q(maximum__isnull=True)
                | Q(minimum__lte=F("maximum")),
                name="quota_minimum_below_maximum",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.value}".strip()

    @property
    def key(self) -> str:
        """How the rules name the group: its kind and value."""
        return f"{self.group}:{self.value}" if self.value else self.group


class Question(models.Model):
    """Something the firm is asked when it applies. Once answered, it retires instead of going."""

    class Kind(models.TextChoices):
        """How it is answered."""

        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        YES_NO = "yes_no", _("Yes or no")
        DOCUMENT = "document", _("Document")

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=300)
    kind = models.CharField(_("answered by"), max_length=10, choices=Kind.choices)
    is_required = models.BooleanField(_("must be answered"), default=False)
    retired_on = models.DateField(null=True)

    objects = OfOfferingQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "order", "pk"]

    def __str__(self) -> str:
        return self.text


class Reviewer(models.Model):
    """A member of staff who gives points to the applications for an offering."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    appointed_at = models.DateTimeField()

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "pk"]
        constraints = [models.UniqueConstraint(fields=["offering", "person"], name="reviewer_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.offering_id}"
