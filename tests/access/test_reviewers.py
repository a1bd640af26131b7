"""A reviewer sees the applications for the offering, and of their firms nothing else."""

import pytest
from django.urls import reverse

from tests.access.routes import routes
from tests.access.world import World

#: What a reviewer opens of an application whose firm is out of view.
LOOK = {"programs:application", "programs:application-document"}
SAY = {"programs:application-score", "programs:application-interest"}

OF_FIRMS = [
    route
    for route in routes()
    if route.capability is not None and route.parameters and route.name in World.OBJECTS
]
CLOSED = [route for route in OF_FIRMS if route.name not in LOOK | SAY]
LISTS = [
    route
    for route in routes()
    if route.capability is not None and not route.parameters and "GET" in route.methods
    if route.name != "workspace:my-day"
]


def named(route):
    return route.name


@pytest.mark.parametrize("name", sorted(LOOK | SAY))
@pytest.mark.asvs("8.2.2")
def test_a_reviewer_opens_the_application(world, name):
    route = next(each for each in OF_FIRMS if each.name == name)
    address = reverse(name, kwargs=world.foreign(route))
    assert world.reviewer.get(address).status_code == 200
    assert world.clients["adviser"].get(address).status_code == 404


@pytest.mark.parametrize("route", CLOSED, ids=named)
@pytest.mark.asvs("8.2.2", "8.4.1")
def test_and_nothing_else_of_its_firm(world, route):
    address = reverse(route.name, kwargs=world.foreign(route))
    assert world.reviewer.get(address).status_code in {403, 404, 405}
    assert world.reviewer.post(address).status_code in {403, 404, 405}
    assert world.is_untouched()


@pytest.mark.asvs("8.2.2")
def test_nor_of_another_offering(world):
    address = reverse("programs:application", args=[world.mine.application.pk])
    assert world.reviewer.get(address).status_code == 404


@pytest.mark.parametrize("route", LISTS, ids=named)
@pytest.mark.asvs("8.2.2")
def test_no_list_of_firms_in_view_widens(world, route):
    page = world.reviewer.get(reverse(route.name)).content.decode()
    assert world.theirs.firm.legal_name not in page


@pytest.mark.asvs("8.2.2")
def test_the_day_names_what_waits_for_points_and_only_there(world):
    day = world.reviewer.get(reverse("workspace:my-day")).context["day"]
    assert [row.firm for row in day.to_review] == [world.theirs.firm]
    assert day.seats_to_decide == []
