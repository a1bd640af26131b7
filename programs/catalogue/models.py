"""What the agency offers: interventions, what they address, and the programs that fund them."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Round
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.methodology.models import ConstraintType
from assessments.profiles.models import STAGE_LABELS
from config.shared.models import Timestamped
from firms.register.models import Firm
from programs.catalogue.querysets import (
    BudgetLineQuerySet,
    InterventionQuerySet,
    InterventionTargetQuerySet,
    ProgramQuerySet,
)


class CapacityKind(models.TextChoices):
    """What is scarce about an intervention."""

    SEATS = "seats", _("Seats")
    BUDGET = "budget", _("Budget")
    HOURS = "hours", _("Hours")
    SLOTS = "slots", _("Slots")


def in_reader_language(texts: dict[str, str], fallback: str = "") -> str:
    """The text in the reader's language, else in English, else `fallback`."""
    return str(texts.get(get_language() or "en") or texts.get("en") or fallback)


#: The outcome of the pack that means: a certificate was issued.
CERTIFICATE_OUTCOME = "certificate_issued"


class Intervention(models.Model):
    """A kind of help. Texts are by language; `details` keeps the pack's evidence and outcomes.

    `follow_up_days` counts from completion. `is_local` marks a kind the agency added itself.
    """

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField()
    stages = models.JSONField(default=list)
    eligible_if = models.JSONField(default=dict)
    eligibility_texts = models.JSONField(default=dict)
    caution_texts = models.JSONField(default=dict)
    capacity = models.CharField(max_length=10, choices=CapacityKind.choices)
    typical_days = models.PositiveSmallIntegerField()
    follow_up_days = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    is_local = models.BooleanField(default=False)
    retired_on = models.DateField(null=True)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_reader_language(self.names, self.code)

    @property
    def eligibility(self) -> str:
        return in_reader_language(self.eligibility_texts)

    @property
    def caution(self) -> str:
        return in_reader_language(self.caution_texts)

    @property
    def leads_to_certificate(self) -> bool:
        """Whether the catalogue names an issued certificate among its outcomes."""
        outcomes = self.details.get("outcomes", ())
        return any(each.get("code") == CERTIFICATE_OUTCOME for each in outcomes)


class InterventionTarget(models.Model):
    """An intervention addresses a constraint with a strength of 1 to 3."""

    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="targets")
    constraint = models.ForeignKey(ConstraintType, models.PROTECT, related_name="targets")
    strength = models.PositiveSmallIntegerField()

    objects = InterventionTargetQuerySet.as_manager()

    class Meta:
        ordering = ["intervention", "-strength", "constraint"]
        constraints = [
            models.UniqueConstraint(fields=["intervention", "constraint"], name="target_once"),
            models.CheckConstraint(
                condition=Q(strength__range=(1, 3)), name="target_strength_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intervention_id} → {self.constraint_id} × {self.strength}"


class Program(Timestamped):
    """A funded frame with goals, budget, dates and interventions.

    `objective` is what is to be reached by when, in one line; `owner` answers for it.
    `conditions`: the criteria of its offerings that name none of their own.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    goal = models.TextField(_("goal"), blank=True)
    objective = models.CharField(_("objective"), max_length=240, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    office = models.ForeignKey(
        "firms.Office", models.PROTECT, null=True, blank=True, related_name="programs"
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    budget = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    interventions = models.ManyToManyField(Intervention, related_name="programs", blank=True)
    conditions = models.ForeignKey(
        "programs.Criteria",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conditioned_programs",
        verbose_name=_("conditions"),
    )

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="program_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | (Q(budget__gte=0) & ~Q(currency="")),
                name="program_budget_has_currency",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:program", args=[self.pk])

    def serves(self, firm: Firm) -> bool:
        """Whether its offerings are for the firm: of its office, or of all offices."""
        return self.office_id in {None, firm.office_id}

    def served_among(self, firms: QuerySet[Firm]) -> QuerySet[Firm]:
        """Those of the firms that its offerings are for."""
        return firms if self.office_id is None else firms.filter(office=self.office_id)


class LineKind(models.TextChoices):
    """What a budget line pays for."""

    TRAVEL = "travel", _("Travel")
    STAND = "stand", _("Stand")
    TRAINING = "training", _("Training")
    VOUCHER = "voucher", _("Vouchers")
    LOAN = "loan", _("Loans")
    CERTIFICATION = "certification", _("Certification")
    OTHER = "other", _("Other")


class BudgetLine(Timestamped):
    """A part of a program's budget, in the program's currency.

    `committed` and `spent` count the costs booked against it and are written with them, under
    the lock of the line; the database refuses to take more than there is.
    """

    program = models.ForeignKey(Program, models.PROTECT, related_name="budget_lines")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=LineKind.choices)
    stage = models.CharField(
        _("stage"),
        max_length=30,
        blank=True,
        choices=[(code.value, label) for code, label in STAGE_LABELS.items()],
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    committed = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    spent = models.DecimalField(max_digits=14, decimal_places=2, default=0)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ["program", "stage", "kind", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="budget_line_name_once"),
            models.CheckConstraint(
                condition=Q(committed__gte=0) & Q(spent__gte=0) & Q(amount__gte=0),
                name="budget_line_not_below_zero",
            ),
            models.CheckConstraint(
                # Rounded because SQLite adds amounts as floating point numbers.
                condition=Q(amount__gte=Round(F("committed") + F("spent"), precision=2)),
                name="budget_line_not_overdrawn",
            ),
            models.CheckConstraint(condition=~Q(currency=""), name="budget_line_has_currency"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def taken(self) -> Decimal:
        """Committed and spent together."""
        return self.committed + self.spent

    @property
    def left(self) -> Decimal:
        """What may still be committed."""
        return self.amount - self.taken
