"""Scarce seats and money: offerings with more applications than seats, and who gets them."""

from datetime import timedelta
from decimal import Decimal

from config.shared import clock
from firms.accounts.models import User
from programs.allocation import actions
from programs.allocation.models import Application, Offering
from tests.factories.firms import FirmFactory, OfficeFactory, UserFactory
from tests.factories.programs import InterventionFactory, OfferingFactory


def open_offering(seats, firms, budget=None):
    """An offering for which many firms have applied; returns keys."""
    office = OfficeFactory()
    manager = UserFactory(role="manager", office=None)
    today = clock.today()
    offering = OfferingFactory(
        seats=seats,
        budget=budget,
        currency="EUR" if budget else "",
        intervention=InterventionFactory(),
        apply_by=today + timedelta(days=5),
        starts_on=today + timedelta(days=60),
        ends_on=today + timedelta(days=62),
    )
    rows = [
        actions.apply_for_seat(
            offering=offering,
            firm=FirmFactory(office=office),
            by=manager,
            requested=Decimal(budget) / seats if budget else None,
        )
        for _number in range(firms)
    ]
    return {
        "offering": offering.pk,
        "manager": manager.pk,
        "applications": [row.pk for row in rows],
    }


def take_seat(application, manager):
    row = Application.objects.get(pk=application)
    return actions.seat(application=row, by=User.objects.get(pk=manager)).state


def offer_all(applications, manager):
    """All applications wait in line; those that fit get an offer."""
    by = User.objects.get(pk=manager)
    for number, key in enumerate(applications, start=1):
        Application.objects.filter(pk=key).update(state="waiting", waiting_rank=number)
    offering = Application.objects.get(pk=applications[0]).offering
    return [row.pk for row in actions.promote(offering=offering, by=by)]


def at_the_deadline(offering):
    """Every offer of the offering can be accepted until this very moment."""
    Offering.objects.get(pk=offering)
    Application.objects.filter(offering=offering, state="offered").update(
        offer_until=clock.now() + timedelta(seconds=1)
    )


def accept(application):
    return actions.accept_offer(application=Application.objects.get(pk=application), by=None).state


def lapse(seconds):
    """What the job does that looks for offers past their deadline."""
    return actions.lapse_offers(now=clock.now() + timedelta(seconds=seconds))


def decline(application):
    return actions.decline_offer(application=Application.objects.get(pk=application), by=None).state


def count(offering):
    """Seats and money as the rows say, beside what the counters and limits say."""
    row = Offering.objects.get(pk=offering)
    holding = row.applications.holding()
    granted = sum((each.granted or Decimal(0) for each in holding), Decimal(0))
    return {
        "held": holding.count(),
        "counted": row.seats_taken,
        "seats": row.seats,
        "granted": str(granted),
        "budget": str(row.budget),
        "moves": list(
            row.applications.order_by("moves__pk").values_list("moves__after", flat=True)
        ),
    }
