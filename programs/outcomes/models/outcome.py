"""A result of help as somebody claims it, and the grades it went through."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.catalogue.models import Program
from programs.engagements.models import Engagement
from programs.outcomes.querysets import OfOutcomeQuerySet, OutcomeQuerySet
from programs.outcomes.rules import GRADES, KINDS, MONEY_KINDS, Band, Grade, Kind, Unit

GRADE_LABELS = {
    Grade.CLAIMED: _("Claimed"),
    Grade.CONFIRMED: _("Confirmed"),
    Grade.EVIDENCED: _("Evidenced"),
    Grade.ATTRIBUTED: _("Attributed"),
    Grade.DISPUTED: _("Disputed"),
    Grade.WITHDRAWN: _("Withdrawn"),
}
KIND_LABELS = {
    Kind.LEAD: _("Qualified leads"),
    Kind.CONTRACT: _("Contract or deal"),
    Kind.EXPORT_SALE: _("Export sale or order"),
    Kind.NEW_MARKET: _("New market"),
    Kind.NEW_PRODUCT: _("New or adapted product"),
    Kind.CERTIFICATE: _("Certificate"),
    Kind.FINANCE: _("Finance obtained"),
    Kind.JOBS: _("New jobs"),
}
BAND_LABELS = {
    Band.NONE: _("Nothing of it without help"),
    Band.TO_20: _("Up to 20 %"),
    Band.TO_40: _("Up to 40 %"),
    Band.TO_60: _("Up to 60 %"),
    Band.TO_80: _("Up to 80 %"),
    Band.OVER_80: _("More than 80 %"),
    Band.ALL: _("All of it anyway"),
}


class Outcome(models.Model):
    """One result of one firm, stated once: a correction is a new row that names this one.

    The figure is `amount` in `currency` or `count`, never both. `rate` is what one unit of
    `currency` was worth in the agency's currency on `rate_on`. `confirmed_*` is what the first
    contact confirmed, and what counts from then on; later answers stand beside it. `band` is set
    when the value is attributed.
    """

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="outcomes")
    engagement = models.ForeignKey(
        Engagement, models.RESTRICT, null=True, blank=True, related_name="outcomes"
    )
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=list(KIND_LABELS.items()))
    amount = models.DecimalField(_("amount"), max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    rate = models.DecimalField(_("exchange rate"), max_digits=18, decimal_places=8, null=True)
    rate_on = models.DateField(_("day of the rate"), null=True)
    count = models.PositiveIntegerField(_("number"), null=True)
    market = models.CharField(_("market"), max_length=2, blank=True)
    contract_reference = models.CharField(_("contract number"), max_length=80, blank=True)
    occurred_on = models.DateField(_("when"))
    period_from = models.DateField(_("period from"), null=True)
    period_to = models.DateField(_("period to"), null=True)
    note = models.TextField(_("what came of it"), max_length=2000, blank=True)
    grade = models.CharField(
        max_length=10, choices=list(GRADE_LABELS.items()), default=Grade.CLAIMED
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    claimed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    corrects = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="correction"
    )
    confirmed_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    confirmed_count = models.PositiveIntegerField(null=True)
    confirmed_market = models.CharField(max_length=2, blank=True)
    band = models.CharField(max_length=8, choices=list(BAND_LABELS.items()), blank=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(fields=["firm", "-occurred_on"], name="outcome_of_firm"),
            models.Index(fields=["program", "grade"], name="outcome_of_program"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__in=[str(grade) for grade in Grade]), name="outcome_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[str(kind) for kind in MONEY_KINDS],
                    amount__isnull=False,
                    amount__gt=0,
                    count__isnull=True,
                )
                & ~Q(currency="")
                | Q(
                    amount__isnull=True,
                    currency="",
                    rate__isnull=True,
                    count__isnull=False,
                    count__gt=0,
                )
                & ~Q(kind__in=[str(kind) for kind in MONEY_KINDS]),
                name="outcome_is_money_or_a_count",
            ),
            models.CheckConstraint(
                condition=Q(rate__isnull=True, rate_on__isnull=True)
                | Q(rate__isnull=False, rate__gt=0, rate_on__isnull=False),
                name="outcome_rate_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True, period_to__isnull=True)
                | Q(
                    period_from__isnull=False,
                    period_to__isnull=False,
                    period_to__gte=F("period_from"),
                ),
                name="outcome_period_has_two_ends",
            ),
            models.CheckConstraint(
                condition=~Q(grade__in=["confirmed", "evidenced", "attributed"])
                | Q(confirmed_amount__isnull=False, confirmed_amount__gt=0)
                | Q(confirmed_count__isnull=False, confirmed_count__gt=0),
                name="outcome_confirmed_has_a_figure",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_market="")
                | Q(confirmed_amount__isnull=False)
                | Q(confirmed_count__isnull=False),
                name="outcome_confirmed_market_has_a_figure",
            ),
            models.CheckConstraint(
                condition=~Q(grade="attributed") | ~Q(band=""), name="outcome_attributed_has_band"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("programs:outcome", args=[self.pk])

    @property
    def is_money(self) -> bool:
        return KINDS[Kind(self.kind)].unit is Unit.MONEY

    @property
    def claimed_value(self) -> Decimal:
        """The figure as it was claimed: money, or a count."""
        return self.amount if self.amount is not None else Decimal(self.count or 0)

    @property
    def confirmed_value(self) -> Decimal | None:
        """The figure the firm confirmed; None until it did."""
        if self.confirmed_amount is not None:
            return self.confirmed_amount
        return None if self.confirmed_count is None else Decimal(self.confirmed_count)

    @property
    def best_value(self) -> Decimal:
        """The confirmed figure, else the claimed one."""
        known = self.confirmed_value
        return self.claimed_value if known is None else known

    @property
    def best_market(self) -> str:
        """The market the firm confirmed, else the claimed one; "" where none was stated."""
        return self.confirmed_market or self.market

    @property
    def kind_label(self) -> str:
        return str(KIND_LABELS[Kind(self.kind)])


class OutcomeMove(models.Model):
    """One step of a result from grade to grade. Append-only."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="moves")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    objects = OfOutcomeQuerySet["OutcomeMove"].as_manager()

    class Meta:
        ordering = ["outcome", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "after"], name="outcome_grade_reached_once")
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


#: The four columns in their order, for forms and tables.
GRADE_COLUMNS = [(grade, GRADE_LABELS[grade]) for grade in GRADES]
