"""What the sweeper looks for in `programs`: work that stands in the database and nobody does."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from assessments.profiles.models import ConstraintProfile
from config.shared import clock
from config.shared.jobs import Job, register_sweeper
from programs.followups import actions as followups
from programs.followups.models import Reminder
from programs.matching.models import RecommendationSet

#: How much lost work one sweep hands out, and how long work may wait before it counts as lost.
LIMIT = 200
PATIENCE = timedelta(minutes=2)

#: Older profiles without a set were never meant to have one: imported history.
RECENT = timedelta(days=1)


def unsent_reminders(now: datetime) -> Iterator[Job]:
    """Reminders that were written and not sent."""
    if Reminder.objects.unsent().filter(queued_at__lt=now - PATIENCE, channel="email").exists():
        yield Job("programs.send_reminders")


def unreconciled(now: datetime) -> Iterator[Job]:
    """Engagements whose follow-ups may not be what they should."""
    found = followups.differing(today=clock.today()).filter(updated_at__lt=now - PATIENCE)
    for key in found.order_by("pk").values_list("pk", flat=True)[:LIMIT]:
        yield Job("programs.reconcile_engagement", {"engagement_id": key})


def unmatched(now: datetime) -> Iterator[Job]:
    """Firms with a profile newer than their recommendations."""
    later = RecommendationSet.objects.filter(
        firm=OuterRef("firm"), computed_at__gte=OuterRef("recorded_at")
    )
    waiting = ConstraintProfile.objects.filter(
        ~Exists(later), recorded_at__lt=now - PATIENCE, recorded_at__gt=now - RECENT
    )
    for firm in waiting.order_by("firm").values_list("firm", flat=True).distinct()[:LIMIT]:
        yield Job("programs.refresh_recommendations", {"firm_id": firm})


def register() -> None:
    """Tell the sweeper whom to ask."""
    register_sweeper("programs.unsent_reminders", unsent_reminders)
    register_sweeper("programs.unreconciled", unreconciled)
    register_sweeper("programs.unmatched", unmatched)
