"""Thin background jobs: each takes ids, finds nothing to do the second time, holds no logic."""

import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from celery import shared_task

from assessments.methodology.models import PackVersion
from assessments.profiles.models import ConstraintProfile
from config.shared import clock
from config.shared.jobs import Job, register_sweeper, sweep
from programs.catalogue.actions import load_interventions
from programs.engagements.models import Engagement
from programs.followups import actions as followups
from programs.followups.models import Reminder
from programs.followups.selectors import proof
from programs.matching.actions import refresh_recommendations
from programs.matching.models import RecommendationSet

logger = logging.getLogger(__name__)

#: How much lost work one sweep hands out, and how long work may wait before it counts as lost.
SWEEP_LIMIT = 200
PATIENCE = timedelta(minutes=2)


@shared_task(name="programs.load_catalogue")
def load_catalogue_task(pack_id: int) -> None:
    """Let the catalogue follow a pack that was published."""
    load_interventions(pack_version=PackVersion.objects.get(pk=pack_id))


@shared_task(name="programs.refresh_recommendations")
def refresh_recommendations_task(firm_id: int) -> int:
    """Match the newest profile of a firm; returns the key of its current set."""
    return refresh_recommendations(firm_id=firm_id).pk


@shared_task(name="programs.reconcile_engagement")
def reconcile_engagement_task(engagement_id: int) -> int:
    """Safety net behind a move of an engagement: its follow-ups as they should be."""
    engagement = Engagement.objects.get(pk=engagement_id)
    return followups.reconcile_engagement(engagement=engagement, today=clock.today()).written


@shared_task(name="programs.reconcile_followups")
def reconcile_followups_task(everything: bool = False) -> dict[str, int]:
    """All follow-ups that may differ from what they should be."""
    return asdict(followups.reconcile_all(today=clock.today(), everything=everything))


@shared_task(name="programs.dispatch_reminders")
def dispatch_reminders_task() -> dict[str, int]:
    """What is due gets its reminders, and what is queued is sent."""
    return asdict(followups.dispatch(now=clock.now()))


@shared_task(name="programs.send_reminders")
def send_reminders_task() -> dict[str, int]:
    """Send what is queued."""
    return asdict(followups.send_reminders(now=clock.now()))


@shared_task(name="programs.prove_followups")
def prove_followups_task() -> bool:
    """Count every night that nothing was lost or doubled; a difference is an alarm in the log."""
    ledger = proof(today=clock.today())
    if not ledger.holds:
        logger.error("The follow-ups do not add up: %s", asdict(ledger))
    return ledger.holds


@shared_task(name="programs.sweep_jobs")
def sweep_jobs_task() -> dict[str, int]:
    """Find work the broker lost, and send it again."""
    return sweep(now=clock.now()).sent


def _unsent_reminders(now: datetime) -> Iterator[Job]:
    if Reminder.objects.unsent().filter(queued_at__lt=now - PATIENCE).exists():
        yield Job("programs.send_reminders")


def _unreconciled(now: datetime) -> Iterator[Job]:
    found = followups.differing(today=clock.today()).filter(updated_at__lt=now - PATIENCE)
    for key in found.order_by("pk").values_list("pk", flat=True)[:SWEEP_LIMIT]:
        yield Job("programs.reconcile_engagement", {"engagement_id": key})


def _unmatched(now: datetime) -> Iterator[Job]:
    """Firms with a profile newer than their recommendations."""
    matched = RecommendationSet.objects.values("profile")
    newer = ConstraintProfile.objects.exclude(pk__in=matched).filter(
        recorded_at__lt=now - PATIENCE, recorded_at__gt=now - timedelta(days=1)
    )
    for firm in newer.order_by("firm").values_list("firm", flat=True).distinct()[:SWEEP_LIMIT]:
        yield Job("programs.refresh_recommendations", {"firm_id": firm})


register_sweeper("programs.unsent_reminders", _unsent_reminders)
register_sweeper("programs.unreconciled", _unreconciled)
register_sweeper("programs.unmatched", _unmatched)
