"""The engine room: what it shows, what it mends, and who may look."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from config.shared import clock
from programs.dashboards.metrics import as_text
from programs.dashboards.selectors import operations
from programs.followups import comparing
from programs.followups.actions import dispatch, reconcile_all
from programs.followups.comparing import ENGAGEMENT
from programs.followups.models import Undeliverable
from programs.operations.actions import run_job, set_aside
from programs.operations.models import JobRun, Quarantined
from programs.tasks import prove_followups_task, watch_orphans_task
from tests.factories.programs import FollowUpFactory

PAGE = reverse("dashboards:operations")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_quiet_house_says_so(manager_client, due, adviser):
    dispatch(now=NOW)
    page = manager_client.get(PAGE)
    assert "the books balance" in page.content.decode()
    assert page.context["page"].outbox.sent_7_days == 1


def test_queries_do_not_grow_with_rows(manager_client, firm, django_assert_max_num_queries):
    FollowUpFactory.create_batch(40, firm=firm)
    manager_client.get(PAGE)
    with django_assert_max_num_queries(18):
        manager_client.get(PAGE)


def test_what_failed_is_seen_and_tried_again(manager_client, completed, on_monday, monkeypatch):
    monkeypatch.setattr(comparing, "basis_of", lambda *_given: 1 / 0)
    reconcile_all(today=on_monday, everything=True)
    row = Quarantined.objects.get()
    assert "division" in manager_client.get(PAGE).content.decode()
    manager_client.post(reverse("dashboards:retry", args=[row.pk]))
    assert Quarantined.objects.get().attempts > 1
    monkeypatch.undo()
    manager_client.post(reverse("dashboards:retry", args=[row.pk]))
    assert not Quarantined.objects.exists()


def test_a_failed_job_is_seen(manager_client, on_monday):
    with pytest.raises(ZeroDivisionError):
        run_job("programs.dispatch_reminders", lambda: {"sent": 1 // 0})
    assert "ZeroDivisionError" in manager_client.get(PAGE).content.decode()


def test_an_address_is_mended(manager_client, on_monday):
    row = Undeliverable.objects.create(address="gone@works.example", since=NOW)
    manager_client.post(reverse("dashboards:mend", args=[row.pk]))
    assert not Undeliverable.objects.exists()


def test_advisers_do_not_look(adviser_client, completed):
    set_aside(ENGAGEMENT, completed.pk, "odd")
    row = Quarantined.objects.get()
    assert adviser_client.get(PAGE).status_code == 403
    assert adviser_client.post(reverse("dashboards:retry", args=[row.pk])).status_code == 403


# The proof and the orphans -----------------------------------------------------------------------


def test_the_proof_prints_the_books(due, adviser):
    dispatch(now=NOW)
    out = StringIO()
    call_command("prove_followups", stdout=out)
    assert "All follow-ups" in out.getvalue()


def test_a_difference_is_an_error_in_the_readers_language(completed):
    completed.follow_ups.get(step="after-60").delete()
    with pytest.raises(CommandError, match="не сходится"):
        call_command("prove_followups", lang="ru", stdout=StringIO())


def test_the_nightly_proof_is_an_alarm(completed, caplog):
    assert prove_followups_task() is True
    completed.follow_ups.get(step="after-60").delete()
    assert prove_followups_task() is False
    assert JobRun.objects.filter(job="programs.prove_followups", state="failed").exists()


def test_orphans_are_counted(due, adviser, on_monday):
    adviser.is_active = False
    adviser.save()
    assert watch_orphans_task() == {"left_with_leaver": 1, "without_anybody": 1, "uncovered": 0}


# Figures for a collector -------------------------------------------------------------------------


@pytest.mark.asvs("13.4.1")
def test_metrics_want_a_token(due, settings):
    ask = Client().get
    assert ask("/metrics").status_code == 404
    settings.METRICS_TOKEN = "t" * 32
    assert ask("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    found = ask("/metrics", headers={"Authorization": f"Bearer {'t' * 32}"}).content.decode()
    assert 'portolan_follow_ups{state="due"} 1.0' in found
    assert "portolan_queue_age_seconds 0.0" in found


@pytest.fixture
def busy(db):
    """A nightly job that ended well, and six hundred runs of a busier one since."""
    now = clock.now()
    JobRun.objects.bulk_create(
        JobRun(
            job=job,
            state="done",
            started_at=now - timedelta(minutes=minutes),
            ended_at=now,
            lease_until=now,
        )
        for job, minutes in [
            ("programs.prove_followups", 700),
            *(("programs.dispatch_reminders", n) for n in range(600)),
        ]
    )
    return now


def test_a_nightly_job_is_not_lost_among_busy_ones(on_monday, busy):
    found = as_text(now=busy).decode()
    assert 'last_success_seconds{job="programs.prove_followups"} 42000.0' in found
    assert 'last_success_seconds{job="programs.dispatch_reminders"} 0.0' in found


@pytest.mark.parametrize(("state", "is_late"), [("done", False), ("failed", True)])
def test_a_job_that_never_ended_well_is_late(manager, on_monday, busy, state, is_late):
    JobRun.objects.filter(job="programs.dispatch_reminders").update(state=state)
    page = operations(manager, now=busy, is_embedded=True)
    late = {job.name: job.is_late for job in page.jobs if job.last_run}
    assert late["dispatch reminders"] is is_late
