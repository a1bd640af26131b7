"""Follow-ups, and the outbox of messages about them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from programs.engagements.models import Engagement
from programs.followups.querysets import FollowUpQuerySet, ReminderQuerySet
from programs.followups.rules import State

FOLLOW_UP_LABELS = {
    State.PLANNED: _("Planned"),
    State.DUE: _("Due"),
    State.SNOOZED: _("Snoozed"),
    State.DONE: _("Done"),
    State.SKIPPED: _("Skipped"),
    State.UNREACHABLE: _("Not reached"),
    State.SUPERSEDED: _("No longer needed"),
    State.FAILED: _("Failed"),
}


class FollowUp(Timestamped):
    """A dated promise to ask a firm how it went; ends in exactly one state.

    From an engagement's schedule (`offset_days` after `anchor_on`) or made by hand
    (`engagement` empty, `subject` says what). `planned_on` is the day before working days
    moved it, `due_on` the day it is due. `note` holds people's words, `why` the reason code of
    what the engine closed itself; never both.
    """

    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="follow_ups")
    engagement = models.ForeignKey(
        Engagement, models.CASCADE, null=True, blank=True, related_name="follow_ups"
    )
    offset_days = models.PositiveSmallIntegerField(null=True, blank=True)
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
                fields=["engagement", "offset_days"],
                condition=Q(engagement__isnull=False),
                name="follow_up_once_per_step",
            ),
            models.CheckConstraint(
                condition=Q(engagement__isnull=False, offset_days__isnull=False)
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
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} {self.due_on}"

    @property
    def is_open(self) -> bool:
        return self.state in (State.PLANNED, State.DUE, State.SNOOZED)


class ReminderState(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", _("Queued")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    UNKNOWN = "unknown", _("Interrupted, a person must look")
    DROPPED = "dropped", _("No longer needed")


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")


class Reminder(models.Model):
    """One message of the outbox: at most one per follow-up, occurrence, recipient, channel.

    `occurrence` is the due date it speaks of, so a moved follow-up may be reminded again.
    """

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="reminders")
    occurrence = models.DateField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders"
    )
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    state = models.CharField(
        max_length=10, choices=ReminderState.choices, default=ReminderState.QUEUED
    )
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    claim_token = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40)
    error = models.CharField(max_length=300, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["queued_at", "pk"]
        indexes = [models.Index(fields=["state", "queued_at"], name="reminder_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "occurrence", "recipient", "channel"],
                name="reminder_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, sent_at__gte=F("queued_at")),
                name="reminder_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id} → {self.recipient_id}"
