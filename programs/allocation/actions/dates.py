"""What goes with the days of an offering when they change: its stops, and offers that wait."""

from datetime import date

from django.db.models.functions import Least

from config.shared import clock
from programs.allocation.actions.line import latest
from programs.allocation.errors import StopsOutside
from programs.allocation.models import ApplicationState, Offering, Stop
from programs.allocation.signals import offering_days_moved


def move_along(offering: Offering, before: tuple[date, date]) -> None:
    """Put stops where they belong now, and let no offer wait longer than until the beginning.

    `before`: the first and last day until now. The caller holds the lock and has saved the new
    days. Raises StopsOutside when single stops would fall out of them.
    """
    was_first, was_last = before
    shift = offering.starts_on - was_first
    stops = list(offering.stops.all())
    if shift and offering.ends_on - was_last == shift:
        for stop in stops:
            stop.starts_on, stop.ends_on = stop.starts_on + shift, stop.ends_on + shift
        Stop.objects.bulk_update(stops, ["starts_on", "ends_on"])
    else:
        _require_inside(offering, [row for row in stops if _is_within(row, was_first, was_last)])
    offering.applications.filter(state=ApplicationState.OFFERED).update(
        offer_until=Least("offer_until", latest(offering, clock.now()))
    )
    offering_days_moved.send(sender=Offering, offering_id=offering.pk)


def _require_inside(offering: Offering, stops: list[Stop]) -> None:
    outside = [row for row in stops if not _is_within(row, offering.starts_on, offering.ends_on)]
    if outside:
        raise StopsOutside(stops=", ".join(map(str, outside)))


def _is_within(stop: Stop, first: date, last: date) -> bool:
    return first <= stop.starts_on and stop.ends_on <= last
