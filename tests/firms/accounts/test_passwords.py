"""Passwords: for staff only, twelve characters, chosen through a mailed link; no telling."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from firms.staff.actions import invite_user
from tests.firms.accounts.conftest import PASSWORD, SEED
from tests.firms.accounts.journeys import by_password, is_in, link_in, seen, totp

RESET = "/accounts/password/reset/"
LONG = "Пароль из слов, " * 8


def choose(client, link, password):
    """Open a reset link as a browser does and send the form."""
    form = client.get(link, follow=True)
    return client.post(
        form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True
    )


def reset_link(email):
    Client().post(RESET, {"email": email})
    return link_in(mail.outbox[-1])


@pytest.mark.asvs("6.2.1", "6.2.2")
def test_staff_sign_in_with_a_password(client, with_password):
    assert by_password(client, with_password.email, PASSWORD)["Location"] == "/"
    assert is_in(client)


@pytest.fixture
def member_with_password(member):
    member.set_password(PASSWORD)
    member.save()
    return member


@pytest.mark.asvs("6.3.4")
def test_a_password_does_nothing_for_a_firm(client, member_with_password):
    by_password(client, member_with_password.email, PASSWORD)
    assert not is_in(client)


@pytest.mark.asvs("6.3.8", "6.4.2")
def test_wrong_unknown_disabled_and_firm_get_the_same_answer(with_password, member_with_password):
    def shape(email):
        answer = by_password(Client(), email, "not the password")
        return answer.status_code, seen(answer, email), sorted(answer.cookies)

    wrong = shape(with_password.email)
    assert wrong[0] == 200
    assert shape("nobody@agency.example") == wrong
    assert shape(member_with_password.email) == wrong


@pytest.mark.asvs("6.3.8")
def test_resetting_answers_everybody_alike_and_writes_to_staff_only(with_password, member):
    known = Client().post(RESET, {"email": with_password.email}, follow=True)
    assert len(mail.outbox) == 1
    unknown = Client().post(RESET, {"email": "nobody@agency.example"}, follow=True)
    firm = Client().post(RESET, {"email": member.email}, follow=True)
    assert len(mail.outbox) == 1
    assert known.redirect_chain == unknown.redirect_chain == firm.redirect_chain
    assert seen(known) == seen(unknown) == seen(firm)


@pytest.mark.asvs("6.4.1")
def test_an_invited_colleague_chooses_a_password_by_mail(client, administrator):
    user = invite_user(
        email="new@agency.example", name="New Demo", role="expert", office=None, by=administrator
    )
    assert not user.has_usable_password()
    page = choose(client, reset_link(user.email), PASSWORD)
    assert page.status_code == 200
    assert not is_in(client)
    by_password(client, user.email, PASSWORD)
    assert is_in(client)


def test_the_mail_of_a_reset_is_ours_in_the_readers_language(with_password, settings):
    settings.SITE_URL = "https://portolan.example"
    with_password.language = "ru"
    with_password.save()
    Client().post(RESET, {"email": with_password.email}, headers={"host": "localhost"})
    message = mail.outbox[0]
    assert "https://portolan.example/accounts/password/reset/key/" in message.body
    assert '<html lang="ru">' in message.alternatives[0].content
    assert "localhost" not in message.body + message.subject


@pytest.mark.asvs("6.5.1")
def test_a_reset_link_works_once(client, with_password):
    link = reset_link(with_password.email)
    choose(client, link, "Another 12 herrings")
    choose(Client(), link, "Third 12 mackerels")
    with_password.refresh_from_db()
    assert with_password.check_password("Another 12 herrings")


@pytest.mark.asvs("6.4.3", "6.3.4")
def test_a_reset_keeps_the_second_factor(client, with_totp):
    choose(client, reset_link(with_totp.email), PASSWORD)
    answer = by_password(client, with_totp.email, PASSWORD)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    client.post(answer["Location"], {"code": totp(SEED)})
    assert is_in(client)


@pytest.mark.asvs("7.4.3")
def test_a_reset_ends_every_session(with_password, staff_client):
    assert is_in(staff_client)
    choose(Client(), reset_link(with_password.email), "Another 12 herrings")
    assert not is_in(staff_client)


@pytest.mark.asvs("6.3.7")
def test_a_changed_password_is_reported_by_mail(client, with_password):
    choose(client, reset_link(with_password.email), "Another 12 herrings")
    assert len(mail.outbox) == 2
    assert mail.outbox[1].to == [with_password.email]


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("elevenchars", id="eleven characters"),
        pytest.param("qwerty123456", id="a common one"),
        pytest.param("1q2w3e4r5t6y", id="keys in a row"),
        pytest.param("staff@agency.example", id="the address"),
        pytest.param("Ada Demo 2030", id="the name"),
        pytest.param("Portolan2030", id="the product"),
        pytest.param("exportagency", id="words of the place"),
    ],
)
@pytest.mark.asvs("6.2.1", "6.2.4", "6.2.11", "6.1.2")
def test_weak_passwords_are_refused(staff, password):
    with pytest.raises(ValidationError):
        validate_password(password, staff)


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("twelve chars", id="twelve with a space"),
        pytest.param("оченьдлинный", id="letters only, Cyrillic"),
        pytest.param(LONG, id="128 characters"),
        pytest.param(PASSWORD, id="words"),
    ],
)
@pytest.mark.asvs("6.2.5", "6.2.9")
def test_good_passwords_need_no_mixture_of_signs(staff, password):
    assert validate_password(password, staff) is None


@pytest.mark.asvs("6.2.8", "6.2.9")
def test_a_long_password_is_checked_to_its_last_letter(client, staff):
    staff.set_password(LONG)
    staff.save()
    by_password(client, staff.email, LONG[:-1] + "!")
    assert not is_in(client)
    by_password(client, staff.email, LONG)
    assert is_in(client)


def test_a_firm_cannot_set_a_password_from_within(member_client, member):
    page = member_client.post(
        "/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD}
    )
    member.refresh_from_db()
    assert page.status_code == 200
    assert not member.has_usable_password()


@pytest.mark.asvs("6.2.2", "6.2.3", "7.4.3")
def test_changing_a_password_asks_for_the_old_one_and_signs_out(staff_client, with_password):
    staff_client.force_login(with_password)
    new = {"password1": "Another 12 herrings", "password2": "Another 12 herrings"}
    url = reverse("account_change_password")
    staff_client.post(url, {"oldpassword": "wrong wrong wrong", **new})
    with_password.refresh_from_db()
    assert with_password.check_password(PASSWORD)
    staff_client.post(url, {"oldpassword": PASSWORD, **new})
    with_password.refresh_from_db()
    assert with_password.check_password("Another 12 herrings")
    assert not is_in(staff_client)


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_the_field_hides_the_password_and_helps_password_managers(client):
    page = client.get("/accounts/login/").content.decode()
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page
