"""Reading criteria and holding them against firms."""

import pytest
from django.urls import reverse

from programs.eligibility.actions import begin_draft, publish_draft, save_draft
from programs.eligibility.models import CriteriaCheck
from tests.programs.eligibility.written import document

FEW = {"type": "employees", "high": 10}


def text(response):
    return response.content.decode()


def of_firm(criteria, firm, name="of-firm"):
    return reverse(f"programs:criteria-{name}", args=[criteria.pk, firm.pk])


def test_an_adviser_reads_what_holds_and_no_draft(adviser_client, criteria, manager):
    begin_draft(criteria=criteria, by=manager)
    page = text(adviser_client.get(reverse("programs:criteria", args=[criteria.pk])))
    assert "Employees: from 10 to 50" in page
    assert "Go on with the draft" not in page
    assert (
        adviser_client.get(reverse("programs:criteria-edit", args=[criteria.pk])).status_code == 403
    )


def test_the_draft_is_shown_to_those_who_write_it_only(
    adviser_client, manager_client, criteria, firm, manager
):
    draft = begin_draft(criteria=criteria, by=manager)
    page = f"{of_firm(criteria, firm)}?draft=1"
    assert manager_client.get(page).context["version"] == draft
    assert adviser_client.get(page).context["version"].number == 1


def test_without_a_published_version_there_is_nothing_to_hold(adviser_client, drafted, firm):
    assert adviser_client.get(of_firm(drafted, firm)).status_code == 404
    assert adviser_client.post(of_firm(drafted, firm, "keep")).status_code == 404


def test_a_foreign_firm_does_not_exist(adviser_client, criteria, foreign_firm):
    assert adviser_client.get(of_firm(criteria, foreign_firm)).status_code == 404
    assert adviser_client.post(of_firm(criteria, foreign_firm, "keep")).status_code == 404


@pytest.mark.parametrize(
    ("query", "words"), [("", "Not passed"), ("?as=firm", "At present you do not meet this.")]
)
def test_one_firm_is_explained_for_both(adviser_client, criteria, firm, query, words):
    firm.employees = 3
    firm.save()
    assert words in text(adviser_client.get(of_firm(criteria, firm) + query))


def test_a_check_is_kept_and_read_again(adviser_client, criteria, firm):
    response = adviser_client.post(of_firm(criteria, firm, "keep"), follow=True)
    row = CriteriaCheck.objects.get()
    assert response.redirect_chain == [(reverse("programs:criteria-check", args=[row.pk]), 302)]
    assert "Employees: from 10 to 50" in text(response)
    assert row.recorded_by.role == "adviser"


def test_an_administrator_reads_and_keeps_nothing(administrator_client, criteria, firm):
    assert administrator_client.get(of_firm(criteria, firm)).status_code == 200
    assert administrator_client.post(of_firm(criteria, firm, "keep")).status_code == 403
    assert not CriteriaCheck.objects.exists()


def test_firms_are_found_by_name(manager_client, criteria, firm, foreign_firm):
    page = reverse("programs:criteria-firms", args=[criteria.pk])
    found = manager_client.get(page, {"q": firm.legal_name.upper()}).context["rows"]
    assert [row.firm for row in found] == [firm]
    assert manager_client.get(page, {"q": "nobody"}).context["rows"] == []


@pytest.mark.parametrize("size", [5, 40])
def test_pages_ask_a_fixed_number_of_questions(
    manager_client, criteria, make_firms, profile, size, django_assert_max_num_queries
):
    make_firms(size)
    with django_assert_max_num_queries(22):
        manager_client.get(reverse("programs:criteria-firms", args=[criteria.pk]))
    with django_assert_max_num_queries(28):
        manager_client.get(reverse("programs:criteria", args=[criteria.pk]))


def test_the_list_is_empty_and_says_how_to_begin(manager_client, adviser_client):
    page = reverse("programs:criteria-list")
    assert "New criteria" in text(manager_client.get(page))
    assert "New criteria" not in text(adviser_client.get(page))


def test_a_published_version_is_listed(adviser_client, draft, manager):
    save_draft(version=draft, document=document(FEW), by=manager)
    publish_draft(version=draft, by=manager)
    page = text(adviser_client.get(reverse("programs:criteria-list")))
    assert "version 1" in page
