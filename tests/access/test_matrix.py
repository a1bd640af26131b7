"""Every address × every role × own and foreign objects, expected from the one policy."""

import pytest
from django.test import Client
from django.urls import reverse

from firms.accounts.roles import Role, may
from tests.access.routes import Route, routes
from tests.access.world import World

#: Addresses of ours that need no capability, with the reason.
EXCUSED = {
    "home": "sends everybody to their first page, strangers to sign-in",
    "healthz": "asked by a supervisor; tells nothing",
    "readyz": "asked by a supervisor; tells yes or no",
    "sign_in_by_link": "the link itself is the proof",
    "programs:answer": "the personal link of a firm's contact is the proof",
    "programs:confirm-outcome": "the personal link of a firm's contact is the proof",
    "programs:calendar": "the secret address is the proof",
    "programs:bounces": "the signature is the proof",
    "dashboards:metrics": "the collector's token is the proof",
    "usersessions_list": "everybody signed in sees their own browsers",
    "session_end": "everybody signed in ends their own sessions",
    "account_signup": "closed: 404 for everybody",
    "account_email": "closed: 404 for everybody",
    "account_email_verification_sent": "closed: 404 for everybody",
    "account_confirm_email": "closed: 404 for everybody",
}

ROUTES = routes()
PAGES = [route for route in ROUTES if route.capability is not None]
OF_FIRMS = [route for route in PAGES if route.parameters and route.name not in World.SHARED]
#: Roles that see some firms and not others, or none.
BY_ROWS = ("adviser", "firm_owner", "firm_viewer", "expert")
READABLE = [route for route in PAGES if "GET" in route.methods]


def named(route: Route) -> str:
    return route.name


@pytest.mark.asvs("8.2.1", "8.3.1")
def test_every_address_asks_for_a_capability_or_is_excused():
    assert {route.name for route in ROUTES if route.capability is None} == EXCUSED.keys()


def test_every_address_with_an_object_is_in_the_matrix():
    known = World.OBJECTS.keys() | World.SHARED.keys()
    assert {route.name for route in PAGES if route.parameters} - known == set()


@pytest.mark.parametrize("route", PAGES, ids=named)
@pytest.mark.asvs("8.2.1", "8.4.1")
def test_strangers_are_sent_to_sign_in(world, route):
    response = Client().get(reverse(route.name, kwargs=world.own(route)))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("route", READABLE, ids=named)
@pytest.mark.asvs("8.2.1", "8.2.2", "3.5.3")
def test_own_objects_by_role_and_reading_changes_nothing(world, route):
    assert world.wrong(route) == {}
    assert world.is_untouched()


@pytest.mark.parametrize("route", OF_FIRMS, ids=named)
@pytest.mark.asvs("8.2.2", "8.4.1")
def test_foreign_objects_do_not_exist(world, route):
    assert world.wrong(route, foreign=True) == {}


@pytest.mark.parametrize("route", OF_FIRMS, ids=named)
@pytest.mark.asvs("8.2.2", "8.4.1")
def test_foreign_objects_cannot_be_changed(world, route):
    address = reverse(route.name, kwargs=world.foreign(route))
    answers = {role: world.clients[role].post(address).status_code for role in BY_ROWS}
    assert set(answers.values()) <= {403, 404, 405}, answers
    assert world.is_untouched()


def test_every_role_may_open_something():
    assert [role for role in Role if not any(may(role, page.capability) for page in PAGES)] == []
