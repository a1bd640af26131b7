"""Jobs take ids, do their work once, and find nothing to do the second time."""

from datetime import timedelta

import pytest

from assessments.signals import pack_published, profile_confirmed
from config import schedules
from config.celery import app
from config.shared import clock, jobs
from programs import sweeping, tasks
from programs.catalogue.models import Intervention
from programs.followups.actions import rewriting
from programs.followups.actions.plans import begin_draft, enable_draft, remove_step
from programs.matching.models import RecommendationSet
from programs.operations.models import Quarantined
from tests.factories.programs import EngagementFactory, FollowUpFactory, ReminderFactory


@pytest.fixture
def completed_by_import(firm, on_monday):
    return EngagementFactory(firm=firm, state="completed", completed_on=on_monday)


@pytest.fixture
def due(firm, on_monday):
    return FollowUpFactory(firm=firm)


@pytest.fixture
def queued(due, adviser):
    return ReminderFactory(follow_up=due, recipient=adviser)


def test_every_periodic_job_has_its_task():
    wanted = {row.task for row in schedules.periodic_jobs(embedded=True)}
    assert {name for name in wanted if name.startswith("programs.")} <= set(app.tasks)


def test_a_confirmed_profile_asks_for_recommendations(
    firm, sent, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        profile_confirmed.send(sender=None, firm_id=firm.pk)
    assert sent == [jobs.Job("programs.refresh_recommendations", {"firm_id": firm.pk})]


def test_a_published_pack_asks_for_the_catalogue(pack, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        pack_published.send(sender=None, pack_id=pack.pk)
    assert sent == [jobs.Job("programs.load_catalogue", {"pack_id": pack.pk})]


def test_the_catalogue_job_loads_it(pack):
    tasks.load_catalogue_task(pack_id=pack.pk)
    assert Intervention.objects.count() == 26


def test_the_recommendation_job_finds_nothing_the_second_time(profile):
    first = tasks.refresh_recommendations_task(firm_id=profile.firm_id)
    assert tasks.refresh_recommendations_task(firm_id=profile.firm_id) == first
    assert RecommendationSet.objects.count() == 1


def test_the_follow_up_jobs_find_nothing_the_second_time(completed_by_import):
    key = completed_by_import.pk
    assert tasks.reconcile_engagement_task(engagement_id=key) == 3
    assert tasks.reconcile_engagement_task(engagement_id=key) == 0
    assert tasks.reconcile_followups_task()["created"] == 0
    assert tasks.prove_followups_task()


def test_the_proof_raises_the_alarm(completed_by_import, caplog):
    caplog.set_level("ERROR")
    assert not tasks.prove_followups_task()
    assert "do not add up" in caplog.text


@pytest.fixture
def nothing_to_ask(completed_by_import, manager):
    """A plan of no steps holds for the help."""
    intervention = completed_by_import.intervention
    draft = begin_draft(intervention=intervention, program=None, by=manager)
    for step in list(draft.steps.all()):
        remove_step(version=draft, code=step.code, by=manager)
    return enable_draft(version=draft, by=manager)


def test_help_about_which_nothing_is_asked_is_not_handed_out_for_ever(
    completed_by_import, nothing_to_ask
):
    assert list(sweeping.unreconciled(clock.now() + timedelta(minutes=5))) == []


def test_what_cannot_be_reconciled_is_set_aside_and_left_to_the_reconciler(
    completed_by_import, monkeypatch
):
    later = clock.now() + timedelta(minutes=5)
    with monkeypatch.context() as broken:
        broken.setattr(rewriting.Written, "save", lambda _self: 1 / 0)
        assert tasks.reconcile_engagement_task(engagement_id=completed_by_import.pk) == 0
    assert Quarantined.objects.get().target_id == completed_by_import.pk
    assert list(sweeping.unreconciled(later)) == []
    assert tasks.reconcile_followups_task()["created"] == 3
    assert not Quarantined.objects.exists()


def test_the_dispatch_job_sends_once(due):
    assert tasks.dispatch_reminders_task()["sent"] == 1
    assert tasks.dispatch_reminders_task()["sent"] == 0
    assert tasks.send_reminders_task()["sent"] == 0


def test_the_sweeper_finds_what_the_broker_lost(profile, completed_by_import, queued, sent):
    later = clock.now() + timedelta(minutes=5)
    found = [
        *sweeping.unmatched(later),
        *sweeping.unreconciled(later),
        *sweeping.unsent_reminders(later),
    ]
    assert found == [
        jobs.Job("programs.refresh_recommendations", {"firm_id": profile.firm_id}),
        jobs.Job("programs.reconcile_engagement", {"engagement_id": completed_by_import.pk}),
        jobs.Job("programs.send_reminders"),
    ]


def test_the_sweeper_finds_nothing_when_all_is_done(recommended, completed_by_import, queued):
    tasks.reconcile_followups_task()
    tasks.send_reminders_task()
    later = clock.now() + timedelta(minutes=5)
    assert list(sweeping.unmatched(later)) == []
    assert list(sweeping.unreconciled(later)) == []
    assert list(sweeping.unsent_reminders(later)) == []
