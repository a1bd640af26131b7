"""Scarce seats and money: offerings with more applications than seats, and who gets them."""

from datetime import timedelta
from decimal import Decimal

from config.shared import clock
from firms.accounts.models import User
from programs.allocation import actions
from programs.allocation.models import AllocationRun, Application, ApplicationMove, Offering
from programs.allocation.rules import Weights
from tests.factories.firms import FirmFactory, OfficeFactory, UserFactory
from tests.factories.programs import InterventionFactory, OfferingFactory

#: How far the deadline lies ahead of the race.
MOMENT = timedelta(minutes=5)


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
    requested = Decimal(budget) / seats if budget else None
    rows = _applied([FirmFactory(office=office) for _number in range(firms)], offering, requested)
    return {
        "offering": offering.pk,
        "manager": manager.pk,
        "applications": [row.pk for row in rows],
    }


def _applied(firms, offering, requested):
    """Applications as if each firm had asked for itself: hundreds of them are needed."""
    now = clock.now()
    rows = Application.objects.bulk_create(
        Application(
            offering=offering,
            firm=firm,
            requested=requested,
            applied_on=clock.today(),
            recorded_at=now,
        )
        for firm in firms
    )
    ApplicationMove.objects.bulk_create(
        ApplicationMove(application=row, after=row.state, moved_at=now) for row in rows
    )
    return rows


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


def offers_about_to_end(seats, firms):
    """All seats are offered, the others wait, and every offer ends at this very moment."""
    made = open_offering(seats, firms)
    offered = offer_all(made["applications"], made["manager"])
    Application.objects.filter(pk__in=offered).update(offer_until=clock.now() + MOMENT)
    return made | {"offered": offered}


def accept(application):
    return actions.accept_offer(application=Application.objects.get(pk=application), by=None).state


def answer_or_lapse(application, late):
    """The firm accepts at the last moment, or the job finds that moment past."""
    if late:
        return actions.lapse_offers(now=clock.now() + MOMENT)
    return accept(application)


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
        "histories": [
            " ".join(each.moves.values_list("after", flat=True))
            for each in row.applications.order_by("pk")
        ],
    }


def proposed_allocation(seats, firms):
    """A closed offering with a proposal that waits for its approval."""
    made = open_offering(seats, firms)
    offering = Offering.objects.get(pk=made["offering"])
    manager = User.objects.get(pk=made["manager"])
    actions.close_offering(offering=offering, by=manager)
    run = actions.plan_allocation(offerings=[offering], by=manager, weights=Weights(), seed=1)
    return made | {"run": run.pk}


def approve(run, manager):
    """Approve the proposal, as a second person who looked at it at the same time."""
    done = actions.approve_run(
        run=AllocationRun.objects.get(pk=run), by=User.objects.get(pk=manager)
    )
    return done.state
