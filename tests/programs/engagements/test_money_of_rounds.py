"""The ledger of help that a money round gave: its currency, and no more than it granted."""

from datetime import date
from decimal import Decimal

import pytest

from programs.allocation import actions as seats
from programs.engagements import actions
from programs.engagements.errors import NoLedger, OverClaimed, OverGranted, RoundCurrency
from tests.factories.programs import EngagementFactory, OfferingFactory

DAY = date(2026, 2, 20)


@pytest.fixture
def voucher(on_monday, db):
    return OfferingFactory(seats=None, budget=Decimal(10000), currency="EUR")


@pytest.fixture
def granted(firm, voucher, manager):
    """A round gave the firm 5000 EUR."""
    application = seats.apply_for_seat(
        offering=voucher, firm=firm, by=manager, requested=Decimal(5000)
    )
    seats.seat(application=application, by=manager)
    return firm.engagements.get()


@pytest.fixture
def direct(firm, voucher):
    """Help in the round that was assigned without an application."""
    return EngagementFactory(firm=firm, offering=voucher, state="active")


@pytest.fixture
def mission(firm, on_monday):
    return EngagementFactory(firm=firm, offering=OfferingFactory(), state="active")


@pytest.fixture
def enter(manager):
    def one(engagement, kind, amount, currency="EUR"):
        return actions.enter_finance(
            engagement=engagement,
            kind=kind,
            amount=Decimal(amount),
            currency=currency,
            on=DAY,
            by=manager,
        )

    return one


def test_no_more_is_approved_than_granted(granted, enter):
    with pytest.raises(OverGranted, match=r"granted 5,000.EUR"):
        enter(granted, "approved", "5000.01")
    assert enter(granted, "approved", 5000).amount == 5000


def test_a_grant_that_was_taken_back_approves_nothing(granted, enter, manager):
    seats.withdraw(application=granted.offering.applications.get(), by=manager)
    with pytest.raises(OverGranted):
        enter(granted, "approved", 1)


def test_the_ledger_is_in_the_currency_of_the_round(granted, enter):
    with pytest.raises(RoundCurrency, match="EUR"):
        enter(granted, "approved", 5, "KZT")


def test_help_without_an_application_keeps_the_currency_too(direct, enter):
    with pytest.raises(RoundCurrency):
        enter(direct, "approved", 5, "KZT")
    assert enter(direct, "approved", 6000).currency == "EUR"


def test_help_that_no_round_and_no_kind_gives_in_money_has_no_ledger(mission, enter):
    with pytest.raises(NoLedger):
        enter(mission, "approved", 5)


def test_no_more_is_claimed_than_approved(granted, enter):
    enter(granted, "approved", 4000)
    with pytest.raises(OverClaimed, match=r"4,000.EUR of the approval are left to claim"):
        enter(granted, "claimed", 4001)


def test_the_form_begins_with_the_currency_of_the_round(client, manager, granted):
    client.force_login(manager)
    page = client.get(f"/engagements/{granted.pk}/finance/").content.decode()
    assert 'value="EUR"' in page
