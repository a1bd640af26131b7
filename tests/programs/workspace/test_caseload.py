"""The caseload: rows by scope, filters in the address, sheets with the same rows, few queries."""

import csv
import io

import pytest
from django.urls import reverse

from tests.factories.firms import FirmFactory

ADDRESS = reverse("workspace:caseload")


def names(page):
    return [row.firm.legal_name for row in page.context["rows"]]


@pytest.mark.parametrize("size", [5, 50])
@pytest.mark.parametrize("query", ["", "?as=board", "?q=invented&sort=-severity"])
def test_queries_do_not_grow_with_rows(
    adviser_client, make_caseload, size, query, django_assert_max_num_queries
):
    make_caseload(firms=size)
    adviser_client.get(ADDRESS)
    with django_assert_max_num_queries(8):
        adviser_client.get(ADDRESS + query)


def test_an_adviser_sees_own_firms_and_can_look_at_the_unassigned(
    adviser_client, firm, foreign_firm, unassigned_firm
):
    assert names(adviser_client.get(ADDRESS)) == [firm.legal_name]
    assert names(adviser_client.get(ADDRESS, {"show": "unassigned"})) == [
        unassigned_firm.legal_name
    ]
    assert foreign_firm.legal_name not in adviser_client.get(ADDRESS, {"show": "all"}).text


def test_a_manager_sees_all(manager_client, firm, foreign_firm, unassigned_firm):
    assert len(names(manager_client.get(ADDRESS))) == 3


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.asvs("8.2.2")
def test_sheets_hold_the_same_rows_as_the_list(adviser_client, firm, foreign_firm, form):
    response = adviser_client.get(ADDRESS, {"format": form})
    body = b"".join(response) if response.streaming else response.content
    assert (foreign_firm.legal_name.encode() in body) is False
    assert response["Content-Disposition"].startswith("attachment")


def test_every_row_of_the_view_is_in_the_csv(adviser_client, make_caseload):
    made = make_caseload(firms=30)
    response = adviser_client.get(ADDRESS, {"format": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {firm.legal_name for firm in made}


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
@pytest.mark.asvs("1.2.10")
def test_no_cell_becomes_a_formula(manager_client, office, sign):
    FirmFactory(office=office, legal_name=f'{sign}cmd|"/c calc"!A1')
    response = manager_client.get(ADDRESS, {"format": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert rows[1][0].startswith("'")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param({"stage": "preparation"}, 5, id="in this stage"),
        pytest.param({"stage": "growth_expansion"}, 0, id="in no other stage"),
        pytest.param({"show": "blocked"}, 1, id="a blocking constraint"),
        pytest.param({"show": "silent"}, 0, id="all were spoken to"),
        pytest.param({"q": "Invented Works"}, 5, id="by name"),
        pytest.param({"q": "nobody of this name"}, 0, id="no such name"),
        pytest.param({"sector": "J"}, 0, id="another sector"),
    ],
)
def test_filters(adviser_client, make_caseload, query, found):
    make_caseload(firms=5)
    assert len(names(adviser_client.get(ADDRESS, query))) == found


@pytest.mark.parametrize(
    "query",
    [
        {"page": "-1"},
        {"page": "nan"},
        {"page": "9" * 30},
        {"sort": "password"},
        {"sort": "--name"},
        {"show": "everything"},
        {"stage": "none"},
        {"adviser": "x"},
        {"q": "x" * 5000},
        {"as": "cards"},
    ],
)
@pytest.mark.asvs("15.3.3")
def test_a_bent_address_still_shows_a_list(adviser_client, firm, query):
    assert adviser_client.get(ADDRESS, query).status_code == 200


def test_rows_alone_are_answered_to_htmx(adviser_client, firm):
    part = adviser_client.get(ADDRESS, headers={"HX-Request": "true"}).text
    assert firm.legal_name in part
    assert "<html" not in part


def test_counts_of_views_equal_their_lists(adviser_client, make_caseload, unassigned_firm):
    make_caseload(firms=7)
    page = adviser_client.get(ADDRESS)
    counts = {view.code: view.count for view in page.context["views"]}
    lists = {code: len(names(adviser_client.get(ADDRESS, {"show": code}))) for code in counts}
    assert counts == lists


def test_a_blocking_constraint_counts_wherever_it_ranks(adviser_client, make_caseload):
    (firm,) = make_caseload(firms=1)
    top, second = firm.profiles.get().findings.order_by("rank")[:2]
    top.severity, top.band = 70, "high"
    second.severity, second.band = 90, "blocking"
    top.save()
    second.save()
    firm.profiles.get().findings.exclude(pk__in=[top.pk, second.pk]).update(severity=10, band="low")
    assert names(adviser_client.get(ADDRESS, {"show": "blocked"})) == [firm.legal_name]
