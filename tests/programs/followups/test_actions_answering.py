"""What people do with follow-ups: answered once, moved to working days, never by the wrong word."""

from datetime import date

import pytest

from firms.audit.models import AuditEvent
from firms.register.models import Interaction
from programs.followups.actions import (
    NextContact,
    complete_follow_up,
    log_contact,
    mark_unreachable,
    next_day,
    plan_follow_up,
    reschedule,
    restore_due_date,
    skip,
    snooze,
)
from programs.followups.errors import (
    FollowUpClosed,
    InTheFuture,
    NotInTheFuture,
    ReasonMissing,
    UnknownAnswer,
)
from programs.followups.models import FollowUp

ANSWERS = {"offer_or_deal": "Two offers", "obstacle_moved": "", "learnt": "Labels", "next_step": ""}


def test_answers_close_it_and_stand_on_the_timeline(due, adviser):
    done = complete_follow_up(follow_up=due, by=adviser, answers=ANSWERS, note="By phone")
    assert (done.state, done.done_on, done.closed_by) == ("done", date(2026, 3, 2), adviser)
    assert done.answers == {"offer_or_deal": "Two offers", "learnt": "Labels"}
    event = AuditEvent.objects.get(kind="followup.done")
    assert "Has the buyer paid?" in event.sentence
    assert event.note == "Two offers\nLabels\nBy phone"


def test_a_second_answer_changes_nothing(due, adviser):
    complete_follow_up(follow_up=due, by=adviser, answers=ANSWERS)
    again = complete_follow_up(follow_up=due, by=adviser, answers={"learnt": "Other"})
    assert again.answers["learnt"] == "Labels"
    assert AuditEvent.objects.filter(kind="followup.done").count() == 1


def test_an_answer_nobody_asked_for_is_refused(due, adviser):
    with pytest.raises(UnknownAnswer, match="profit"):
        complete_follow_up(follow_up=due, by=adviser, answers={"profit": "much"})


def test_nobody_asked_tomorrow(due, adviser):
    with pytest.raises(InTheFuture):
        complete_follow_up(follow_up=due, by=adviser, done_on=date(2026, 3, 3))


def test_a_late_answer_closes_what_was_not_reached(due, adviser):
    mark_unreachable(follow_up=due, by=adviser)
    assert complete_follow_up(follow_up=due, by=adviser).state == "done"


def test_skipping_keeps_the_reason(due, adviser):
    with pytest.raises(ReasonMissing):
        skip(follow_up=due, by=adviser, reason=" ")
    assert skip(follow_up=due, by=adviser, reason="The firm moved").note == "The firm moved"
    with pytest.raises(FollowUpClosed, match="Skipped"):
        complete_follow_up(follow_up=due, by=adviser)


def test_a_snooze_keeps_the_promise_and_finds_a_working_day(due, adviser):
    row = snooze(follow_up=due, until=date(2026, 3, 7), by=adviser)
    # Saturday 7 March 2026; Monday 9 stands in for the holiday of 8 March.
    assert (row.state, row.due_on, row.planned_on) == (
        "snoozed",
        date(2026, 3, 10),
        date(2026, 3, 2),
    )


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 2, 1)])
def test_a_snooze_leads_forward(due, adviser, day):
    with pytest.raises(NotInTheFuture):
        snooze(follow_up=due, until=day, by=adviser)


def test_it_moves_and_comes_back_by_undo(due, adviser):
    moved = reschedule(follow_up=due, due_on=date(2026, 3, 12), by=adviser)
    assert (moved.state, moved.due_on) == ("planned", date(2026, 3, 12))
    back = restore_due_date(follow_up=due, due_on=date(2026, 2, 20), by=adviser)
    assert (back.state, back.due_on) == ("due", date(2026, 2, 20))


def test_moving_to_the_same_day_is_no_event(due, adviser):
    reschedule(follow_up=due, due_on=date(2026, 3, 2), by=adviser)
    assert not AuditEvent.objects.filter(kind="followup.rescheduled").exists()


def test_a_promise_by_hand_is_one_promise(firm, adviser, on_monday):
    first = plan_follow_up(firm=firm, subject="Quotes", due_on=date(2026, 3, 8), by=adviser)
    second = plan_follow_up(firm=firm, subject=" Quotes ", due_on=date(2026, 3, 8), by=adviser)
    assert first == second
    assert first.due_on == date(2026, 3, 10)
    with pytest.raises(NotInTheFuture):
        plan_follow_up(firm=firm, subject="Quotes", due_on=date(2026, 3, 1), by=adviser)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        pytest.param(NextContact.NONE, None, id="none"),
        pytest.param(NextContact.WEEK, date(2026, 3, 10), id="a week, past the holiday"),
        pytest.param(NextContact.MONTH, date(2026, 4, 1), id="thirty days"),
        pytest.param(NextContact.QUARTER, date(2026, 6, 1), id="three months"),
        pytest.param(NextContact.ON, date(2026, 5, 4), id="a date"),
    ],
)
def test_the_next_contact(firm, on_monday, choice, expected):
    assert next_day(choice, firm=firm, today=on_monday, on=date(2026, 5, 1)) == expected


def test_a_logged_contact_promises_the_next(firm, adviser, on_monday):
    contact, promised = log_contact(
        firm=firm,
        kind="call",
        summary="Wants quotes",
        by=adviser,
        next_contact=NextContact.MONTH,
    )
    assert Interaction.objects.get() == contact
    assert (promised.subject, promised.due_on) == ("Wants quotes", date(2026, 4, 1))


def test_a_contact_without_a_next_one(firm, adviser, on_monday):
    _contact, promised = log_contact(firm=firm, kind="note", summary="Done", by=adviser)
    assert promised is None
    assert not FollowUp.objects.exists()
