"""The outbox: reminders that were decided, the messages that carry them, and escalations."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firms.register.models import Contact
from programs.followups.models.followup import FollowUp
from programs.followups.querysets import (
    EscalationQuerySet,
    MessageQuerySet,
    ReminderQuerySet,
    UndeliverableQuerySet,
)
from programs.followups.rules import Level

LEVEL_LABELS = {
    Level.FIRM: _("the firm"),
    Level.ADVISER: _("the adviser"),
    Level.DELEGATE: _("the colleague who covers"),
    Level.OFFICE: _("the office"),
    Level.MANAGER: _("the manager"),
}


class Channel(models.TextChoices):
    """How a message travels."""

    EMAIL = "email", _("E-mail")
    IN_APP = "in_app", _("On the pages")


class MessageKind(models.TextChoices):
    """A digest holds all that waits for a person that day; others speak of one follow-up, and a
    confirmation of one result.
    """

    DIGEST = "digest", _("Daily digest")
    SINGLE = "single", _("Message of its own")
    QUESTION = "question", _("Question to a firm")
    CONFIRMATION = "confirm", _("Question about a result")
    LETTER = "letter", _("Letter about an application")


class MessageState(models.TextChoices):
    """Where a message stands."""

    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    BOUNCED = "bounced", _("Came back")
    UNKNOWN = "unknown", _("Interrupted, a person must look")


class Message(models.Model):
    """One mail: written in the transaction that claims its reminders, sent at most once.

    `day` is the local day of the reader; one digest a person and day, whoever dispatches.
    `token` names the mail (Message-ID) and the claim.
    """

    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="messages"
    )
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="messages")
    address = models.EmailField(max_length=254)
    day = models.DateField()
    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=MessageState.choices)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-claimed_at", "-pk"]
        indexes = [models.Index(fields=["state", "claimed_at"], name="message_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "day"],
                condition=Q(kind="digest"),
                name="message_one_digest_a_day",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, contact__isnull=True)
                | Q(recipient__isnull=True, contact__isnull=False),
                name="message_has_one_reader",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "bounced"]) | Q(sent_at__isnull=False),
                name="message_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"


class ReminderState(models.TextChoices):
    """Where a reminder stands."""

    QUEUED = "queued", _("Queued")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    BOUNCED = "bounced", _("Came back")
    UNKNOWN = "unknown", _("Interrupted, a person must look")
    DROPPED = "dropped", _("No longer needed")
    STALE = "stale", _("Too old to be sent")


class Reminder(models.Model):
    """One line of the outbox: at most one per follow-up, due day, reader and channel.

    `due_on` is the day it speaks of, so a follow-up that was moved may be reminded of again.
    `level` says how far up it went, `why` why this reader; `is_asked`: a person asked for it, so
    the plan need not. `read_at`: seen on the pages.
    """

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="reminders")
    due_on = models.DateField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reminders"
    )
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="reminders")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    is_single = models.BooleanField(default=False)
    is_asked = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(
        choices=list(LEVEL_LABELS.items()), default=Level.ADVISER
    )
    state = models.CharField(
        max_length=10, choices=ReminderState.choices, default=ReminderState.QUEUED
    )
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="reminders")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40)
    error = models.CharField(max_length=300, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["queued_at", "pk"]
        indexes = [
            models.Index(fields=["state", "queued_at"], name="reminder_by_state"),
            models.Index(fields=["recipient", "state"], name="reminder_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "due_on", "recipient", "channel"],
                name="reminder_once",
            ),
            models.UniqueConstraint(
                fields=["follow_up", "due_on", "contact", "channel"],
                condition=Q(contact__isnull=False),
                name="reminder_once_per_contact",
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, contact__isnull=True)
                | Q(recipient__isnull=True, contact__isnull=False),
                name="reminder_has_one_reader",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False, sent_at__gte=F("queued_at")),
                name="reminder_sent_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id} → {self.recipient_id or self.contact_id}"


class Escalation(models.Model):
    """A step up that was taken for a follow-up and due day: each is taken once.

    One that found nobody to tell is recorded too, so that the next step comes.
    """

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="escalations")
    due_on = models.DateField()
    level = models.PositiveSmallIntegerField(choices=list(LEVEL_LABELS.items()))
    happened_at = models.DateTimeField()

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["follow_up", "due_on", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "due_on", "level"], name="escalation_once_per_level"
            )
        ]

    def __str__(self) -> str:
        return f"{self.follow_up_id} ↑ {self.level}"


class Undeliverable(models.Model):
    """An address from which mail came back: nothing more is sent there until a person mends it.

    A colleague is told on the pages meanwhile; a question goes to the next contact of the firm.
    """

    address = models.EmailField(max_length=254, unique=True)
    reason = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()

    objects = UndeliverableQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return self.address
