"""Passing up what was not dealt with: each step once, in working days, never a storm."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail

from programs.followups.actions import (
    ask_firm,
    complete_follow_up,
    dispatch,
    escalate,
    queue_reminders,
    snooze,
)
from programs.followups.actions.preferring import set_preferences
from programs.followups.models import Escalation, FollowUp, Reminder
from programs.followups.rules import Level
from tests.factories.firms import AbsenceFactory, ContactFactory, UserFactory
from tests.factories.programs import FollowUpFactory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def after(days):
    """So many calendar days after the due day, at the same hour."""
    return NOW + timedelta(days=days)


@pytest.fixture
def boss(office_manager):
    return office_manager


@pytest.fixture
def head(manager):
    return manager


@pytest.fixture
def told(due):
    """The adviser was reminded on the day."""
    queue_reminders(now=NOW)
    return due


def levels():
    """(step that was noted, people whom it told on their pages), from the lowest up."""
    told = Counter(Reminder.objects.filter(channel="in_app").values_list("level", flat=True))
    noted = Escalation.objects.order_by("level").values_list("level", flat=True)
    return [(level, told[level]) for level in noted]


def test_it_rises_by_working_days(due, boss, head):
    # 9 and 20–24 March 2026 hold holidays of Kazakhstan, so weeks are longer than they look.
    dispatch(now=NOW)
    assert levels() == []
    dispatch(now=after(9))
    assert levels() == [(Level.DELEGATE, 0)]
    dispatch(now=after(16))
    assert levels() == [(Level.DELEGATE, 0), (Level.OFFICE, 1)]
    dispatch(now=after(29))
    assert levels() == [(Level.DELEGATE, 0), (Level.OFFICE, 1), (Level.MANAGER, 1)]
    assert Reminder.objects.of_pages(boss).count() == 1
    assert Reminder.objects.of_pages(head).count() == 1


def test_each_step_is_taken_once(told, boss):
    assert escalate(now=after(16))["office"] == 1
    assert sum(escalate(now=after(16)).values()) == 0
    assert sum(escalate(now=after(10)).values()) == 0


def test_after_an_outage_only_the_highest_is_told(told, boss, head):
    dispatch(now=after(29))
    assert levels() == [(Level.DELEGATE, 0), (Level.OFFICE, 0), (Level.MANAGER, 1)]
    assert not Reminder.objects.of_pages(boss).exists()


def test_the_mail_says_that_it_was_passed_up(told, boss):
    dispatch(now=after(16))
    message = next(each for each in mail.outbox if each.to == [boss.email])
    assert message.subject.startswith("Passed up to you")
    assert "It has waited too long and was passed up to you." in message.body


def test_who_covers_is_told_first(due, adviser, other_adviser):
    AbsenceFactory(
        user=adviser,
        delegate=other_adviser,
        starts_on=date(2026, 3, 5),
        ends_on=date(2026, 3, 20),
    )
    dispatch(now=NOW)
    dispatch(now=after(9))
    assert levels() == [(Level.DELEGATE, 1)]
    assert Reminder.objects.of_pages(other_adviser).count() == 1


def test_who_wants_no_mail_about_it_sees_it_on_the_pages(told, boss):
    set_preferences(user=boss, mail_escalated=False)
    dispatch(now=after(16))
    assert not [message for message in mail.outbox if message.to == [boss.email]]
    assert Reminder.objects.of_pages(boss).count() == 1


def test_what_was_dealt_with_does_not_rise(due, boss, adviser):
    complete_follow_up(follow_up=due, by=adviser)
    assert sum(escalate(now=after(16)).values()) == 0


def test_a_new_day_begins_anew(told, due, boss, adviser):
    escalate(now=after(9))
    snooze(follow_up=due, until=date(2026, 3, 25), by=adviser)
    assert sum(escalate(now=after(16)).values()) == 0


def test_what_is_too_old_is_left_to_the_lists(firm, boss, on_monday):
    FollowUpFactory(firm=firm, planned_on=date(2026, 1, 12))
    assert sum(escalate(now=NOW).values()) == 0


def test_a_silent_firm_comes_back_to_its_adviser(firm, adviser, on_monday):
    ContactFactory(firm=firm, email="owner@works.example", is_primary=True)
    FollowUpFactory(firm=firm, who="firm")
    dispatch(now=NOW)
    dispatch(now=after(9))
    assert [message.to for message in mail.outbox] == [["owner@works.example"], [adviser.email]]
    assert "The firm was asked by link and has not answered." in mail.outbox[1].body


@pytest.mark.parametrize("rows", [5, 40])
def test_escalation_takes_few_statements(due, boss, rows, django_assert_max_num_queries):
    FollowUpFactory.create_batch(rows, firm=due.firm)
    UserFactory.create_batch(3, role="manager", office=due.firm.office)
    queue_reminders(now=NOW)
    with django_assert_max_num_queries(60):  # whatever the number of rows
        escalate(now=after(16))
    assert Escalation.objects.filter(level=Level.OFFICE).count() == FollowUp.objects.count()


def test_what_a_manager_is_to_ask_goes_to_the_office_and_up(firm, boss, head, on_monday):
    FollowUpFactory(firm=firm, who="manager")
    dispatch(now=NOW)
    assert [message.to for message in mail.outbox] == [[boss.email]]
    dispatch(now=after(9))
    assert levels() == [(Level.MANAGER, 1)]
    assert Reminder.objects.of_pages(head).count() == 1


def test_over_the_longest_holidays_the_top_is_still_reached(due, boss, head):
    dispatch(now=NOW)
    dispatch(now=after(45))
    assert levels()[-1] == (Level.MANAGER, 1)


def test_a_firm_asked_by_hand_comes_back_to_its_adviser_too(due, firm, adviser, on_monday):
    ContactFactory(firm=firm, email="owner@works.example", is_primary=True)
    ask_firm(follow_up=due, by=adviser)
    dispatch(now=NOW)
    dispatch(now=after(9))
    assert [message.to for message in mail.outbox] == [["owner@works.example"], [adviser.email]]


def test_a_silent_firm_without_an_adviser_comes_back_to_the_office(firm, adviser, boss, on_monday):
    ContactFactory(firm=firm, email="owner@works.example", is_primary=True)
    FollowUpFactory(firm=firm, who="firm")
    dispatch(now=NOW)
    adviser.is_active = False
    adviser.save()
    dispatch(now=after(9))
    assert [message.to for message in mail.outbox] == [["owner@works.example"], [boss.email]]


def test_a_silent_firm_of_somebody_away_comes_back_to_who_covers(
    firm, adviser, other_adviser, on_monday
):
    ContactFactory(firm=firm, email="owner@works.example", is_primary=True)
    FollowUpFactory(firm=firm, who="firm")
    dispatch(now=NOW)
    AbsenceFactory(
        user=adviser,
        delegate=other_adviser,
        starts_on=date(2026, 3, 9),
        ends_on=date(2026, 3, 20),
    )
    dispatch(now=after(9))
    assert [message.to for message in mail.outbox] == [
        ["owner@works.example"],
        [other_adviser.email],
    ]
