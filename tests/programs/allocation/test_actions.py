"""Seats are given once, in a race too."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connections, transaction

from programs.allocation import actions
from programs.allocation.errors import ApplicationsClosed, NoSeatLeft, NotApplied
from programs.allocation.models import Application, Offering
from tests.factories.firms import FirmFactory, UserFactory
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


RACERS = 8


@pytest.fixture
def race(many_writers):
    """One seat and eight firms that ask for it at the same moment."""
    offering = OfferingFactory(seats=1)
    rows = [ApplicationFactory(offering=offering, firm=FirmFactory()) for _ in range(RACERS)]
    manager = UserFactory(role="manager", office=None)
    return offering, rows, manager


def _seat_at_once(rows, manager):
    """How each of the racers ended: True with a seat, False without."""
    gate = Barrier(len(rows))

    def take(application):
        gate.wait()
        try:
            actions.seat(application=application, by=manager)
        except (NoSeatLeft, IntegrityError):
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(rows)) as pool:
        return list(pool.map(take, rows))


def test_eight_at_once_get_one_seat(race):
    offering, rows, manager = race
    assert sum(_seat_at_once(rows, manager)) == 1
    assert Application.objects.holding().count() == 1
    offering.refresh_from_db()
    assert offering.seats_taken == 1


def test_without_the_lock_the_seat_goes_twice(race, monkeypatch):
    """Negative control: the same race with the lock of the offering taken away."""
    _offering, rows, manager = race
    meet = Barrier(RACERS)

    monkeypatch.setattr(actions, "_locked", lambda of: Offering.objects.get(pk=of.pk))
    recount = actions._recount
    monkeypatch.setattr(actions, "_recount", lambda of: (meet.wait(10), recount(of)))
    _seat_at_once(rows, manager)
    assert Application.objects.holding().count() > 1
