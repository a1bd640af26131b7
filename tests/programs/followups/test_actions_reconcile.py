"""The reconciler: what should stand, stands; twice changes nothing; one bad row stops nobody."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from firms.audit.models import AuditEvent
from programs.engagements.actions import cancel_engagement, start_engagement
from programs.engagements.models import Engagement
from programs.followups import comparing, instances
from programs.followups.actions import (
    complete_follow_up,
    reconcile_all,
    reconcile_engagement,
    snooze,
)
from programs.followups.comparing import differing
from programs.followups.labels import note_of
from programs.followups.models import FollowUp
from programs.followups.rules import Why
from programs.followups.selectors import proof
from tests.factories.programs import EngagementFactory, FollowUpFactory, InterventionFactory


@pytest.fixture
def imported(firm, on_monday):
    """History out of a log: completed long ago, written without the actions."""
    return EngagementFactory(firm=firm, state="completed", completed_on=date(2020, 5, 4))


@pytest.fixture
def many(firm, on_monday):
    return EngagementFactory.create_batch(
        5, firm=firm, state="completed", completed_on=on_monday - timedelta(days=3)
    )


def _dates(engagement):
    return dict(engagement.follow_ups.values_list("offset", "due_on"))


def test_follow_ups_fall_on_working_days(completed):
    # 1 May 2026 is a Friday and a holiday in Kazakhstan, 29 August is a Saturday.
    assert _dates(completed) == {
        14: date(2026, 3, 16),
        60: date(2026, 5, 4),
        180: date(2026, 8, 31),
    }
    assert list(completed.follow_ups.values_list("planned_on", flat=True)) == [
        date(2026, 3, 16),
        date(2026, 5, 1),
        date(2026, 8, 29),
    ]


def test_twice_changes_nothing(completed, on_monday):
    stamps = list(completed.follow_ups.values_list("pk", "updated_at"))
    events = AuditEvent.objects.count()
    assert reconcile_engagement(engagement=completed, today=on_monday).written == 0
    assert reconcile_all(today=on_monday, everything=True).written == 0
    assert list(completed.follow_ups.values_list("pk", "updated_at")) == stamps
    assert AuditEvent.objects.count() == events


def test_it_says_so_on_the_timeline_once(completed):
    event = AuditEvent.objects.get(kind="followup.scheduled")
    assert "3 follow-ups planned" in event.sentence
    assert "16 March 2026" in event.sentence


def test_imported_history_is_shown_and_not_chased(imported, on_monday):
    done = reconcile_all(today=on_monday)
    assert (done.created, done.failed) == (3, 0)
    rows = list(imported.follow_ups.all())
    assert {row.state for row in rows} == {"skipped"}
    assert {instances.why_of(row) for row in rows} == {Why.SKIPPED_STALE}
    assert {(row.note, note_of(row)) for row in rows} == {
        ("", "Too old to matter when it was first planned.")
    }
    assert reconcile_all(today=on_monday).written == 0


def test_the_day_comes(completed, on_monday):
    later = date(2026, 3, 16)
    assert completed in differing(today=later)
    assert reconcile_all(today=later).fell_due == 1
    assert completed.follow_ups.get(step="after-14").state == "due"
    assert completed not in differing(today=later)


def test_a_certificate_on_record_before_anything_asked_is_found(firm, on_monday):
    outcomes = [{"code": "certificate_issued", "names": {"en": "Certificate issued"}}]
    certification = EngagementFactory(
        firm=firm,
        state="completed",
        completed_on=on_monday,
        certificate_number="ISO-1",
        certificate_expires_on=date(2027, 3, 2),
        intervention=InterventionFactory(details={"outcomes": outcomes}, follow_up_days=[]),
    )
    assert certification in differing(today=on_monday)
    reconcile_all(today=on_monday)
    assert certification.follow_ups.get().planned_on == date(2026, 12, 2)
    assert reconcile_all(today=on_monday).written == 0


def test_the_day_comes_for_a_promise_by_hand(firm, on_monday):
    row = FollowUpFactory(firm=firm, state="snoozed")
    assert reconcile_all(today=on_monday).fell_due == 1
    row.refresh_from_db()
    assert row.state == "due"


def test_a_dropped_step_is_superseded_and_comes_back(completed, on_monday):
    help_given = completed.intervention
    help_given.follow_up_days = [14, 180]
    help_given.save()
    assert reconcile_all(today=on_monday, everything=True).superseded == 1
    dropped = completed.follow_ups.get(step="after-60")
    assert (dropped.state, dropped.why) == ("superseded", "step_dropped")
    help_given.follow_up_days = [14, 60, 180]
    help_given.save()
    reconcile_all(today=on_monday, everything=True)
    dropped.refresh_from_db()
    assert (dropped.state, dropped.why, dropped.closed_at) == ("planned", "", None)


def test_what_a_person_closed_stays(completed, adviser, on_monday):
    row = completed.follow_ups.get(step="after-14")
    complete_follow_up(follow_up=row, by=adviser, answers={"learnt": "Packaging"})
    Engagement.objects.filter(pk=completed.pk).update(completed_on=date(2026, 2, 20))
    reconcile_all(today=on_monday)
    row.refresh_from_db()
    assert (row.state, row.answers) == ("done", {"learnt": "Packaging"})
    assert completed.follow_ups.get(step="after-60").anchor_on == date(2026, 2, 20)


def test_a_snooze_survives(completed, adviser, on_monday):
    row = completed.follow_ups.get(step="after-14")
    snooze(follow_up=row, until=date(2026, 4, 1), by=adviser)
    assert reconcile_all(today=on_monday, everything=True).written == 0
    row.refresh_from_db()
    assert (row.state, row.due_on) == ("snoozed", date(2026, 4, 1))


def test_cancelled_help_needs_no_follow_up(planned, adviser, on_monday):
    start_engagement(engagement=planned, by=adviser)
    FollowUpFactory(
        firm=planned.firm, engagement=planned, step="after-14", anchor_on=None, subject=""
    )
    cancel_engagement(engagement=planned, by=adviser, reason="No interest")
    row = planned.follow_ups.get()
    assert (row.state, row.why) == ("superseded", "engagement_cancelled")


def test_one_bad_row_stops_nobody(many, on_monday, monkeypatch):
    bad = many[2].pk
    real = comparing.basis_of

    def broken(engagement, *others):
        if engagement.pk == bad:
            raise RuntimeError("a row nobody expected")
        return real(engagement, *others)

    monkeypatch.setattr(comparing, "basis_of", broken)
    done = reconcile_all(today=on_monday)
    assert (done.created, done.failed) == (12, 1)
    assert not FollowUp.objects.filter(engagement=bad).exists()


def test_a_batch_takes_few_statements(many, on_monday, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        reconcile_all(today=on_monday)


def test_the_proof_holds_and_shows_a_difference(completed, on_monday):
    assert proof(today=on_monday).holds
    completed.follow_ups.get(step="after-60").delete()
    ledger = proof(today=on_monday)
    assert (ledger.holds, ledger.differing) == (False, 1)


def test_the_command_reports_what_it_did(imported, capsys):
    call_command("reconcile_followups")
    assert "created 3" in capsys.readouterr().out


def test_the_command_fails_when_a_row_failed(imported, monkeypatch):
    monkeypatch.setattr(comparing, "basis_of", lambda *_given: 1 / 0)
    with pytest.raises(CommandError):
        call_command("reconcile_followups")
