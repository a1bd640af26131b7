"""Money of an engagement: its finance ledger, and its costs against budget lines."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from programs.catalogue.models import BudgetLine
from programs.engagements.models.engagement import Engagement
from programs.engagements.querysets import CostQuerySet, FinanceEntryQuerySet
from programs.engagements.rules import Booked, CostState, Entry, EntryKind

ENTRY_LABELS = {
    EntryKind.APPROVED: _("Approved"),
    EntryKind.DISBURSED: _("Paid out"),
    EntryKind.REPAID: _("Paid back"),
    EntryKind.CLAIMED: _("Claimed"),
}
COST_LABELS = {
    CostState.COMMITTED: _("Committed"),
    CostState.SPENT: _("Spent"),
    CostState.RELEASED: _("Released"),
}


class FinanceEntry(models.Model):
    """One row of the ledger of a finance intervention. Append-only.

    A correction is a new row that names the one it replaces; one to zero takes it back.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="finance")
    kind = models.CharField(
        max_length=10, choices=[(kind.value, label) for kind, label in ENTRY_LABELS.items()]
    )
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    occurred_on = models.DateField(_("day"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, related_name="corrected_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = FinanceEntryQuerySet.as_manager()

    class Meta:
        ordering = ["engagement", "occurred_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(amount=0, corrects__isnull=False),
                name="finance_entry_has_an_amount",
            ),
            models.CheckConstraint(condition=~Q(currency=""), name="finance_entry_has_currency"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EntryKind]),
                name="finance_entry_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.kind} {self.amount} {self.currency}"

    def as_rule(self) -> Entry:
        """The row as the rules read it."""
        return Entry(
            key=self.pk,
            kind=EntryKind(self.kind),
            amount=self.amount,
            currency=self.currency,
            on=self.occurred_on,
            corrects=self.corrects_id,
        )


class Cost(Timestamped):
    """A cost of an engagement against a budget line: committed, then spent or released.

    `amount` is what was committed, `spent_amount` what was paid in the end, in the currency of
    the line.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="costs")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="costs")
    purpose = models.CharField(_("what for"), max_length=160)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, label) for state, label in COST_LABELS.items()],
        default=CostState.COMMITTED.value,
    )
    spent_amount = models.DecimalField(_("amount paid"), max_digits=14, decimal_places=2, null=True)
    committed_on = models.DateField(_("committed on"))
    settled_on = models.DateField(_("settled on"), null=True)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = CostQuerySet.as_manager()

    class Meta:
        ordering = ["-committed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="cost_has_an_amount"),
            models.CheckConstraint(
                condition=Q(
                    state=CostState.SPENT.value, spent_amount__isnull=False, spent_amount__gte=0
                )
                | (~Q(state=CostState.SPENT.value) & Q(spent_amount__isnull=True)),
                name="cost_spent_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CostState]),
                name="cost_state_known",
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True) | Q(settled_on__gte=F("committed_on")),
                name="cost_settled_after_committed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.amount} {self.currency}"

    def as_rule(self) -> Booked:
        """The row as the rules read it."""
        return Booked(CostState(self.state), self.amount, self.spent_amount)
