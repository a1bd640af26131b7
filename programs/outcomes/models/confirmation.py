"""Asking a firm whether a result is true, and what its people answer."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from firms.register.models import Contact
from programs.followups.models import Message
from programs.outcomes.models.outcome import BAND_LABELS, Outcome
from programs.outcomes.querysets import ConfirmationRequestQuerySet, OfOutcomeQuerySet


class RequestState(models.TextChoices):
    """Where a question stands."""

    OPEN = "open", _("Waits for the answer")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed unanswered")
    WITHDRAWN = "withdrawn", _("No longer asked")


class ConfirmationRequest(models.Model):
    """One question to one contact by mail. A new token each time; only its SHA-256 is kept.

    `is_renewal`: the contact asked for a new link, so it is no further question of ours.

    It waits to be sent while it has no `message`; the mail's own row says how that ended.
    """

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="requests")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="confirmation_requests")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    is_renewal = models.BooleanField(default=False)
    asked_on = models.DateField()
    queued_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    expires_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = ConfirmationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["outcome", "pk"]
        indexes = [models.Index(fields=["state", "queued_at"], name="confirmation_request_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "contact"],
                condition=Q(state="open", message__isnull=True),
                name="confirmation_request_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | ~Q(state="open") & Q(ended_at__isnull=False),
                name="confirmation_request_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(token_hash__isnull=True)
                | Q(expires_at__isnull=False, expires_at__gt=F("queued_at")),
                name="confirmation_request_link_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id} → {self.contact_id}"


class Answer(models.TextChoices):
    """What a contact says about the result."""

    AGREES = "agrees", _("It is right")
    CORRECTS = "corrects", _("It is true, but not exactly so")
    DENIES = "denies", _("It did not happen")


#: What may have changed for the firm: field and what the form asks.
CHANGES = {
    "is_new_market": _("We sell in a market that is new to us"),
    "is_higher_share": _("Exports are a larger part of our sales"),
    "might_have_stopped": _("Without it we might have stopped exporting"),
    "has_plans": _("We plan further steps abroad"),
}
#: What helped, rated from 1 (not at all) to 5 (decisively).
RATINGS = {
    "rating_contacts": _("Access to contacts"),
    "rating_information": _("Information"),
    "rating_confidence": _("Confidence"),
    "rating_problem": _("A problem was overcome"),
    "rating_overall": _("The help as a whole"),
}


def _rating(label: object) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, null=True)  # type: ignore[arg-type]


class Confirmation(models.Model):
    """One contact's answer about one result; each contact answers once, and none overwrites.

    `amount`, `count`, `market`, `currency` say what is different, where the answer corrects.
    """

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="confirmations")
    contact = models.ForeignKey(Contact, models.RESTRICT, related_name="confirmations")
    request = models.OneToOneField(ConfirmationRequest, models.SET_NULL, null=True)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    count = models.PositiveIntegerField(null=True)
    market = models.CharField(max_length=2, blank=True)
    band = models.CharField(max_length=8, choices=list(BAND_LABELS.items()), blank=True)
    rating_contacts = _rating(RATINGS["rating_contacts"])
    rating_information = _rating(RATINGS["rating_information"])
    rating_confidence = _rating(RATINGS["rating_confidence"])
    rating_problem = _rating(RATINGS["rating_problem"])
    rating_overall = _rating(RATINGS["rating_overall"])
    is_new_market = models.BooleanField(default=False)
    is_higher_share = models.BooleanField(default=False)
    might_have_stopped = models.BooleanField(default=False)
    has_plans = models.BooleanField(default=False)
    may_publish = models.BooleanField(default=False)
    comment = models.TextField(max_length=2000, blank=True)
    answered_on = models.DateField()
    recorded_at = models.DateTimeField()

    objects = OfOutcomeQuerySet["Confirmation"].as_manager()

    class Meta:
        ordering = ["outcome", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome", "contact"], name="confirmation_once_per_contact"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="confirmation_answer_known"
            ),
            models.CheckConstraint(
                condition=~Q(answer="denies") | Q(amount__isnull=True, count__isnull=True),
                name="confirmation_denial_has_no_figure",
            ),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gt=0))
                & (Q(count__isnull=True) | Q(count__gt=0)),
                name="confirmation_figure_is_positive",
            ),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 5)}),
                    name=f"confirmation_{name}_1_to_5",
                )
                for name in RATINGS
            ],
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.answer}"
