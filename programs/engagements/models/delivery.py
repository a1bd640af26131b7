"""What an engagement plans and delivers: milestones, and facts that are never rewritten."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from config.shared.models import Timestamped
from firms.register.models import Document
from programs.engagements.models.engagement import Engagement
from programs.engagements.querysets import (
    DeliveryFactQuerySet,
    EngagementDocumentQuerySet,
    EngagementMilestoneQuerySet,
)
from programs.engagements.rules import Attendance, Fact, FactKind, Milestone

ATTENDANCE_LABELS = {
    Attendance.PRESENT: _("Present"),
    Attendance.LATE: _("Late"),
    Attendance.ABSENT: _("Absent"),
    Attendance.EXCUSED: _("Excused"),
}
FACT_LABELS = {
    FactKind.HOURS: _("Hours given"),
    FactKind.ATTENDANCE: _("Attendance"),
    FactKind.MONEY: _("Money given"),
}

#: The slot of the hours that the attendance grid notes for all sessions together.
SESSIONS_SLOT = "sessions"
#: The slot of a mark: one a day.
DAY_SLOT = "day"


class EngagementMilestone(Timestamped):
    """A step within an engagement, with the day it is due, and who did it when."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=160)
    due_on = models.DateField(_("due on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    evidence = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = EngagementMilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["engagement", "due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "title"], name="engagement_milestone_once"
            ),
            models.CheckConstraint(
                condition=Q(evidence__isnull=True) | Q(done_on__isnull=False),
                name="engagement_milestone_evidence_of_done",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def as_rule(self) -> Milestone:
        """The row as the rules read it."""
        return Milestone(self.title, self.due_on, self.done_on)


class EngagementDocument(models.Model):
    """A document of the firm that belongs to the help: a report, a contract, a certificate."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, models.RESTRICT, related_name="engagements")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    objects = EngagementDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["engagement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "document"], name="engagement_document_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.document_id}"


class DeliveryFact(models.Model):
    """Hours, a mark of one day, or money that the firm received. Append-only.

    A correction is a new row that names the one it replaces; one row is replaced at most once.
    `slot` makes facts unique within a day: one mark, one sum of hours of all sessions.
    """

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="facts")
    kind = models.CharField(
        max_length=10, choices=[(kind.value, label) for kind, label in FACT_LABELS.items()]
    )
    occurred_on = models.DateField(_("day"))
    slot = models.CharField(max_length=20, blank=True)
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=2, null=True)
    attendance = models.CharField(
        max_length=10,
        blank=True,
        choices=[(each.value, label) for each, label in ATTENDANCE_LABELS.items()],
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=14,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    given_by = models.CharField(_("given by"), max_length=160, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    corrects = models.OneToOneField("self", models.CASCADE, null=True, related_name="corrected_by")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = DeliveryFactQuerySet.as_manager()

    class Meta:
        ordering = ["engagement", "occurred_on", "pk"]
        indexes = [models.Index(fields=["engagement", "kind"], name="delivery_fact_of_engagement")]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "kind", "occurred_on", "slot"],
                condition=~Q(slot="") & Q(corrects__isnull=True),
                name="delivery_fact_once_a_slot",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        kind=FactKind.HOURS.value,
                        hours__isnull=False,
                        hours__gte=0,
                        amount__isnull=True,
                        attendance="",
                        currency="",
                    )
                    | Q(
                        kind=FactKind.ATTENDANCE.value,
                        attendance__in=[each.value for each in Attendance],
                        hours__isnull=True,
                        amount__isnull=True,
                        currency="",
                    )
                    | (
                        Q(
                            kind=FactKind.MONEY.value,
                            amount__isnull=False,
                            amount__gte=0,
                            hours__isnull=True,
                            attendance="",
                        )
                        & ~Q(currency="")
                    )
                ),
                name="delivery_fact_says_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.kind} {self.occurred_on}"

    def as_rule(self) -> Fact:
        """The row as the rules read it."""
        return Fact(
            key=self.pk,
            kind=FactKind(self.kind),
            on=self.occurred_on,
            hours=self.hours,
            attendance=Attendance(self.attendance) if self.attendance else None,
            amount=self.amount,
            currency=self.currency,
            corrects=self.corrects_id,
        )
