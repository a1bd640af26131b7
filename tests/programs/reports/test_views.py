"""Who opens reports and lists, what they say on bad days, and how many questions they ask."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from programs.cohorts.actions import freeze_cohort
from programs.cohorts.models import Cohort
from tests.factories.cohorts import CohortFactory

PAGES = ["cohort", "cohort-members", "cohort-csv", "cohort-json"]


def url(name, cohort, **query):
    return reverse(f"programs:{name}", args=[cohort.pk], query=query)


@pytest.fixture
def foreign_cohort(other_office) -> Cohort:
    return CohortFactory(office=other_office)


@pytest.fixture
def office_manager_client(office_manager) -> Client:
    client = Client()
    client.force_login(office_manager)
    return client


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.asvs("8.2.1")
def test_people_of_results_open_it(
    address,
    cohort,
    manager_client,
    office_manager_client,
    administrator_client,
    in_caseload,
    adviser_client,
):
    clients = [manager_client, office_manager_client, administrator_client, adviser_client]
    assert {client.get(url(address, cohort)).status_code for client in clients} == {200}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.asvs("8.2.1")
def test_others_do_not(address, cohort, expert_client, firm_owner_client):
    clients = [expert_client, firm_owner_client]
    assert {client.get(url(address, cohort)).status_code for client in clients} == {403}


@pytest.mark.parametrize("address", PAGES)
def test_strangers_sign_in_first(address, cohort):
    assert Client().get(url(address, cohort)).status_code == 302


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.asvs("8.2.2")
def test_another_offices_cohort_does_not_exist(address, foreign_cohort, office_manager_client):
    assert office_manager_client.get(url(address, foreign_cohort)).status_code == 404


def test_page_says_what_is_in_view(cohort, in_caseload, adviser_client):
    page = adviser_client.get(url("cohort", cohort)).content.decode()
    assert "These figures are over the members you may see: 13 of 40." in page


def test_page_speaks_in_sentences(cohort, manager_client):
    page = manager_client.get(url("cohort", cohort)).content.decode()
    assert "Invented intake: 40 firms" in page
    assert "65\u00a0% came in preparation, 28\u00a0% are there now" in page
    assert "7 moved up and 5 moved down; 15 are where they were" in page
    assert "29\u00a0% of the follow-ups were done on time" in page


def test_every_number_links_to_its_list(cohort, manager_client):
    page = manager_client.get(url("cohort", cohort)).content.decode()
    cell = url("cohort-members", cohort, **{"as_of": "2026-02-02", "from": "preparation"})
    address = f"{cell}&to=active_engagement"
    assert f'href="{escape(address)}">7</a>' in page
    shown = manager_client.get(address)
    assert "7 firms, as of" in shown.content.decode()


def test_list_pages(cohort, manager_client):
    page = manager_client.get(url("cohort-members", cohort, promise="overdue")).content.decode()
    assert "follow-ups, Open, overdue: 8" in page


@pytest.mark.asvs("8.2.3")
def test_withheld_list_is_refused_with_words(small_cohort, manager_client):
    asked = {"from": "active_engagement", "to": "preparation"}
    refused = manager_client.get(url("cohort-members", small_cohort, **asked))
    assert refused.status_code == 403
    assert "This group is withheld" in refused.content.decode()


def test_unknown_list_is_refused_with_words(cohort, manager_client):
    refused = manager_client.get(url("cohort-members", cohort, to="nowhere"))
    assert refused.status_code == 400
    assert "There is no such group of members" in refused.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        pytest.param("19.11.2025", "is not a date", id="format"),
        pytest.param("2026-02-03", "lies in the future", id="future"),
        pytest.param("2024-06-01", "Intake went on until", id="before intake ended"),
    ],
)
def test_bad_days_get_a_clear_message(address, as_of, words, cohort, manager_client):
    refused = manager_client.get(url(address, cohort, as_of=as_of))
    assert refused.status_code == 400
    assert words in refused.content.decode()


@pytest.mark.asvs("1.2.1")
def test_a_bad_day_is_shown_as_text(cohort, manager_client):
    page = manager_client.get(url("cohort", cohort, as_of="<b>x</b>")).content.decode()
    assert "<b>x</b>" not in page


def test_older_day(cohort, manager_client):
    body = manager_client.get(url("cohort-json", cohort, as_of="2025-05-01")).json()
    assert (body["as_of"], body["moves"]["up"]["count"]) == ("2025-05-01", 0)


def test_nobody_moved(open_cohort, make_firms, manager, manager_client):
    make_firms(6)
    freeze_cohort(cohort=open_cohort, by=manager)
    page = manager_client.get(url("cohort", open_cohort)).content.decode()
    assert "Nobody has moved to another stage yet" in page


def test_no_members(open_cohort, manager, manager_client):
    freeze_cohort(cohort=open_cohort, by=manager)
    page = manager_client.get(url("cohort", open_cohort)).content.decode()
    assert "This cohort has no members" in page


def test_none_in_view(cohort, in_caseload, other_office, adviser_client):
    cohort.members.filter(firm__in=in_caseload).delete()
    page = adviser_client.get(url("cohort", cohort)).content.decode()
    assert "None of its members is in your view" in page


def test_page_in_russian(cohort, manager_client):
    manager_client.cookies["django_language"] = "ru"
    assert manager_client.get(url("cohort", cohort)).status_code == 200


@pytest.mark.parametrize("size", [5, 50])
def test_query_ceiling(make_assessed, manager_client, size, django_assert_max_num_queries):
    address = url("cohort", make_assessed(size), recorded_by="2026-02-02")
    manager_client.get(address)
    with django_assert_max_num_queries(12):
        manager_client.get(address)


@pytest.mark.parametrize("size", [5, 50])
def test_query_ceiling_of_lists(make_assessed, manager_client, size, django_assert_max_num_queries):
    address = url("cohort-members", make_assessed(size))
    manager_client.get(address)
    with django_assert_max_num_queries(12):
        manager_client.get(address)
