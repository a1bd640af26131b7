"""Opening an office: before its first adviser, by the administrator only."""

import pytest
from django.urls import reverse

from firms.accounts.models import Office

ADDRESS = reverse("firms:office-new")
OFFICE = {"name": "Harbor", "country": "KZ", "time_zone": "Asia/Almaty"}


def test_an_administrator_opens_an_office_once(administrator_client):
    administrator_client.post(ADDRESS, OFFICE)
    administrator_client.post(ADDRESS, OFFICE)
    assert Office.objects.get().time_zone == "Asia/Almaty"


def test_a_manager_does_not(manager_client):
    assert manager_client.post(ADDRESS, OFFICE).status_code == 403
    assert not Office.objects.exists()


@pytest.mark.parametrize("field", ["country", "time_zone", "name"])
def test_nonsense_is_named(administrator_client, field):
    response = administrator_client.post(ADDRESS, OFFICE | {field: "\u200b"})
    assert field in response.context["form"].errors
    assert not Office.objects.exists()
