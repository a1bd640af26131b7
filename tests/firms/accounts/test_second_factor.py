"""Where staff must have a second factor, nothing else opens before it is there."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import get_resolver, path, reverse
from rest_framework.decorators import api_view
from rest_framework.response import Response

from firms.accounts import ciphers
from firms.accounts.middleware import BEFORE_FACTOR
from tests.access.routes import routes
from tests.firms.accounts.conftest import SEED
from tests.firms.accounts.journeys import activate, by_password, is_in, sign_in

PLAIN = [
    route.name
    for route in routes()
    if route.capability and not route.parameters and "GET" in route.methods
]
INDEX = "/accounts/2fa/"


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.asvs("6.3.3", "8.2.1")
def test_every_page_of_ours_leads_to_the_page_that_adds_a_factor(required, staff_client, name):
    answer = staff_client.get(reverse(name))
    assert (answer.status_code, answer["Location"]) == (302, INDEX)


@pytest.mark.parametrize("name", sorted(BEFORE_FACTOR))
def test_what_is_needed_to_add_one_opens(required, staff_client, name):
    answer = staff_client.get(reverse(name))
    assert answer.status_code in (200, 302, 403, 405)
    assert answer.get("Location") != INDEX


TRICKS = [
    "/accounts/../workspace/",
    "/accounts/%2e%2e/caseload/",
    "/accounts/2fa/..;/people/",
    "//people/",
    "/static/../people/",
    "/healthz/../people/",
    "/people/;/accounts/2fa/",
    "/people/?next=/accounts/2fa/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/2fa/recovery-codes/generate/",
]


@pytest.mark.parametrize("address", TRICKS)
@pytest.mark.asvs("6.3.4")
def test_no_spelling_of_an_address_goes_round_it(required, staff_client, address):
    answer = staff_client.get(address)
    assert answer.status_code in (302, 404)
    assert answer.get("Location", INDEX) == INDEX


@pytest.mark.asvs("6.3.4", "8.2.1")
def test_the_api_refuses_in_its_own_words(required, staff_client):
    answer = staff_client.get("/api/schema/")
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "second_factor_missing"


def test_htmx_is_sent_there_as_a_page(required, staff_client):
    answer = staff_client.get(reverse("firms:people"), headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == INDEX


def test_with_a_factor_the_house_opens(required, staff_client, staff):
    activate(staff_client)
    assert staff_client.get(reverse("programs:cohorts")).status_code == 200
    Authenticator.objects.filter(user=staff, type="totp").delete()
    assert staff_client.get(reverse("programs:cohorts")).status_code == 302


def test_recovery_codes_alone_are_no_factor(required, staff_client, staff):
    activate(staff_client)
    Authenticator.objects.filter(user=staff).exclude(type="recovery_codes").delete()
    assert staff_client.get(reverse("programs:cohorts")).status_code == 302


def test_firms_are_not_asked(required, member_client):
    assert member_client.get(reverse("portal:home")).status_code == 200


def test_where_it_is_not_asked_staff_work_without(staff_client):
    assert staff_client.get(reverse("programs:cohorts")).status_code == 200


@pytest.fixture
def everybody(with_password):
    """Staff with a password, before and after adding a factor."""
    return with_password


@pytest.mark.asvs("6.3.3", "6.3.4")
def test_no_way_in_skips_a_factor_that_exists(required, everybody):
    Authenticator.objects.create(
        user=everybody, type="totp", data={"secret": ciphers.encrypt(SEED)}
    )
    coded, typed = Client(), Client()
    assert sign_in(coded, everybody.email)["Location"] == "/accounts/2fa/authenticate/"
    assert (
        by_password(typed, everybody.email, "Kestrel over 9 harbours")["Location"]
        == "/accounts/2fa/authenticate/"
    )
    assert [is_in(coded), is_in(typed)] == [False, False]


@api_view(["GET"])
def report(request):
    return Response({"secret": 1})


@pytest.fixture
def more_api(settings):
    """A further address under /api/, as later slices will add."""
    extra = path("api/report/", report, name="report")
    resolver = get_resolver()
    resolver.url_patterns.append(extra)
    yield
    resolver.url_patterns.remove(extra)


def test_a_new_address_of_the_api_is_covered_at_once(required, more_api, staff_client, manager):
    assert staff_client.get("/api/report/").status_code == 403
    assert "secret" not in staff_client.get("/api/report/").content.decode()
