"""Thin background jobs: each takes ids, finds nothing to do the second time, holds no logic."""

import logging
from dataclasses import asdict

from celery import shared_task

from assessments.methodology.models import PackVersion
from config.shared import clock
from config.shared.jobs import sweep
from programs.allocation.actions import lapse_offers
from programs.catalogue.actions import load_interventions
from programs.followups import actions as followups
from programs.followups.models import FollowUpPlan
from programs.followups.preview import affected
from programs.followups.watch import ProofBroken, prove, watch_for_orphans
from programs.matching.actions import refresh_recommendations
from programs.operations.actions import Figures, run_job
from programs.operations.selectors import last_success

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
    done = followups.reconcile_engagements(engagements=[engagement_id], today=clock.today())
    return done.written


@shared_task(name="programs.reconcile_followups")
def reconcile_followups_task(everything: bool = False) -> Figures | None:
    """All follow-ups that may differ from what they should be; at night, every one."""

    def work() -> Figures:
        since = last_success("programs.reconcile_followups")
        done = followups.reconcile_all(today=clock.today(), everything=everything, since=since)
        return asdict(done)

    name = "programs.reconcile_everything" if everything else "programs.reconcile_followups"
    return run_job(name, work)


@shared_task(name="programs.reconcile_plan")
def reconcile_plan_task(plan_id: int) -> int:
    """A plan came into force or was withdrawn: what it rules follows."""
    keys = affected(FollowUpPlan.objects.get(pk=plan_id)).values_list("pk", flat=True)
    return followups.reconcile_engagements(engagements=keys, today=clock.today()).written


@shared_task(name="programs.dispatch_reminders")
def dispatch_reminders_task() -> Figures | None:
    """What is due gets its reminders, what waits too long is passed up, what is queued is sent."""
    return run_job("programs.dispatch_reminders", lambda: followups.dispatch(now=clock.now()))


@shared_task(name="programs.send_reminders")
def send_reminders_task() -> Figures:
    """Send what is queued."""
    return followups.send_reminders(now=clock.now())


@shared_task(name="programs.prove_followups")
def prove_followups_task() -> bool:
    """Count every night that nothing was lost or doubled; a difference is an alarm."""
    try:
        run_job("programs.prove_followups", prove)
    except ProofBroken:
        logger.exception("The follow-ups do not add up.")
        return False
    return True


@shared_task(name="programs.watch_orphans")
def watch_orphans_task() -> Figures | None:
    """Look every night for firms, follow-ups and absences that nobody answers for."""
    return run_job("programs.watch_orphans", watch_for_orphans)


@shared_task(name="programs.lapse_offers")
def lapse_offers_task() -> Figures | None:
    """Offers whose deadline passed lapse, and the next in line are asked."""
    return run_job("programs.lapse_offers", lambda: lapse_offers(now=clock.now()))


@shared_task(name="programs.sweep_jobs")
def sweep_jobs_task() -> dict[str, int]:
    """Find work the broker lost, and send it again."""
    return sweep(now=clock.now()).sent
