"""One firm receiving one intervention: its moves, its periods, what it is meant to relieve."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.methodology.models import ConstraintType
from config.shared.models import Timestamped
from programs.allocation.models import Offering
from programs.catalogue.models import CapacityKind, Intervention, Program
from programs.engagements.querysets import (
    EngagementPeriodQuerySet,
    EngagementQuerySet,
    EngagementTargetQuerySet,
    EngagementTransitionQuerySet,
)
from programs.engagements.rules import State
from programs.matching.models import Recommendation

STATE_LABELS = {
    State.PROPOSED: _("Proposed"),
    State.OFFERED: _("Offered"),
    State.APPLIED: _("Applied"),
    State.WAITLISTED: _("On the waiting list"),
    State.APPROVED: _("Approved"),
    State.ACTIVE: _("Under way"),
    State.PAUSED: _("Paused"),
    State.COMPLETED: _("Completed"),
    State.WITHDRAWN: _("Withdrawn"),
    State.DECLINED: _("Declined"),
    State.NO_SHOW: _("Did not appear"),
    State.CANCELLED: _("Cancelled"),
}

#: What the firm reads, in the portal and in letters.
PUBLIC_STATE_LABELS = {
    State.PROPOSED: _("Your adviser suggests it"),
    State.OFFERED: _("A place is offered to you"),
    State.APPLIED: _("Your application is being considered"),
    State.WAITLISTED: _("You are on the waiting list"),
    State.APPROVED: _("Agreed, not begun yet"),
    State.ACTIVE: _("It is under way"),
    State.PAUSED: _("It rests for now"),
    State.COMPLETED: _("It is finished"),
    State.WITHDRAWN: _("You withdrew"),
    State.DECLINED: _("Not taken up"),
    State.NO_SHOW: _("You did not take part"),
    State.CANCELLED: _("It was called off"),
}


class Engagement(Timestamped):
    """One firm receives one intervention; every assignment keeps why, and who decided.

    `external_key` names the engagement in the log it was imported from.
    """

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="engagements")
    intervention = models.ForeignKey(Intervention, models.PROTECT, related_name="engagements")
    program = models.ForeignKey(
        Program, models.PROTECT, null=True, blank=True, related_name="engagements"
    )
    offering = models.ForeignKey(
        Offering, models.PROTECT, null=True, blank=True, related_name="engagements"
    )
    recommendation = models.OneToOneField(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="engagement"
    )
    state = models.CharField(
        max_length=12, choices=[(state.value, label) for state, label in STATE_LABELS.items()]
    )
    reason = models.TextField(_("why this help"), blank=True)
    alternatives = models.JSONField(default=list)
    expected_outcome = models.CharField(_("expected outcome"), max_length=200, blank=True)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    completed_on = models.DateField(_("completed on"), null=True, blank=True)
    closing_note = models.TextField(_("how it ended"), blank=True)
    certificate_number = models.CharField(_("certificate number"), max_length=80, blank=True)
    certificate_expires_on = models.DateField(_("certificate valid until"), null=True, blank=True)
    external_source = models.CharField(max_length=60, blank=True)
    external_key = models.CharField(max_length=120, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        indexes = [models.Index(fields=["firm", "state"], name="engagement_of_firm")]
        constraints = [
            models.UniqueConstraint(
                fields=["external_source", "external_key"],
                condition=~Q(external_key=""),
                name="engagement_imported_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.COMPLETED.value) | Q(completed_on__isnull=False),
                name="engagement_completed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]),
                name="engagement_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.intervention_id}"

    def get_absolute_url(self) -> str:
        return reverse("programs:engagement", args=[self.pk])

    @property
    def is_in_money(self) -> bool:
        """Whether the help gives money: by its kind, or because a round with a budget gives it."""
        by_round = self.offering is not None and self.offering.budget is not None
        return by_round or self.intervention.capacity == CapacityKind.BUDGET

    @property
    def public_state(self) -> str:
        """Where it stands, in the words the firm reads."""
        return str(PUBLIC_STATE_LABELS[State(self.state)])


class EngagementTarget(models.Model):
    """A constraint the engagement is meant to relieve, with its severity then."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="targets")
    constraint = models.ForeignKey(ConstraintType, models.PROTECT, related_name="+")
    severity = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    objects = EngagementTargetQuerySet.as_manager()

    class Meta:
        ordering = ["engagement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "constraint"], name="engagement_target_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id} → {self.constraint_id}"


class EngagementTransition(models.Model):
    """One move of an engagement. Append-only."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="transitions")
    before = models.CharField(max_length=12, blank=True)
    after = models.CharField(max_length=12)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    objects = EngagementTransitionQuerySet.as_manager()

    class Meta:
        ordering = ["engagement", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class EngagementPeriod(models.Model):
    """A policy period or tranche as a log recorded it, amounts in `currency`.

    The log may decide after the start (a back-dated policy) and use more than was authorized
    (normal for insurance): neither is an error. `used` is an output, never an outcome.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="periods")
    external_key = models.CharField(max_length=120)
    decision = models.CharField(max_length=40)
    decided_on = models.DateField(null=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    currency = models.CharField(max_length=3)
    authorized = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    used = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    claim_paid = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    destination = models.CharField(max_length=2, blank=True)
    is_renewal = models.BooleanField(default=False)
    details = models.JSONField(default=dict)

    objects = EngagementPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["engagement", "external_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "external_key"], name="engagement_period_once"
            )
        ]

    def __str__(self) -> str:
        return self.external_key
