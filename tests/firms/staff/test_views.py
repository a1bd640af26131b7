"""The page of people: for administrators, with clear refusals."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from firms.accounts.models import User
from tests.firms.accounts.journeys import is_in, sign_in

PEOPLE = reverse("firms:people")
NEW = reverse("firms:person-new")
WORDS = {"name": "New Demo", "email": "new@agency.example", "role": "expert", "language": "ru"}


@pytest.mark.asvs("8.2.1", "8.3.1")
def test_administrators_see_people_and_invite(administrator_client, adviser):
    assert adviser.email in administrator_client.get(PEOPLE).content.decode()
    assert administrator_client.get(NEW).status_code == 200
    assert administrator_client.post(NEW, WORDS)["Location"] == PEOPLE
    assert User.objects.get(email="new@agency.example").language == "ru"


@pytest.fixture(params=["adviser", "manager", "expert", "firm_owner", "firm_viewer"])
def stranger(request):
    """A client of each role that may not manage people."""
    return request.getfixturevalue(f"{request.param}_client")


@pytest.mark.asvs("8.2.1", "8.3.1")
def test_nobody_else_may(stranger, other_adviser):
    before = User.objects.count()
    disable = reverse("firms:person-disable", args=[other_adviser.pk])
    asked = [stranger.get(PEOPLE), stranger.get(NEW), stranger.post(NEW, WORDS)]
    asked.append(stranger.post(disable))
    assert [answer.status_code for answer in asked] == [403] * 4
    other_adviser.refresh_from_db()
    assert other_adviser.is_active
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"role": "adviser"}, "belongs to an office", id="adviser without office"),
        pytest.param({"role": "firm_owner"}, "Select a valid choice", id="a firm's role"),
        pytest.param({"role": "superuser"}, "Select a valid choice", id="an unknown role"),
        pytest.param({"email": "nobody"}, "valid email", id="no address"),
        pytest.param({"email": "a@b.example\nBcc: c@d.example"}, "valid email", id="two lines"),
        pytest.param({"name": "\u202eomeD"}, "turn its direction", id="turned name"),
        pytest.param({"name": "\u200b"}, "nothing that can be seen", id="invisible name"),
        pytest.param({"name": "a\nb"}, "on one line", id="name of two lines"),
        pytest.param({"language": "xx"}, "Select a valid choice", id="language"),
        pytest.param({"office": "999999"}, "Select a valid choice", id="no such office"),
    ],
)
def test_a_wrong_form_says_why_and_writes_nothing(administrator_client, change, words):
    before = User.objects.count()
    page = administrator_client.post(NEW, WORDS | change)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert User.objects.count() == before


def test_a_double_submit_makes_one_person(administrator_client):
    administrator_client.post(NEW, WORDS)
    again = administrator_client.post(NEW, WORDS)
    assert again.status_code == 200
    assert "signs in with new@agency.example already" in again.content.decode()
    assert User.objects.filter(email="new@agency.example").count() == 1


def test_the_invited_person_signs_in_by_code_in_their_language(administrator_client):
    administrator_client.post(NEW, WORDS)
    browser = Client()
    sign_in(browser, "new@agency.example")
    assert is_in(browser)
    assert '<html lang="ru">' in mail.outbox[-1].alternatives[0].content


@pytest.mark.asvs("7.4.2")
def test_withdrawing_from_the_page(administrator_client, administrator, adviser, adviser_client):
    url = reverse("firms:person-disable", args=[adviser.pk])
    assert administrator_client.get(url).status_code == 405
    leaver = administrator_client.post(url)["Location"]  # a caseload is handed over first
    assert is_in(adviser_client)
    plan = administrator_client.post(leaver, {"act": "preview"}).context["plan"]
    sent = {"act": "confirm", "seen": plan.fingerprint}
    assert administrator_client.post(leaver, sent)["Location"] == PEOPLE
    assert not is_in(adviser_client)
    own = reverse("firms:person-disable", args=[administrator.pk])
    page = administrator_client.post(own, follow=True)
    assert "cannot withdraw your own" in page.content.decode()
    assert is_in(administrator_client)
    assert administrator_client.post("/people/999999/disable/").status_code == 404
