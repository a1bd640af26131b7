"""What the sweeper looks for in `programs`: work that stands in the database and nobody does."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Exists, OuterRef

from assessments.profiles.models import ConstraintProfile
from config.shared import clock
from config.shared.jobs import Job, register_sweeper
from programs.followups.comparing import ENGAGEMENT, differences, differing
from programs.followups.models import Reminder
from programs.letters.models import SeatLetter
from programs.matching.models import RecommendationSet
from programs.operations.models import Quarantined
from programs.outcomes.models import ConfirmationRequest

#: How much lost work one sweep hands out, and how long work may wait before it counts as lost.
LIMIT = 200
PATIENCE = timedelta(minutes=2)

#: Older profiles without a set were never meant to have one: imported history.
RECENT = timedelta(days=1)


def unsent_reminders(now: datetime) -> Iterator[Job]:
    """Reminders that were written and not sent."""
    if Reminder.objects.unsent().filter(queued_at__lt=now - PATIENCE, channel="email").exists():
        yield Job("programs.send_reminders")


def unsent_confirmations(now: datetime) -> Iterator[Job]:
    """Questions about results that were written and not sent."""
    if ConfirmationRequest.objects.unsent().filter(queued_at__lt=now - PATIENCE).exists():
        yield Job("programs.send_confirmations")


def unsent_letters(now: datetime) -> Iterator[Job]:
    """Letters about applications that were written and not sent."""
    if SeatLetter.objects.unsent().filter(queued_at__lt=now - PATIENCE).exists():
        yield Job("programs.send_letters")


def unreconciled(now: datetime) -> Iterator[Job]:
    """Engagements whose follow-ups are not what they should be.

    What may differ is compared here: most of it does not, and would be handed out for ever. What is
    set aside already is tried again by the reconciler itself.
    """
    today = clock.today()
    aside = Quarantined.objects.filter(kind=ENGAGEMENT).values("target_id")
    found = differing(today=today).filter(updated_at__lt=now - PATIENCE).exclude(pk__in=aside)
    for key in islice(differences(today=today, source=found), LIMIT):
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
    register_sweeper("programs.unsent_confirmations", unsent_confirmations)
    register_sweeper("programs.unsent_letters", unsent_letters)
    register_sweeper("programs.unreconciled", unreconciled)
    register_sweeper("programs.unmatched", unmatched)
