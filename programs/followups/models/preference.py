"""How a person wants to be told, and the calendar that shows what is due."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.followups.querysets import OwnRowQuerySet


class MessagePreference(models.Model):
    """When and about what a person gets mail; without a row the defaults hold.

    Times are of the office's clock. `grace_days`: told of a follow-up when it is that late.
    What is switched off still stands on the pages.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_preference"
    )
    digest_at = models.TimeField(_("daily digest at"), default=time(8))
    quiet_from = models.TimeField(_("quiet from"), default=time(20))
    quiet_until = models.TimeField(_("quiet until"), default=time(7))
    is_quiet = models.BooleanField(_("keep quiet hours"), default=True)
    on_days_off = models.BooleanField(_("also on days off"), default=False)
    grace_days = models.PositiveSmallIntegerField(_("days of grace"), default=0)
    mail_due = models.BooleanField(_("mail about what is due"), default=True)
    mail_escalated = models.BooleanField(_("mail about what was passed up"), default=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnRowQuerySet["MessagePreference"].as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grace_days__lte=30), name="preference_grace_at_most_30"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest_at}"


class CalendarFeed(models.Model):
    """A secret address that shows a person's follow-ups to a calendar; only its hash is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    objects = OwnRowQuerySet["CalendarFeed"].as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user_id}"
