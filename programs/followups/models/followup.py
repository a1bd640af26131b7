"""Follow-ups: dated promises to ask a firm how it went."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from programs.engagements.models import Engagement
from programs.followups.models.plan import PlanVersion
from programs.followups.querysets import FollowUpQuerySet
from programs.followups.rules import AnchorKind, Question, State, StepChannel, Unit, Who

FOLLOW_UP_LABELS = {
    State.PLANNED: _("Planned"),
    State.DUE: _("Due"),
    State.SNOOZED: _("Snoozed"),
    State.DONE: _("Done"),
    State.SKIPPED: _("Skipped"),
    State.UNREACHABLE: _("Not reached"),
    State.SUPERSEDED: _("No longer needed"),
    State.FAILED: _("Left undone"),
}


def default_questions() -> list[str]:
    """All four, for what was planned without a plan."""
    return [str(question) for question in Question]


class FollowUp(Timestamped):
    """A dated promise to ask a firm how it went; ends in exactly one state.

    From the plan of an engagement (`offset` in `unit` from `anchor`, which fell on `anchor_on`)
    or made by hand (`engagement` empty, `subject` says what). `occurrence` counts repeats, and
    the days of an anchor that comes again. `planned_on` is the day before working days moved it,
    `due_on` the day it is due. Without a `plan_version` the methodology's own days hold. `note`
    holds people's words, `why` the reason code of what the engine closed itself; never both.
    `answered_by` is the contact who answered by link, `seen_at` when staff took note of it.
    """

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="follow_ups")
    engagement = models.ForeignKey(
        Engagement, models.CASCADE, null=True, blank=True, related_name="follow_ups"
    )
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="follow_ups"
    )
    step = models.CharField(max_length=40, blank=True)
    occurrence = models.PositiveSmallIntegerField(default=0)
    anchor = models.CharField(max_length=20, default=AnchorKind.COMPLETION)
    offset = models.SmallIntegerField(default=0)
    unit = models.CharField(max_length=8, default=Unit.DAYS)
    who = models.CharField(max_length=10, default=Who.ADVISER)
    channel = models.CharField(max_length=10, default=StepChannel.DIGEST)
    questions = models.JSONField(default=default_questions)
    titles = models.JSONField(default=dict)
    anchor_on = models.DateField(null=True, blank=True)
    planned_on = models.DateField()
    due_on = models.DateField(_("due on"))
    subject = models.CharField(_("what to ask"), max_length=200, blank=True)
    state = models.CharField(
        max_length=12, choices=list(FOLLOW_UP_LABELS.items()), default=State.PLANNED
    )
    done_on = models.DateField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    why = models.CharField(max_length=24, blank=True)
    closed_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        "firms.Contact", models.SET_NULL, null=True, related_name="answered_follow_ups"
    )
    seen_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="follow_up_by_due"),
            models.Index(fields=["firm", "state", "due_on"], name="follow_up_of_firm"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "step", "occurrence"],
                condition=Q(engagement__isnull=False),
                name="follow_up_once_per_step",
            ),
            models.CheckConstraint(
                condition=(Q(engagement__isnull=False) & ~Q(step=""))
                | (Q(engagement__isnull=True) & ~Q(subject="")),
                name="follow_up_has_step_or_subject",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False),
                name="follow_up_done_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state="skipped") | ~Q(note="") | ~Q(why=""),
                name="follow_up_skip_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in State]),
                name="follow_up_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.due_on}"

    @property
    def is_open(self) -> bool:
        return self.state in (State.PLANNED, State.DUE, State.SNOOZED)
