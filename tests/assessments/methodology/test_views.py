"""The methodology page: who reads it, in which language."""

import pytest
from django.urls import reverse

from assessments.methodology.selectors import methodology_page

URL = "assessments:methodology"


@pytest.mark.parametrize("who", ["adviser_client", "manager_client", "expert_client"])
def test_staff_read_the_methodology(request, version, who):
    response = request.getfixturevalue(who).get(reverse(URL))
    assert response.status_code == 200
    assert "Default, not validated" in response.content.decode()


def test_a_firm_may_not(version, firm_owner_client):
    assert firm_owner_client.get(reverse(URL)).status_code == 403


def test_it_speaks_the_readers_language(version, expert):
    page = methodology_page(expert, "ru")
    assert page.groups[0].name == "Знания и обоснование"


def test_without_a_pack_the_page_says_so(expert_client):
    assert "No methodology is published yet" in expert_client.get(reverse(URL)).content.decode()


def test_query_ceiling(version, adviser_client, django_assert_max_num_queries):
    adviser_client.get(reverse(URL))
    with django_assert_max_num_queries(8):
        adviser_client.get(reverse(URL))
