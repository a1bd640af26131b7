"""Seats are given once; the races stand in `tests/concurrency`."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from programs.allocation import actions
from programs.allocation.errors import ApplicationsClosed, NoSeatLeft, NotApplied
from programs.allocation.models import Offering
from tests.factories.programs import ApplicationFactory, OfferingFactory


@pytest.fixture
def offering(db):
    return OfferingFactory(seats=1)


@pytest.fixture
def two_applications(offering):
    return ApplicationFactory.create_batch(2, offering=offering)


def test_applying_twice_is_one_application(offering, firm, adviser):
    first = actions.apply_for_seat(offering=offering, firm=firm, by=adviser)
    second = actions.apply_for_seat(offering=offering, firm=firm, by=adviser)
    assert first.pk == second.pk


def test_a_firm_that_withdrew_asks_anew(offering, firm, adviser):
    first = actions.apply_for_seat(offering=offering, firm=firm, by=adviser)
    actions.withdraw(application=first, by=adviser, reason="Too early")
    again = actions.apply_for_seat(offering=offering, firm=firm, by=adviser)
    assert (again.pk, again.state, again.reason) == (first.pk, "applied", "")


def test_nobody_applies_after_the_deadline(offering, firm, adviser):
    with pytest.raises(ApplicationsClosed):
        actions.apply_for_seat(
            offering=offering, firm=firm, by=adviser, applied_on=date(2031, 2, 2)
        )


def test_the_last_seat_goes_once(two_applications, manager, offering):
    first, second = two_applications
    actions.seat(application=first, by=manager)
    actions.seat(application=first, by=manager)
    with pytest.raises(NoSeatLeft, match="All 1 seats"):
        actions.seat(application=second, by=manager)
    offering.refresh_from_db()
    assert offering.seats_taken == 1


def test_a_withdrawal_frees_the_seat(two_applications, manager, offering):
    first, second = two_applications
    actions.seat(application=first, by=manager)
    actions.withdraw(application=first, by=manager)
    assert actions.seat(application=second, by=manager).state == "seated"
    with pytest.raises(NotApplied):
        actions.seat(application=first, by=manager)


def test_the_database_has_the_last_word(offering):
    with (
        pytest.raises(IntegrityError, match="offering_seats_within_capacity"),
        transaction.atomic(),
    ):
        Offering.objects.filter(pk=offering.pk).update(seats_taken=2)
