"""The list of cohorts, setting one up and freezing it: who may, and what they see."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from programs.cohorts.models import Cohort
from tests.factories.cohorts import CohortFactory
from tests.factories.firms import FirmFactory

LIST, NEW = "/cohorts/", "/cohorts/new/"
WINDOW = {"intake_from": "2024-01-01", "intake_to": "2024-12-31"}
TYPED = {"name": "Invented", "code": "invented", **WINDOW}


def freeze_url(cohort: Cohort) -> str:
    return reverse("programs:cohort-freeze", args=[cohort.pk])


@pytest.fixture
def cohort(office) -> Cohort:
    FirmFactory(office=office, intake_on="2024-05-01")
    return CohortFactory()


@pytest.fixture
def own_cohort(office) -> Cohort:
    return CohortFactory(office=office)


@pytest.fixture
def foreign_cohort(other_office) -> Cohort:
    return CohortFactory(office=other_office)


@pytest.fixture
def office_manager_client(office_manager) -> Client:
    client = Client()
    client.force_login(office_manager)
    return client


def test_list_shows_members_and_state(cohort, manager_client):
    manager_client.post(freeze_url(cohort))
    page = manager_client.get(LIST).content.decode()
    assert f'<a href="/cohorts/{cohort.pk}/">{cohort.name}</a>' in page
    assert '<td class="num">1</td>' in page


def test_list_is_scoped(own_cohort, foreign_cohort, office_manager_client):
    page = office_manager_client.get(LIST).content.decode()
    assert (own_cohort.name in page, foreign_cohort.name in page) == (True, False)


def test_empty_list_says_what_to_do(manager_client):
    assert "No cohort yet" in manager_client.get(LIST).content.decode()


def test_list_is_for_people_of_results(
    adviser_client, administrator_client, expert_client, firm_owner_client
):
    clients = [adviser_client, administrator_client, expert_client, firm_owner_client]
    assert [client.get(LIST).status_code for client in clients] == [200, 200, 403, 403]


def test_manager_sets_one_up(manager_client):
    made = manager_client.post(NEW, TYPED)
    assert made["Location"] == Cohort.objects.get(code="invented").get_absolute_url()


def test_adviser_and_administrator_do_not(adviser_client, administrator_client):
    clients = [adviser_client, administrator_client]
    assert [client.post(NEW, TYPED).status_code for client in clients] == [403, 403]
    assert not Cohort.objects.exists()


def test_manager_of_an_office_sets_up_its_own_only(office, other_office, office_manager_client):
    foreign = office_manager_client.post(NEW, TYPED | {"office": other_office.pk})
    everywhere = office_manager_client.post(NEW, TYPED)
    assert (foreign.status_code, everywhere.status_code) == (200, 200)
    assert office_manager_client.post(NEW, TYPED | {"office": office.pk}).status_code == 302


def test_refusals_stand_at_the_form(manager_client):
    backwards = {"intake_from": "2024-12-31", "intake_to": "2024-01-01"}
    page = manager_client.post(NEW, TYPED | backwards).content.decode()
    assert "The last day of intake must not lie before the first." in page


def test_manager_freezes(cohort, manager_client):
    assert manager_client.post(freeze_url(cohort)).status_code == 302
    assert cohort.members.count() == 1


def test_freezing_twice_is_harmless(cohort, manager_client):
    manager_client.post(freeze_url(cohort))
    assert manager_client.post(freeze_url(cohort)).status_code == 302
    assert cohort.members.count() == 1


def test_looking_freezes_nothing(cohort, manager_client):
    assert manager_client.get(freeze_url(cohort)).status_code == 405
    assert Cohort.objects.get().frozen_at is None


def test_adviser_administrator_and_firm_do_not_freeze(
    cohort, adviser_client, administrator_client, firm_owner_client
):
    clients = [adviser_client, administrator_client, firm_owner_client]
    assert {client.post(freeze_url(cohort)).status_code for client in clients} == {403}


def test_manager_of_an_office_freezes_its_own_cohort_only(
    own_cohort, cohort, foreign_cohort, office_manager_client
):
    asked = [own_cohort, cohort, foreign_cohort]
    codes = [office_manager_client.post(freeze_url(one)).status_code for one in asked]
    assert codes == [302, 403, 404]


@time_machine.travel("2024-06-01T10:00:00+00:00")
def test_open_window_is_refused_with_words(cohort, manager_client):
    page = manager_client.post(freeze_url(cohort), follow=True).content.decode()
    assert "Firms can still join this cohort until" in page


@pytest.mark.parametrize(
    ("client", "words"),
    [
        ("manager_client", "Freeze the cohort"),
        ("adviser_client", "a manager who answers for this cohort can freeze it now"),
    ],
)
def test_page_before_freezing_says_what_to_do(client, words, cohort, request):
    page = request.getfixturevalue(client).get(cohort.get_absolute_url()).content.decode()
    assert words in page


@pytest.mark.parametrize("size", [2, 20])
@time_machine.travel("2026-02-02T09:00:00+00:00", tick=False)
def test_list_query_ceiling(manager_client, db, size, django_assert_max_num_queries):
    CohortFactory.create_batch(size)
    manager_client.get(LIST)
    with django_assert_max_num_queries(3):
        manager_client.get(LIST)
