"""Engagements move along the table of moves, once, with their follow-ups."""

from datetime import date

import pytest

from firms.audit.models import AuditEvent
from programs.engagements import actions
from programs.engagements.errors import (
    BeforeStart,
    InTheFuture,
    MoveNotAllowed,
    NotCompleted,
    ReasonMissing,
)


def test_it_starts_pauses_resumes_and_completes(planned, adviser):
    actions.start_engagement(engagement=planned, by=adviser)
    actions.pause_engagement(engagement=planned, by=adviser, reason="Harvest")
    actions.resume_engagement(engagement=planned, by=adviser)
    done = actions.complete_engagement(engagement=planned, by=adviser, note="Two offers")
    assert (done.state, done.completed_on, done.closing_note) == (
        "completed",
        date(2026, 3, 2),
        "Two offers",
    )
    moves = list(planned.transitions.values_list("before", "after"))
    assert moves == [
        ("approved", "active"),
        ("active", "paused"),
        ("paused", "active"),
        ("active", "completed"),
    ]
    kinds = set(AuditEvent.objects.filter(firm=planned.firm).values_list("kind", flat=True))
    assert {"engagement.started", "engagement.resumed", "engagement.completed"} <= kinds


def test_completing_what_was_only_planned_starts_it_first(planned, adviser):
    done = actions.complete_engagement(
        engagement=planned,
        by=adviser,
        started_on=date(2026, 2, 1),
        completed_on=date(2026, 2, 20),
    )
    assert (done.starts_on, done.completed_on) == (date(2026, 2, 1), date(2026, 2, 20))
    assert done.transitions.count() == 2


def test_completing_twice_changes_nothing(planned, adviser):
    actions.complete_engagement(engagement=planned, by=adviser)
    actions.complete_engagement(engagement=planned, by=adviser, completed_on=date(2026, 2, 1))
    planned.refresh_from_db()
    assert planned.completed_on == date(2026, 3, 2)
    assert planned.follow_ups.count() == 3


def test_follow_ups_stand_in_the_same_transaction(planned, adviser):
    actions.complete_engagement(engagement=planned, by=adviser, completed_on=date(2026, 2, 28))
    due = dict(planned.follow_ups.values_list("offset", "due_on"))
    # 14 March 2026 is a Saturday; the next working day is Monday.
    assert due == {14: date(2026, 3, 16), 60: date(2026, 4, 29), 180: date(2026, 8, 27)}


def test_cancelling_a_plan_needs_a_reason(planned, adviser):
    with pytest.raises(ReasonMissing):
        actions.cancel_engagement(engagement=planned, by=adviser, reason=" ")


def test_a_completed_one_is_not_cancelled(planned, adviser):
    actions.complete_engagement(engagement=planned, by=adviser)
    with pytest.raises(MoveNotAllowed, match="“Completed” cannot become “Cancelled”"):
        actions.cancel_engagement(engagement=planned, by=adviser, reason="No")


def test_a_paused_one_is_resumed_not_started(planned, adviser):
    actions.start_engagement(engagement=planned, by=adviser)
    actions.pause_engagement(engagement=planned, by=adviser, reason="Harvest")
    with pytest.raises(MoveNotAllowed):
        actions.start_engagement(engagement=planned, by=adviser)


def test_nothing_happens_ahead_of_time(planned, adviser):
    with pytest.raises(InTheFuture):
        actions.start_engagement(engagement=planned, by=adviser, on=date(2026, 3, 3))


def test_no_end_before_the_start(planned, adviser):
    actions.start_engagement(engagement=planned, by=adviser, on=date(2026, 2, 20))
    with pytest.raises(BeforeStart):
        actions.complete_engagement(engagement=planned, by=adviser, completed_on=date(2026, 2, 19))
    assert not planned.follow_ups.exists()


def test_a_corrected_end_moves_what_is_open(planned, adviser):
    actions.start_engagement(engagement=planned, by=adviser, on=date(2026, 2, 2))
    actions.complete_engagement(engagement=planned, by=adviser, completed_on=date(2026, 2, 27))
    corrected = actions.correct_completion(
        engagement=planned, by=adviser, completed_on=date(2026, 2, 20)
    )
    due = list(corrected.follow_ups.order_by("offset").values_list("due_on", flat=True))
    assert due[0] == date(2026, 3, 6)
    assert AuditEvent.objects.filter(kind="engagement.corrected").count() == 1


def test_only_a_completed_one_has_an_end_to_correct(planned, adviser):
    with pytest.raises(NotCompleted):
        actions.correct_completion(engagement=planned, by=adviser, completed_on=date(2026, 2, 20))


def test_the_timeline_speaks_the_readers_language(planned, adviser, settings):
    actions.start_engagement(engagement=planned, by=adviser)
    event = AuditEvent.objects.get(kind="engagement.started")
    assert event.sentence == f"Started: {planned.intervention.name}."
