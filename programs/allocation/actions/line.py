"""The waiting list: one service promotes it, in the order that stands there for all to see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config.shared import clock
from firms.accounts.models import User
from firms.register.models import Firm
from firms.staff.calendars import calendar_of
from firms.staff.rules import ONE_DAY
from programs.allocation import events
from programs.allocation.actions.moving import locked_application, locked_offering, move, tell
from programs.allocation.conditions import conditions_in_force
from programs.allocation.errors import FirmLeft, NothingOffered, OfferExpired
from programs.allocation.inputs import failing, line_of
from programs.allocation.models import (
    AllocationRun,
    Application,
    ApplicationState,
    Offering,
    OfferingState,
)
from programs.allocation.rules import next_in_line
from programs.eligibility.actions import check_firm


def deadline(offering: Offering, now: datetime) -> datetime:
    """The end of the last day on which an offer made now can be accepted, where the office is.

    The days to answer begin with the first working day, when the letter leaves, and the last one
    is a working day. It ends before the offering begins, but leaves the rest of today at least.
    """
    office = offering.program.office
    zone = _zone(offering)
    tomorrow = timezone.localtime(now, zone).date() + ONE_DAY
    calendar = calendar_of(office, [tomorrow, offering.starts_on])
    first = calendar.next_working_day(tomorrow)
    last = calendar.next_working_day(first + timedelta(days=offering.offer_days - 1))
    return min(datetime.combine(last + ONE_DAY, time(), zone), latest(offering, now))


def latest(offering: Offering, now: datetime) -> datetime:
    """When an offer ends at the latest: as the offering begins, but not before today is over."""
    zone = _zone(offering)
    tomorrow = timezone.localtime(now, zone).date() + ONE_DAY
    return datetime.combine(max(offering.starts_on, tomorrow), time(), zone)


def _zone(offering: Offering) -> ZoneInfo:
    office = offering.program.office
    return ZoneInfo(office.time_zone if office else settings.TIME_ZONE)


def offer(
    application: Application,
    *,
    by: User | None,
    now: datetime,
    because: Mapping[str, Any] | None = None,
    note: str = "",
) -> Application:
    """Hold a seat for the firm until the deadline. The caller holds the locks and counted."""
    offering = application.offering
    move(
        application,
        ApplicationState.OFFERED,
        by=by,
        because=because,
        note=note,
        offer_until=deadline(offering, now),
        granted=application.requested if offering.budget is not None else None,
    )
    tell(
        events.OFFERED,
        application,
        by=by,
        until=application.offer_until.date().isoformat() if application.offer_until else "",
    )
    return application


@transaction.atomic
def promote(*, offering: Offering, by: User | None = None) -> list[Application]:
    """Offer what is free to the waiting list: in its order, limits kept, under one lock.

    Firms that left or went to another office meanwhile are taken off the list, and so are those
    that no longer meet the conditions when it is their turn. Finds nothing to do the second time.
    """
    offering = locked_offering(offering)
    today = clock.today()
    if offering.state == OfferingState.CANCELLED or offering.starts_on <= today:
        return []
    if not offering.applications.in_line().exists():
        return []
    line = offering.applications.in_line().select_related("firm")
    waiting = list(line.select_for_update(of=("self",)))
    for row in list(waiting):
        if code := _out_of_the_line(offering, row.firm):
            waiting.remove(row)
            row.offering = offering
            _refuse(row, {"code": code}, by)
    now = clock.now()
    return [offer(row, by=by, now=now) for row in _next(offering, waiting, by)]


def _out_of_the_line(offering: Offering, firm: Firm) -> str:
    """Why a firm waits no longer; empty for who does."""
    if firm.closed_on or firm.merged_into_id:
        return "firm_left"
    return "" if offering.program.serves(firm) else "not_served"


def _next(offering: Offering, waiting: list[Application], by: User | None) -> list[Application]:
    """Who is to be offered something. Whoever's turn it is and who no longer meets the conditions
    is refused instead, and the line is asked again.
    """
    while True:
        below = below_the_cap(offering, waiting)
        problem, holding = line_of(offering, below)
        keys = next_in_line(problem, holding=holding, line=[row.pk for row in below])
        chosen = [row for row in waiting if row.pk in keys]
        for row in chosen:
            row.offering = offering
        failed = failing(chosen)
        if not failed:
            return chosen
        version = conditions_in_force(offering)
        for row in [row for row in chosen if row.pk in failed]:
            waiting.remove(row)
            if version is not None:
                check_firm(version=version, firm=row.firm, by=by)
            _refuse(row, {"code": "criteria", "version": failed[row.pk]}, by)


def _refuse(application: Application, because: dict[str, Any], by: User | None) -> None:
    move(application, ApplicationState.REFUSED, by=by, because=because)
    tell(events.REFUSED, application, by=by, note="")


def below_the_cap(offering: Offering, waiting: Sequence[Application]) -> Sequence[Application]:
    """Without firms that have all the seats the approved allocation lets one firm have."""
    run = (
        AllocationRun.objects.filter(offerings=offering, state=AllocationRun.State.APPROVED)
        .order_by("-decided_at")
        .first()
    )
    if run is None:
        return waiting
    held = Application.objects.holding().filter(offering__in=run.offerings.all())
    seats = Counter(held.values_list("firm", flat=True))
    return [row for row in waiting if seats[row.firm_id] < run.inputs["cap"]]


@transaction.atomic
def accept_offer(*, application: Application, by: User | None) -> Application:
    """The firm takes the seat; a second time changes nothing.

    Raises OfferExpired at and after the deadline, NothingOffered, and FirmLeft.
    """
    _offering, application = locked_application(application)
    if application.state == ApplicationState.SEATED:
        return application
    if application.state == ApplicationState.LAPSED:
        raise OfferExpired(until=_last_moment(application))
    if application.state != ApplicationState.OFFERED or application.offer_until is None:
        raise NothingOffered
    if clock.now() >= application.offer_until:
        raise OfferExpired(until=_said(application.offer_until))
    if application.firm.closed_on or application.firm.merged_into_id:
        raise FirmLeft(firm=application.firm.legal_name)
    move(application, ApplicationState.SEATED, by=by, granted=application.granted)
    tell(events.ACCEPTED, application, by=by)
    return application


def _last_moment(application: Application) -> str:
    last = application.moves.filter(after=ApplicationState.LAPSED).order_by("-pk").first()
    return _said(datetime.fromisoformat(last.because["until"])) if last else ""


def _said(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@transaction.atomic
def decline_offer(*, application: Application, by: User | None, reason: str = "") -> Application:
    """The firm does not take the seat; it goes to the next in line at once.

    Raises NothingOffered; a second time changes nothing.
    """
    offering, application = locked_application(application)
    if application.state == ApplicationState.DECLINED:
        return application
    if application.state != ApplicationState.OFFERED:
        raise NothingOffered
    move(application, ApplicationState.DECLINED, by=by, note=reason)
    tell(events.OFFER_DECLINED, application, by=by, note=reason.strip())
    promote(offering=offering, by=None)
    return application


def lapse_offers(*, now: datetime) -> dict[str, int]:
    """Offers whose deadline passed lapse, and the next in line are asked; one transaction each.

    Lists of offerings that begin or were cancelled end: nobody waits for what is over.
    """
    found = {"lapsed": 0, "promoted": 0, "ended": 0}
    due = Application.objects.lapsed_by(now).order_by("offering", "pk")
    for application in due.select_related("offering"):
        done = _lapse(application, now)
        found["lapsed"] += done >= 0
        found["promoted"] += max(done, 0)
    begun = Application.objects.asking().filter(offering__starts_on__lte=clock.today())
    for application in begun.order_by("offering", "pk"):
        found["ended"] += _end_waiting(application)
    return found


@transaction.atomic
def _lapse(application: Application, now: datetime) -> int:
    """How many others were asked instead; -1 when the firm had answered meanwhile."""
    offering, application = locked_application(application)
    until = application.offer_until
    if application.state != ApplicationState.OFFERED or until is None or until > now:
        return -1
    because = {"code": "lapsed", "until": until.isoformat()}
    move(application, ApplicationState.LAPSED, by=None, because=because)
    tell(events.LAPSED, application, by=None)
    return len(promote(offering=offering))


@transaction.atomic
def _end_waiting(application: Application) -> bool:
    _offering, application = locked_application(application)
    if application.state not in {ApplicationState.APPLIED, ApplicationState.WAITING}:
        return False
    move(application, ApplicationState.REFUSED, by=None, because={"code": "none_came_free"})
    tell(events.NONE_CAME_FREE, application, by=None)
    return True
