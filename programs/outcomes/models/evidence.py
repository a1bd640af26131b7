"""Documents that prove a result, and how claims of one deal are told apart or shared out."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from firms.register.models import Document
from programs.outcomes.models.outcome import Outcome
from programs.outcomes.querysets import DealSplitQuerySet, OfOutcomeQuerySet


class EvidenceType(models.TextChoices):
    """What the document is."""

    CONTRACT = "contract", _("Contract")
    INVOICE = "invoice", _("Invoice")
    CUSTOMS = "customs", _("Customs declaration")
    BANK = "bank", _("Bank statement")
    CERTIFICATE = "certificate", _("Certificate")
    LETTER = "letter", _("Letter")


class Verdict(models.TextChoices):
    """What somebody who looked at it says."""

    WAITS = "waits", _("To be checked")
    ACCEPTED = "accepted", _("Proves it")
    REFUSED = "refused", _("Does not prove it")


class OutcomeEvidence(models.Model):
    """A document of the firm that is to prove a result; somebody checks what it shows."""

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="evidence")
    document = models.ForeignKey(Document, models.RESTRICT, related_name="proves")
    type = models.CharField(_("what it is"), max_length=12, choices=EvidenceType.choices)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices, default=Verdict.WAITS)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_on = models.DateField(null=True)
    note = models.TextField(max_length=1000, blank=True)

    objects = OfOutcomeQuerySet["OutcomeEvidence"].as_manager()

    class Meta:
        ordering = ["outcome", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "document"], name="outcome_evidence_once"),
            models.CheckConstraint(
                condition=Q(verdict="waits", checked_on__isnull=True, checked_by__isnull=True)
                | ~Q(verdict="waits") & Q(checked_on__isnull=False, checked_by__isnull=False),
                name="outcome_evidence_checked_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(verdict="refused") | ~Q(note=""),
                name="outcome_evidence_refusal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.type}"


class DealSplit(models.Model):
    """A decision about claims that look like one deal: shared out, or kept apart as different.

    It holds until `ended_at`: a claim of it was corrected, disputed, withdrawn or decided anew.
    """

    is_one_deal = models.BooleanField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    reason = models.TextField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = DealSplitQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_one_deal=True) | ~Q(reason=""), name="deal_kept_apart_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("decided_at")),
                name="deal_split_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class OutcomeShare(models.Model):
    """What one claim counts of a shared deal: `declared` weight, and its `part` of the value."""

    split = models.ForeignKey(DealSplit, models.CASCADE, related_name="shares")
    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="shares")
    declared = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    part = models.DecimalField(max_digits=16, decimal_places=2, null=True)

    objects = OfOutcomeQuerySet["OutcomeShare"].as_manager()

    class Meta:
        ordering = ["split", "outcome"]
        constraints = [
            models.UniqueConstraint(fields=["split", "outcome"], name="outcome_share_once"),
            models.CheckConstraint(
                condition=Q(part__isnull=True) | Q(part__gte=0), name="outcome_share_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(declared__isnull=True) | Q(declared__gte=0),
                name="outcome_share_declared_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.part}"
