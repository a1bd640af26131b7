"""The days of an offering change: stops go along, offers end in time."""

from datetime import date

import pytest

from programs.allocation import actions
from programs.allocation.errors import StopsOutside


@pytest.fixture
def route(mission, boss):
    """Two stops, the later one entered first."""
    for day, place in ((3, "Dubai"), (1, "Riyadh")):
        first = date(2031, 3, day)
        actions.add_stop(offering=mission, by=boss, place=place, starts_on=first, ends_on=first)
    return mission.stops


def told(stops):
    return [(stop.place, stop.starts_on.isoformat()) for stop in stops.order_by("order")]


def test_stops_stand_in_the_order_of_days(route, mission, boss):
    day = date(2031, 3, 2)
    actions.add_stop(offering=mission, by=boss, place="Doha", starts_on=day, ends_on=day)
    assert [place for place, _day in told(route)] == ["Riyadh", "Doha", "Dubai"]


def test_put_off_as_a_whole_its_stops_move_along(route, mission, boss):
    actions.update_offering(
        offering=mission, by=boss, starts_on=date(2031, 3, 15), ends_on=date(2031, 3, 19)
    )
    assert told(route) == [("Riyadh", "2031-03-15"), ("Dubai", "2031-03-17")]


def test_single_stops_do_not_fall_out(route, mission, boss):
    with pytest.raises(StopsOutside, match="Riyadh"):
        actions.update_offering(offering=mission, by=boss, starts_on=date(2031, 3, 2))
    assert told(route)[0] == ("Riyadh", "2031-03-01")


def test_an_offer_ends_with_the_new_beginning(mission, in_need, boss, planned):
    row = in_need(40)
    actions.approve_run(run=planned(), by=boss)
    days = {"apply_by": date(2031, 1, 10), "starts_on": date(2031, 1, 14)}
    actions.update_offering(offering=mission, by=boss, **days)
    row.refresh_from_db()
    assert row.offer_until.isoformat() == "2031-01-13T19:00:00+00:00"
