"""Dated snapshots: constraint profiles, stage proposals and placements. All append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.methodology.models import ConstraintType, PackVersion
from assessments.profiles.querysets import (
    ConstraintFindingQuerySet,
    ConstraintProfileQuerySet,
    StagePlacementQuerySet,
    StageProposalQuerySet,
)
from assessments.responses.models import Assessment
from assessments.scoring.results import Band, Overlay, Pathway, Phase, Stage, Trajectory

STAGE_LABELS = {
    Stage.PREPARATION: _("Preparation"),
    Stage.ACTIVE: _("Active engagement"),
    Stage.GROWTH: _("Growth and expansion"),
}
PHASE_LABELS = {
    Phase.PREPARATORY: _("Preparatory"),
    Phase.LAUNCH: _("Launch"),
    Phase.GROWTH: _("Growth"),
    Phase.CONSOLIDATION: _("Consolidation"),
}
PATHWAY_LABELS = {
    Pathway.PRE_EXPORT: _("Not yet international"),
    Pathway.BORN_GLOBAL: _("Born global"),
    Pathway.EARLY: _("Early internationalizer"),
    Pathway.BORN_AGAIN_GLOBAL: _("Born-again global"),
    Pathway.INCREMENTAL: _("Incremental"),
}
OVERLAY_LABELS = {
    Overlay.LATECOMER_LLL: _("latecomer"),
    Overlay.OPPORTUNISTIC: _("opportunistic"),
    Overlay.RE_ENTRANT: _("re-entrant"),
    Overlay.NETWORK_LED: _("network-led"),
}
TRAJECTORY_LABELS = {
    Trajectory.NONE: _("No exports yet"),
    Trajectory.INCREASING: _("Rising"),
    Trajectory.STABLE: _("Stable"),
    Trajectory.DECREASING: _("Falling"),
    Trajectory.RE_INCREASING: _("Rising again"),
}
BAND_LABELS = {
    Band.LOW: _("low"),
    Band.MODERATE: _("moderate"),
    Band.HIGH: _("high"),
    Band.BLOCKING: _("blocking"),
    Band.NOT_ASSESSED: _("Not assessed"),
}


class ConstraintProfile(models.Model):
    """Severities of all constraint types of a firm at a date, with the pack they rest on."""

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="profiles")
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="profiles")
    adviser_assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="+")
    firm_assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=20, choices=list(STAGE_LABELS.items()))
    answered = models.PositiveSmallIntegerField()
    questions = models.PositiveSmallIntegerField()
    assessed_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ConstraintProfileQuerySet.as_manager()

    class Meta:
        ordering = ["-assessed_on", "-pk"]
        indexes = [models.Index(fields=["firm", "-assessed_on", "-id"], name="profile_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["adviser_assessment"], name="profile_once_per_adviser_assessment"
            ),
            models.CheckConstraint(
                condition=Q(adviser_assessment__isnull=False) | Q(firm_assessment__isnull=False),
                name="profile_has_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.assessed_on}"


class ConstraintFinding(models.Model):
    """How hard one constraint holds the firm back; severity is null when not assessed.

    `severity` rests on the adviser's answers where there are any, `firm_severity` on the
    firm's own. `rank` orders by priority, the not assessed last.
    """

    profile = models.ForeignKey(ConstraintProfile, models.CASCADE, related_name="findings")
    constraint = models.ForeignKey(ConstraintType, models.PROTECT, related_name="findings")
    severity = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    firm_severity = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    band = models.CharField(max_length=12, choices=list(BAND_LABELS.items()))
    weight = models.DecimalField(max_digits=4, decimal_places=3)
    priority = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    answered = models.PositiveSmallIntegerField()
    questions = models.PositiveSmallIntegerField()
    rank = models.PositiveSmallIntegerField()

    objects = ConstraintFindingQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "constraint"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__range=(0, 100)),
                name="finding_severity_in_range",
            ),
            models.CheckConstraint(
                condition=Q(severity__isnull=True, band="not_assessed")
                | (Q(severity__isnull=False) & ~Q(band="not_assessed")),
                name="finding_unknown_is_not_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.constraint_id}: {self.severity}"


class _StageFacts(models.Model):
    """What both a proposal and a placement say of the firm."""

    stage = models.CharField(max_length=20, choices=list(STAGE_LABELS.items()))
    phase = models.CharField(max_length=20, choices=list(PHASE_LABELS.items()))
    pathway = models.CharField(max_length=24, choices=list(PATHWAY_LABELS.items()))
    overlays = models.JSONField(default=list)
    trajectory = models.CharField(max_length=16, choices=list(TRAJECTORY_LABELS.items()))
    is_dormant = models.BooleanField(default=False)
    is_prior_exporter = models.BooleanField(default=False)

    class Meta:
        abstract = True


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("To decide")
    CONFIRMED = "confirmed", _("Confirmed")
    OVERRIDDEN = "overridden", _("Overridden")
    SUPERSEDED = "superseded", _("Replaced by a newer one")


class StageProposal(_StageFacts):
    """What the rules propose, with every test they made. A person decides."""

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="stage_proposals")
    profile = models.ForeignKey(
        ConstraintProfile, models.PROTECT, null=True, related_name="proposals"
    )
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="+")
    tests = models.JSONField(default=list)
    state = models.CharField(
        max_length=12, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = StageProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["firm"], condition=Q(state="open"), name="proposal_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.stage}"


class StagePlacement(_StageFacts):
    """A dated, confirmed stage of a firm with its evidence. Append-only."""

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="placements")
    proposal = models.OneToOneField(
        StageProposal, models.PROTECT, null=True, related_name="placement"
    )
    proposed_stage = models.CharField(max_length=20, choices=list(STAGE_LABELS.items()))
    reason = models.TextField(blank=True)
    occurred_on = models.DateField()
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = StagePlacementQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        indexes = [models.Index(fields=["firm", "-occurred_on", "-id"], name="placement_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=models.F("proposed_stage")) | ~Q(reason=""),
                name="placement_override_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.stage} {self.occurred_on}"

    @property
    def is_override(self) -> bool:
        return self.stage != self.proposed_stage
