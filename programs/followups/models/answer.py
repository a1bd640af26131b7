"""How a firm answers without a password, and what its answer proposes to change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.methodology.models import ConstraintType
from firms.register.models import Contact
from programs.followups.models.followup import FollowUp
from programs.followups.querysets import AnswerLinkQuerySet, ProposalQuerySet


class AnswerLink(models.Model):
    """A personal link to the four questions: opening it changes nothing, answering uses it up.

    Only the SHA-256 of the token is kept. `draft` holds answers saved for later.
    """

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="links")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="answer_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    draft = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up"],
                condition=Q(used_at__isnull=False),
                name="answer_link_used_once_per_follow_up",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")),
                name="answer_link_lives_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id} → {self.contact_id}"


class ProposalKind(models.TextChoices):
    """What an answer proposes."""

    OUTCOME = "outcome", _("An outcome")
    FINDING = "finding", _("A constraint that moved")


class ProposalState(models.TextChoices):
    """What a person made of it."""

    OPEN = "open", _("Waits for the adviser")
    ACCEPTED = "accepted", _("Taken over")
    DISMISSED = "dismissed", _("Not taken over")


class Proposal(models.Model):
    """The system proposes, a person decides: an outcome or a moved constraint a firm told of."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="proposals")
    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=10, choices=ProposalKind.choices)
    constraint = models.ForeignKey(ConstraintType, models.PROTECT, null=True, related_name="+")
    text = models.TextField(max_length=2000, blank=True)
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="proposal_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="dismissed") | ~Q(reason=""),
                name="proposal_dismissal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.kind}"
