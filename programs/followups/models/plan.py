"""Plans: what is asked after which help, in versions that never change once they are in force."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from config.shared.tokens import hashed
from programs.catalogue.models import Intervention, Program
from programs.followups.querysets import FollowUpPlanQuerySet, OfPlanQuerySet
from programs.followups.rules import (
    FURTHEST,
    MOST_REPEATS,
    AnchorKind,
    StepChannel,
    Unit,
    Who,
)

ANCHOR_LABELS = {
    AnchorKind.START: _("the start of the help"),
    AnchorKind.COMPLETION: _("the end of the help"),
    AnchorKind.OFFERING_START: _("the first day of the event"),
    AnchorKind.OFFERING_END: _("the last day of the event"),
    AnchorKind.CERTIFICATE_EXPIRY: _("the expiry of the certificate"),
    AnchorKind.LAST_ASSESSMENT: _("the last assessment"),
    AnchorKind.LAST_CONTACT: _("the last contact"),
}
UNIT_LABELS = {Unit.DAYS: _("days"), Unit.MONTHS: _("months")}
WHO_LABELS = {
    Who.ADVISER: _("The adviser asks"),
    Who.FIRM: _("The firm answers by a link"),
    Who.MANAGER: _("The manager of the office"),
}
STEP_CHANNEL_LABELS = {
    StepChannel.DIGEST: _("In the daily digest"),
    StepChannel.SINGLE: _("As a message of its own"),
    StepChannel.IN_APP: _("On the pages only"),
}


class FollowUpPlan(Timestamped):
    """What is asked after an intervention, within a program, or both.

    The most specific one holds: program and intervention, program, intervention. Where there is
    none, the days of the methodology hold.
    """

    intervention = models.ForeignKey(
        Intervention, models.CASCADE, null=True, related_name="follow_up_plans"
    )
    program = models.ForeignKey(Program, models.CASCADE, null=True, related_name="follow_up_plans")

    objects = FollowUpPlanQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "program"],
                condition=Q(intervention__isnull=False, program__isnull=False),
                name="plan_once_per_help_and_program",
            ),
            models.UniqueConstraint(
                fields=["intervention"],
                condition=Q(program__isnull=True),
                name="plan_once_per_help",
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(intervention__isnull=True),
                name="plan_once_per_program",
            ),
            models.CheckConstraint(
                condition=Q(intervention__isnull=False) | Q(program__isnull=False),
                name="plan_is_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program_id or ''}/{self.intervention_id or ''}"


class PlanState(models.TextChoices):
    """Where a version stands: one draft and one enabled version a plan at most."""

    DRAFT = "draft", _("Draft")
    ENABLED = "enabled", _("In force")
    RETIRED = "retired", _("Replaced")


class PlanVersion(Timestamped):
    """One version of a plan. Drafts change; what was enabled once is frozen."""

    plan = models.ForeignKey(FollowUpPlan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    enabled_at = models.DateTimeField(null=True)
    enabled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = OfPlanQuerySet["PlanVersion"].as_manager()

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="enabled"), name="plan_one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(state="draft"), name="plan_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(enabled_at__isnull=False),
                name="plan_in_force_has_time",
            ),
        ]

    @property
    def fingerprint(self) -> str:
        """Names the steps as they stand (one query): their rows only come and go."""
        return hashed(repr(list(self.steps.values_list("pk", flat=True))))

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


class PlanStep(models.Model):
    """One line of a version: `offset` in `unit` from `anchor`, before it when negative."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="steps")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    anchor = models.CharField(max_length=20, choices=list(ANCHOR_LABELS.items()))
    offset = models.SmallIntegerField()
    unit = models.CharField(max_length=8, choices=list(UNIT_LABELS.items()), default=Unit.DAYS)
    repeat_every = models.PositiveSmallIntegerField(default=0)
    repeat_times = models.PositiveSmallIntegerField(default=0)
    stops = models.JSONField(default=list, blank=True)
    is_reset_by_contact = models.BooleanField(default=False)
    who = models.CharField(max_length=10, choices=list(WHO_LABELS.items()), default=Who.ADVISER)
    channel = models.CharField(
        max_length=10, choices=list(STEP_CHANNEL_LABELS.items()), default=StepChannel.DIGEST
    )
    questions = models.JSONField(default=list, blank=True)
    titles = models.JSONField(default=dict, blank=True)

    objects = OfPlanQuerySet["PlanStep"].as_manager()

    class Meta:
        ordering = ["version", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="plan_step_code_once"),
            models.CheckConstraint(
                condition=Q(offset__range=(-FURTHEST, FURTHEST)), name="plan_step_offset_in_range"
            ),
            models.CheckConstraint(
                condition=Q(repeat_every=0, repeat_times=0)
                | Q(repeat_every__gt=0, repeat_times__range=(1, MOST_REPEATS)),
                name="plan_step_repeat_ends",
            ),
            models.CheckConstraint(
                condition=Q(anchor__in=[str(kind) for kind in AnchorKind])
                & Q(unit__in=[str(unit) for unit in Unit])
                & Q(who__in=[str(who) for who in Who])
                & Q(channel__in=[str(channel) for channel in StepChannel]),
                name="plan_step_words_known",
            ),
        ]

    def __str__(self) -> str:
        return self.code
