"""Aid as the record has it: ledgers, notes of money, grants of rounds, each once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from programs.allocation import actions
from programs.eligibility.facts import facts_of
from programs.eligibility.rules import Aid
from programs.engagements.actions import (
    correct_finance,
    enter_finance,
    note_money,
)
from tests.factories.programs import (
    ApplicationFactory,
    EngagementFactory,
    InterventionFactory,
    OfferingFactory,
)

DAY, TODAY = date(2031, 1, 9), date(2031, 1, 10)


def aid(firm, today=TODAY):
    return facts_of([firm], today=today)[firm.pk].aid


@pytest.fixture
def now():
    with time_machine.travel(datetime(2031, 1, 10, 9, tzinfo=UTC), tick=False):
        yield TODAY


@pytest.fixture
def loan(firm, now):
    kind = InterventionFactory(capacity="budget")
    return EngagementFactory(firm=firm, intervention=kind, state="active")


@pytest.fixture
def book(loan, manager):
    def enter(kind, amount):
        return enter_finance(
            engagement=loan, kind=kind, amount=Decimal(amount), currency="EUR", on=DAY, by=manager
        )

    return enter


@pytest.fixture
def granted(firm, manager, now):
    """A round gave the firm 5000; its engagement is agreed."""
    voucher = OfferingFactory(
        seats=None,
        budget=Decimal(10000),
        currency="EUR",
        intervention=InterventionFactory(capacity="budget"),
    )
    application = actions.apply_for_seat(
        offering=voucher, firm=firm, by=manager, requested=Decimal(5000)
    )
    actions.seat(application=application, by=manager)
    return firm.engagements.get()


def test_what_a_ledger_approves_is_aid(firm, book):
    book("approved", 900)
    book("disbursed", 400)
    assert aid(firm) == (Aid(Decimal("900.00"), "EUR", DAY),)


def test_a_corrected_entry_counts_once(firm, book, manager):
    correct_finance(entry=book("approved", 900), amount=Decimal(700), by=manager)
    assert aid(firm) == (Aid(Decimal("700.00"), "EUR", DAY),)


def test_later_bookings_are_not_read(firm, book):
    book("approved", 900)
    assert aid(firm, date(2031, 1, 8)) == (Aid(None, "", date(2026, 1, 5)),)


def test_money_that_was_noted_as_received_is_aid(firm, manager, now):
    mission = EngagementFactory(firm=firm, state="active")
    note_money(engagement=mission, amount=Decimal(80), currency="EUR", on=DAY, by=manager)
    assert aid(firm) == (Aid(Decimal("80.00"), "EUR", DAY),)


@pytest.mark.parametrize("state", ["active", "paused"])
def test_help_without_money_is_no_aid(firm, state):
    EngagementFactory(firm=firm, state=state)
    assert aid(firm) == ()


def test_a_grant_of_a_round_is_aid_before_it_is_booked(firm, granted):
    assert aid(firm) == (Aid(Decimal("5000.00"), "EUR", TODAY),)


def test_a_booked_grant_counts_once(firm, granted, manager):
    enter_finance(
        engagement=granted,
        kind="approved",
        amount=Decimal(4000),
        currency="EUR",
        on=DAY,
        by=manager,
    )
    assert aid(firm) == (Aid(Decimal("4000.00"), "EUR", DAY),)


def test_the_grant_speaks_for_help_under_way(firm, granted):
    granted.state = "active"
    granted.save()
    assert aid(firm) == (Aid(Decimal("5000.00"), "EUR", TODAY),)


def test_a_grant_that_was_not_taken_up_is_no_aid(firm, granted):
    granted.state = "no_show"
    granted.save()
    assert aid(firm) == ()


def test_a_grant_without_an_engagement_counts_on_the_day_it_was_asked_for(firm, now):
    ApplicationFactory(
        firm=firm,
        state="seated",
        requested=Decimal(30),
        granted=Decimal(30),
        offering__budget=Decimal(100),
        offering__currency="EUR",
    )
    assert aid(firm) == (Aid(Decimal("30.00"), "EUR", date(2030, 1, 1)),)
    assert aid(firm, date(2029, 1, 1)) == ()
