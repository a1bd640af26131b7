"""The side bar: whom it shows which places, and where the reader is."""

import pytest
from django.test import RequestFactory

from config.navigation import navigation
from tests.factories.firms import UserFactory

pytestmark = pytest.mark.django_db


def places(role, path="/", **about):
    request = RequestFactory().get(path)
    request.user = UserFactory.build(role=role, **about)
    return [item for group in navigation(request)["nav"] for item in group.items]


@pytest.mark.parametrize(
    ("role", "path", "here"),
    [
        ("manager", "/offerings/", ["/offerings/"]),
        ("manager", "/offerings/7/", ["/offerings/"]),
        ("manager", "/offerings/imports/3/", ["/offerings/imports/"]),
        ("adviser", "/offerings/imports/3/", ["/offerings/"]),
        ("manager", "/programs/1/results/", ["/programs/"]),
        ("adviser", "/accounts/sessions/", []),
        ("firm_owner", "/portal/", ["/portal/"]),
        ("firm_owner", "/portal/offers/3/", ["/portal/offers/"]),
        ("firm_owner", "/portal/welcome/", []),
    ],
)
def test_the_nearest_place_above_a_page_is_where_the_reader_is(role, path, here):
    assert [item.url for item in places(role, path) if item.is_current] == here


def test_each_sees_the_places_of_the_own_role():
    adviser, manager, owner = (
        {item.url for item in places(role)} for role in ("adviser", "manager", "firm_owner")
    )
    assert manager - adviser >= {"/offerings/imports/", "/follow-up-plans/", "/operations/"}
    assert adviser <= manager
    assert not owner & manager


def test_a_stranger_sees_none():
    assert list(navigation(RequestFactory().get("/"))["nav"]) == []
