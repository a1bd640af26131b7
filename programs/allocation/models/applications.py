"""Who asks for a seat or for money, how it went, and what reviewers said of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firms.register.models import Document
from programs.allocation.models.offerings import Offering, Question
from programs.allocation.querysets import (
    ApplicationDocumentQuerySet,
    ApplicationQuerySet,
    OfApplicationQuerySet,
    RivalryQuerySet,
    ScoreQuerySet,
)
from programs.allocation.rules import HOLDING, ApplicationState

STATE_LABELS = {
    ApplicationState.APPLIED: _("Applied"),
    ApplicationState.OFFERED: _("Seat offered"),
    ApplicationState.SEATED: _("Has a seat"),
    ApplicationState.WAITING: _("On the waiting list"),
    ApplicationState.DECLINED: _("Declined the offer"),
    ApplicationState.LAPSED: _("Let the offer lapse"),
    ApplicationState.WITHDRAWN: _("Withdrawn"),
    ApplicationState.REFUSED: _("Refused"),
}

#: What the firm reads instead of the internal word.
PUBLIC_LABELS = {
    ApplicationState.APPLIED: _("Received, being considered"),
    ApplicationState.OFFERED: _("A place is waiting for your answer"),
    ApplicationState.SEATED: _("Your place is confirmed"),
    ApplicationState.WAITING: _("On the waiting list"),
    ApplicationState.DECLINED: _("You declined the place"),
    ApplicationState.LAPSED: _("The offer has expired"),
    ApplicationState.WITHDRAWN: _("Withdrawn"),
    ApplicationState.REFUSED: _("No place this time"),
}


class Application(models.Model):
    """One firm asks for one seat, or for an amount in the offering's currency; once per offering.

    `asked_at` orders the line. `waiting_rank` orders the waiting list after a decision, 1 first.
    `offer_until`: an offer that is not accepted before this moment lapses. `because`: the reason
    of a decision as code and figures, `reason` in a person's words. `answers`: question key →
    answer.
    """

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="applications")
    firm = models.ForeignKey("firms.Firm", models.CASCADE, related_name="applications")
    state = models.CharField(
        max_length=10, choices=list(STATE_LABELS.items()), default=ApplicationState.APPLIED
    )
    is_nomination = models.BooleanField(default=False)
    applied_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    statement = models.TextField(_("what the firm wants to reach"), blank=True)
    answers = models.JSONField(default=dict)
    requested = models.DecimalField(
        _("amount asked for"), max_digits=14, decimal_places=2, null=True
    )
    granted = models.DecimalField(_("amount granted"), max_digits=14, decimal_places=2, null=True)
    waiting_rank = models.PositiveIntegerField(null=True)
    offer_until = models.DateTimeField(null=True)
    because = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["applied_on", "recorded_at", "pk"]
        indexes = [models.Index(fields=["state", "offer_until"], name="application_by_deadline")]
        constraints = [
            models.UniqueConstraint(fields=["offering", "firm"], name="application_once"),
            models.UniqueConstraint(
                fields=["offering", "waiting_rank"], name="application_rank_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(state) for state in ApplicationState]),
                name="application_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.OFFERED) | Q(offer_until__isnull=False),
                name="application_offer_has_deadline",
            ),
            models.CheckConstraint(
                condition=Q(requested__isnull=True) | Q(requested__gt=0),
                name="application_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(requested__isnull=False),
                name="application_grants_what_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True) | Q(granted__gt=0, granted__lte=F("requested")),
                name="application_grants_no_more",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm_id} → {self.offering_id}"

    @property
    def is_holding(self) -> bool:
        return self.state in HOLDING

    @property
    def public_label(self) -> str:
        return str(PUBLIC_LABELS[ApplicationState(self.state)])


class ApplicationMove(models.Model):
    """One move of an application. Append-only."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="moves")
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    moved_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    because = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["application", "pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class ApplicationDocument(models.Model):
    """A document of the firm that is part of its application, or answers one of its questions."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="documents")
    document = models.ForeignKey(Document, models.RESTRICT, related_name="applications")
    question = models.ForeignKey(Question, models.PROTECT, null=True, related_name="documents")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    objects = ApplicationDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "document"], name="application_document_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.document_id}"


class Score(models.Model):
    """What one reviewer gives an application, 0 to 100; one a reviewer, the last one counts."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="scores")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField(_("points"))
    comment = models.TextField(_("why"), blank=True)
    scored_at = models.DateTimeField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="score_once"),
            models.CheckConstraint(condition=Q(points__lte=100), name="score_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.points}"


class Conflict(models.Model):
    """A person declared an interest in a firm's application: no scores and no decision by them."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("which interest"), max_length=300)
    declared_at = models.DateTimeField()

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["application", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="conflict_once")
        ]

    def __str__(self) -> str:
        return self.reason


class Rivalry(models.Model):
    """Two direct competitors that must not both have a seat on the offering."""

    offering = models.ForeignKey(Offering, models.CASCADE, related_name="rivalries")
    first = models.ForeignKey(Application, models.CASCADE, related_name="+")
    second = models.ForeignKey(Application, models.CASCADE, related_name="+")
    reason = models.CharField(_("why they do not go together"), max_length=300, blank=True)

    objects = RivalryQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "pk"]
        verbose_name_plural = "rivalries"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="rivalry_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="rivalry_lower_key_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} × {self.second_id}"
