"""What belongs to an offering: its stops, its quotas, and what the firm is asked."""

from datetime import date

from django.db import transaction
from django.db.models import Max, Min, Q

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation import events
from programs.allocation.actions.line import promote
from programs.allocation.actions.moving import locked_offering
from programs.allocation.errors import StopOutside
from programs.allocation.models import Offering, Question, Quota, Stop


@transaction.atomic
def add_stop(
    *,
    offering: Offering,
    by: User,
    starts_on: date,
    ends_on: date,
    place: str = "",
    title: str = "",
    country: str = "",
) -> Stop:
    """Add a stop or session, in the order of days. Raises StopOutside of the offering's days."""
    offering = locked_offering(offering)
    if starts_on < offering.starts_on or ends_on > offering.ends_on:
        raise StopOutside(first=offering.starts_on, last=offering.ends_on)
    stop = Stop.objects.create(
        offering=offering,
        order=_make_place(offering, starts_on),
        title=title.strip(),
        place=place.strip(),
        country=country,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _changed(offering, by, "stops")
    return stop


def _make_place(offering: Offering, starts_on: date) -> int:
    """The number of a stop that begins on this day; later ones move on by one."""
    numbers = offering.stops.aggregate(
        last=Max("order"), later=Min("order", filter=Q(starts_on__gt=starts_on))
    )
    if numbers["later"] is None:
        return (numbers["last"] or 0) + 1
    # The last one first, so that no number stands twice.
    for stop in offering.stops.filter(order__gte=numbers["later"]).order_by("-order"):
        stop.order += 1
        stop.save(update_fields=["order"])
    return int(numbers["later"])


@transaction.atomic
def drop_stop(*, stop: Stop, by: User) -> None:
    """Take a stop away; a second time changes nothing."""
    offering = locked_offering(stop.offering_id)
    if Stop.objects.filter(pk=stop.pk).delete()[0]:
        _changed(offering, by, "stops")


@transaction.atomic
def set_quota(
    *,
    offering: Offering,
    by: User,
    group: str,
    value: str = "",
    minimum: int | None = None,
    maximum: int | None = None,
) -> Quota:
    """Set or change how many seats a group gets at least and at most."""
    offering = locked_offering(offering)
    quota, _is_new = Quota.objects.update_or_create(
        offering=offering,
        group=group,
        value=value.strip(),
        defaults={"minimum": minimum, "maximum": maximum},
    )
    _changed(offering, by, "quotas")
    promote(offering=offering, by=by)
    return quota


@transaction.atomic
def drop_quota(*, quota: Quota, by: User) -> None:
    """Take a quota away."""
    offering = locked_offering(quota.offering_id)
    Quota.objects.filter(pk=quota.pk).delete()
    _changed(offering, by, "quotas")
    promote(offering=offering, by=by)


@transaction.atomic
def ask(
    *, offering: Offering, by: User, text: str, kind: str, is_required: bool = False
) -> Question:
    """Add a question to the application form, after the others."""
    offering = locked_offering(offering)
    order = offering.questions.count() + 1
    question = Question.objects.create(
        offering=offering, order=order, text=text.strip(), kind=kind, is_required=is_required
    )
    _changed(offering, by, "questions")
    return question


@transaction.atomic
def retire_question(*, question: Question, by: User) -> None:
    """Ask it no more; what was answered stays readable."""
    offering = locked_offering(question.offering_id)
    Question.objects.filter(pk=question.pk).update(retired_on=clock.today())
    _changed(offering, by, "questions")


def _changed(offering: Offering, by: User, what: str) -> None:
    audit.record(
        events.OFFERING_CHANGED, by=by, target=offering, offering=offering.title, fields=what
    )
