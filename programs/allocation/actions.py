"""Seats: scarce things are given under a lock, recounted, and checked by the database last."""

from datetime import date

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.models import Firm
from programs.allocation import events
from programs.allocation.errors import ApplicationsClosed, NoSeatLeft, NotApplied
from programs.allocation.models import Application, ApplicationState, Offering
from programs.catalogue.models import Intervention, Program

#: States from which a seat may be given.
SEATABLE = frozenset({ApplicationState.APPLIED, ApplicationState.WAITING})


@transaction.atomic
def create_offering(
    *,
    program: Program,
    intervention: Intervention,
    title: str,
    starts_on: date,
    ends_on: date,
    apply_by: date,
    seats: int,
    by: User | None,
    place: str = "",
) -> Offering:
    """Open a dated instance with seats. The database refuses dates out of order."""
    offering = Offering.objects.create(
        program=program,
        intervention=intervention,
        title=title,
        place=place,
        starts_on=starts_on,
        ends_on=ends_on,
        apply_by=apply_by,
        seats=seats,
    )
    audit.record(events.OFFERING_CREATED, by=by, target=offering, offering=title, seats=seats)
    return offering


@transaction.atomic
def apply_for_seat(
    *, offering: Offering, firm: Firm, by: User | None, applied_on: date | None = None
) -> Application:
    """Note that the firm asks for a seat; asking twice changes nothing, after a withdrawal it
    asks anew at the end of the line. Raises ApplicationsClosed.
    """
    offering = _locked(offering)
    day = applied_on or clock.today()
    if not offering.is_open or day > offering.apply_by:
        raise ApplicationsClosed(offering=offering.title)
    application, is_new = Application.objects.get_or_create(
        offering=offering,
        firm=firm,
        defaults={"applied_on": day, "recorded_at": clock.now(), "recorded_by": by},
    )
    if not is_new and application.state != ApplicationState.WITHDRAWN:
        return application
    application.state = ApplicationState.APPLIED
    application.applied_on = day
    application.reason = ""
    application.save()
    audit.record(
        events.APPLIED,
        firm=firm,
        target=application,
        by=by,
        occurred_on=day,
        offering=offering.title,
    )
    return application


@transaction.atomic
def seat(*, application: Application, by: User) -> Application:
    """Give the application one of the seats that are left; a second time changes nothing.

    Raises NoSeatLeft, and NotApplied when the firm withdrew or was refused.
    """
    offering = _locked(application.offering)
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state == ApplicationState.SEATED:
        return application
    if application.state not in SEATABLE:
        raise NotApplied
    taken = offering.applications.holding().count()
    if taken >= offering.seats:
        raise NoSeatLeft(seats=offering.seats, offering=offering.title)
    application.state = ApplicationState.SEATED
    application.save(update_fields=["state"])
    _recount(offering)
    audit.record(
        events.SEATED, firm=application.firm, target=application, by=by, offering=offering.title
    )
    return application


@transaction.atomic
def withdraw(*, application: Application, by: User | None, reason: str = "") -> Application:
    """Take the application back and free its seat; a second time changes nothing."""
    offering = _locked(application.offering)
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    application.state = ApplicationState.WITHDRAWN
    application.reason = reason
    application.save(update_fields=["state", "reason"])
    _recount(offering)
    audit.record(
        events.WITHDRAWN,
        firm=application.firm,
        target=application,
        by=by,
        offering=offering.title,
        note=reason,
    )
    return application


def _locked(offering: Offering) -> Offering:
    """The offering, locked before its applications: everybody locks in this order."""
    return Offering.objects.select_for_update().get(pk=offering.pk)


def _recount(offering: Offering) -> None:
    offering.seats_taken = offering.applications.holding().count()
    offering.save(update_fields=["seats_taken", "updated_at"])
