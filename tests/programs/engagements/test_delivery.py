"""Milestones and facts over the database: noted once, corrected by new rows, never rewritten."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from firms.audit.models import AuditEvent
from programs.engagements import actions
from programs.engagements.errors import (
    AlreadyCorrected,
    InTheFuture,
    MarkedAlready,
    NotAgreed,
    NotOfThisFirm,
    StepTwice,
)
from programs.engagements.models import DeliveryFact
from programs.engagements.rules import Attendance, delivered
from tests.factories.delivery import FactFactory, MilestoneFactory
from tests.factories.programs import EngagementFactory


@pytest.fixture
def milestone(agreed):
    return MilestoneFactory(engagement=agreed, title="Visas")


@pytest.fixture
def hours(agreed):
    return FactFactory(engagement=agreed)


@pytest.fixture
def foreign_document(foreign_firm, adviser):
    return foreign_firm.documents.create(
        key="k" * 32, name="visa.pdf", content_type="application/pdf", size=9, sha256="0" * 64,
        uploaded_at="2026-03-01T09:00:00+00:00", uploaded_by=adviser,
    )  # fmt: skip


@pytest.fixture
def only_applied(firm, on_monday):
    return EngagementFactory(firm=firm, state="applied")


def sums(engagement):
    return delivered(fact.as_rule() for fact in engagement.facts.all())


def test_a_milestone_is_planned_moved_and_reached(agreed, adviser, on_monday):
    row = actions.add_milestone(
        engagement=agreed, title="Visas", due_on=date(2026, 3, 9), by=adviser
    )
    actions.change_milestone(milestone=row, title="Visas", due_on=date(2026, 3, 16), by=adviser)
    done = actions.reach_milestone(milestone=row, by=adviser)
    assert (done.due_on, done.done_on, done.done_by) == (date(2026, 3, 16), on_monday, adviser)
    kinds = (
        AuditEvent.objects.filter(firm=agreed.firm).order_by("pk").values_list("kind", flat=True)
    )
    assert list(kinds) == [
        "engagement.milestone_added",
        "engagement.milestone_changed",
        "engagement.milestone_done",
    ]


def test_the_same_milestone_again_changes_nothing(milestone, agreed, adviser):
    again = actions.add_milestone(
        engagement=agreed, title="Visas", due_on=milestone.due_on, by=adviser
    )
    assert again == milestone
    with pytest.raises(StepTwice):
        actions.add_milestone(engagement=agreed, title="Visas", due_on=date(2026, 5, 1), by=adviser)


def test_a_reached_milestone_may_be_opened_again(milestone, adviser):
    actions.reach_milestone(milestone=milestone, by=adviser)
    opened = actions.reopen_milestone(milestone=milestone, by=adviser)
    assert (opened.done_on, opened.done_by, opened.evidence) == (None, None, None)


def test_nothing_is_reached_ahead_of_time(milestone, adviser, on_monday):
    with pytest.raises(InTheFuture):
        actions.reach_milestone(
            milestone=milestone, by=adviser, done_on=on_monday + timedelta(days=1)
        )


def test_evidence_is_of_the_same_firm(milestone, adviser, foreign_document):
    with pytest.raises(NotOfThisFirm):
        actions.reach_milestone(milestone=milestone, by=adviser, evidence=foreign_document)


def test_hours_money_and_marks_add_up(agreed, adviser, on_monday):
    actions.note_hours(engagement=agreed, hours=Decimal("2.5"), on=on_monday, by=adviser)
    actions.note_hours(engagement=agreed, hours=Decimal(3), on=on_monday, by=adviser)
    actions.note_money(
        engagement=agreed, amount=Decimal(900), currency="USD", on=on_monday, by=adviser
    )
    actions.note_attendance(engagement=agreed, attendance=Attendance.LATE, on=on_monday, by=adviser)
    found = sums(agreed)
    assert (found.hours, found.money, found.days_there) == (
        Decimal("5.50"),
        {"USD": Decimal(900)},
        1,
    )


def test_a_correction_is_a_new_row(hours, agreed, adviser):
    corrected = actions.correct_fact(fact=hours, by=adviser, hours=Decimal(5))
    assert (corrected.corrects, corrected.occurred_on) == (hours, hours.occurred_on)
    assert agreed.facts.count() == 2
    assert sums(agreed).hours == 5


def test_the_same_correction_changes_nothing(hours, agreed, adviser):
    assert actions.correct_fact(fact=hours, by=adviser, hours=hours.hours) == hours
    assert agreed.facts.count() == 1


def test_only_the_newest_row_is_corrected(hours, adviser):
    actions.correct_fact(fact=hours, by=adviser, hours=Decimal(5))
    with pytest.raises(AlreadyCorrected):
        actions.correct_fact(fact=hours, by=adviser, hours=Decimal(6))


def test_a_day_has_one_mark(agreed, adviser, on_monday):
    first = actions.note_attendance(
        engagement=agreed, attendance=Attendance.PRESENT, on=on_monday, by=adviser
    )
    again = actions.note_attendance(
        engagement=agreed, attendance=Attendance.PRESENT, on=on_monday, by=adviser
    )
    assert first == again
    with pytest.raises(MarkedAlready):
        actions.note_attendance(
            engagement=agreed, attendance=Attendance.ABSENT, on=on_monday, by=adviser
        )


def test_nothing_is_noted_ahead_of_time_or_without_agreement(agreed, only_applied, adviser):
    with pytest.raises(InTheFuture):
        actions.note_hours(engagement=agreed, hours=Decimal(1), on=date(2026, 3, 3), by=adviser)
    with pytest.raises(NotAgreed, match="Applied"):
        actions.note_hours(
            engagement=only_applied, hours=Decimal(1), on=date(2026, 3, 2), by=adviser
        )


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"kind": "hours", "hours": None}, id="hours without hours"),
        pytest.param({"kind": "hours", "hours": -1}, id="negative hours"),
        pytest.param({"kind": "money", "hours": None, "amount": 5}, id="money without currency"),
        pytest.param({"kind": "attendance", "hours": None}, id="a mark without a mark"),
        pytest.param({"attendance": "present"}, id="two things at once"),
    ],
)
def test_the_database_refuses_a_fact_that_says_nothing(agreed, wrong):
    fields = {
        "kind": "hours", "hours": 1, "occurred_on": "2026-03-01",
        "recorded_at": "2026-03-01T09:00:00+00:00",
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="delivery_fact_says_one_thing"), transaction.atomic():
        DeliveryFact.objects.create(engagement=agreed, **(fields | wrong))


@pytest.mark.parametrize("change", [{"hours": 9}, {"occurred_on": "2020-01-01"}, {"kind": "money"}])
@pytest.mark.usefixtures("hours")
def test_the_database_refuses_to_rewrite_a_fact(change):
    with pytest.raises(DatabaseError, match="is_frozen"), transaction.atomic():
        DeliveryFact.objects.update(**change)
