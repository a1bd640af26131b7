"""Thin background jobs: each takes ids, finds nothing to do the second time, holds no logic."""

import logging
from dataclasses import asdict

from celery import shared_task

from assessments.methodology.models import PackVersion
from config.shared import clock
from config.shared.jobs import sweep
from programs.catalogue.actions import load_interventions
from programs.engagements.models import Engagement
from programs.followups import actions as followups
from programs.followups.selectors import proof
from programs.matching.actions import refresh_recommendations

logger = logging.getLogger(__name__)


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
