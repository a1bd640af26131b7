"""Sign-in by a mailed link: a scanner uses nothing up, a press of the button does, once."""

import hashlib
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from firms.accounts.models import SignInLink
from tests.firms.accounts.journeys import ask, asked_link, code_in, enter, is_in, link_in


@pytest.fixture
def link(staff):
    """The path of a fresh link of `staff`."""
    return asked_link(Client(), staff.email)


@pytest.mark.asvs("3.5.3", "6.6.2")
def test_opening_the_link_any_number_of_times_uses_nothing_up(client, link):
    opened = [client.get(link), client.head(link), client.options(link), client.get(link)]
    assert [answer.status_code for answer in opened] == [200, 200, 200, 200]
    assert not is_in(client)
    assert client.post(link).status_code == 302
    assert is_in(client)


def test_the_page_of_the_link_says_who_will_be_signed_in(client, link, staff):
    page = client.get(link)
    assert staff.email in page.content.decode()
    assert "no-store" in page["Cache-Control"]


@pytest.mark.asvs("6.5.1", "6.6.2")
def test_the_button_works_once(client, link):
    client.post(link)
    other = Client()
    assert other.post(link).status_code == 410
    assert other.get(link).status_code == 410
    assert not is_in(other)


@pytest.mark.parametrize(("seconds", "status"), [(540, 302), (660, 410)])
@pytest.mark.asvs("6.5.5", "6.6.2")
def test_the_link_lives_ten_minutes(client, staff, time_machine, seconds, status):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    link = asked_link(Client(), staff.email)
    time_machine.shift(timedelta(seconds=seconds))
    assert client.post(link).status_code == status
    assert is_in(client) is (status == 302)


FORGED = ["A" * 43, "x", "..%2f..%2fadmin", "%F0%9F%92%A3", "a" * 3000, "' OR 1=1 --"]


@pytest.mark.parametrize("token", FORGED, ids=range(len(FORGED)))
@pytest.mark.asvs("9.2.1")
def test_a_forged_link_is_gone(client, link, token):
    assert client.get(f"/accounts/link/{token}/").status_code in (404, 410)
    assert client.post(f"/accounts/link/{token}/").status_code in (404, 410)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "This link no longer works"), ("ru", 'lang="ru"')]
)
def test_the_page_of_a_dead_link_is_clear_in_both_languages(db, client, language, words):
    page = client.get("/accounts/link/dead/", headers={"accept-language": language})
    assert page.status_code == 410
    assert words in page.content.decode()
    assert "/accounts/login/" in page.content.decode()


def test_a_disabled_person_is_refused(client, link, staff):
    staff.is_active = False
    staff.save()
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert not is_in(client)


@pytest.mark.asvs("6.6.3")
def test_a_new_link_kills_the_older_one(client, link, staff):
    newer = asked_link(Client(), staff.email)
    assert client.post(link).status_code == 410
    assert client.post(newer).status_code == 302


@pytest.mark.asvs("6.5.2")
def test_only_a_hash_of_the_token_is_kept(link):
    token = link.split("/")[-2]
    row = SignInLink.objects.get()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(SignInLink.objects.values())


@pytest.mark.asvs("7.2.4")
def test_a_link_of_somebody_else_changes_who_is_signed_in_and_the_session(member_client, link):
    before = member_client.session.session_key
    member_client.post(link)
    assert member_client.session.session_key != before
    assert member_client.get("/accounts/sessions/").wsgi_request.user.email.startswith("staff@")


@pytest.mark.asvs("7.2.4")
def test_a_link_pressed_by_the_same_person_makes_a_new_session_too(staff_client, link):
    before = staff_client.session.session_key
    staff_client.post(link)
    assert staff_client.session.session_key != before
    assert is_in(staff_client)


@pytest.mark.asvs("6.3.4", "6.5.1")
def test_a_link_asks_for_the_second_factor_too_and_is_spent_by_asking(client, with_totp):
    link = asked_link(Client(), with_totp.email)
    assert client.post(link)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    assert Client().post(link).status_code == 410


def test_the_link_works_in_another_browser_and_the_code_only_in_the_first(client, staff):
    ask(client, staff.email)
    phone = Client()
    enter(phone, code_in(mail.outbox[0]))
    assert not is_in(phone)
    phone.post(link_in(mail.outbox[0]))
    assert is_in(phone)


@pytest.mark.asvs("3.5.1")
def test_the_button_needs_our_form(link):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link).status_code == 403
    assert SignInLink.objects.filter(used_at__isnull=True).count() == 1
