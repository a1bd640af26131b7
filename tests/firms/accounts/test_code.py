"""Sign-in by a mailed code: one browser, one use, ten minutes, three tries, no telling."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse

from firms.accounts.models import SignInLink
from tests.firms.accounts.journeys import (
    CONFIRM,
    ask,
    asked_code,
    code_in,
    enter,
    is_in,
    link_in,
    seen,
    sign_in,
    wrong_codes,
)


def html(message):
    return message.alternatives[0].content


@pytest.mark.asvs("6.5.3", "6.5.4", "6.6.2")
def test_a_code_signs_in(client, staff):
    answer = sign_in(client, staff.email)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)


def test_the_mail_has_text_html_code_and_a_link_on_our_site(client, staff, settings):
    settings.SITE_URL = "https://portolan.example"
    ask(client, staff.email, headers={"host": "localhost"})
    message = mail.outbox[0]
    assert message.to == [staff.email]
    assert message.alternatives[0].mimetype == "text/html"
    assert code_in(message) in message.subject
    assert code_in(message) in html(message)
    assert "https://portolan.example" + link_in(message) in message.body
    assert f'href="https://portolan.example{link_in(message)}"' in html(message)
    assert "localhost" not in message.body + html(message) + message.subject


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_mail_speaks_the_language_of_its_reader(client, staff, language):
    staff.language = language
    staff.save()
    ask(client, staff.email, headers={"accept-language": "de"})
    assert f'<html lang="{language}">' in html(mail.outbox[0])


def test_a_name_is_escaped_in_html_and_plain_in_text(client, staff):
    staff.name = "A <b>& B"
    staff.save()
    ask(client, staff.email)
    assert "A <b>& B" in mail.outbox[0].body
    assert "A &lt;b&gt;&amp; B" in html(mail.outbox[0])


@pytest.mark.asvs("6.6.3", "7.2.1")
def test_a_code_is_bound_to_the_browser_that_asked(client, staff):
    code = asked_code(client, staff.email)
    other = Client()
    ask(other, "nobody@agency.example")
    enter(other, code)
    assert not is_in(other)
    enter(client, code)
    assert is_in(client)


@pytest.mark.asvs("6.6.3", "6.3.1")
def test_three_wrong_tries_end_the_code(client, staff):
    code = asked_code(client, staff.email)
    assert wrong_codes(client, 3) == [200, 200, 302]
    enter(client, code)
    assert not is_in(client)


def test_two_wrong_tries_leave_a_third(client, staff):
    code = asked_code(client, staff.email)
    assert wrong_codes(client, 2) == [200, 200]
    enter(client, code)
    assert is_in(client)


@pytest.mark.parametrize(("seconds", "works"), [(540, True), (660, False)])
@pytest.mark.asvs("6.5.5", "6.6.2")
def test_a_code_lives_ten_minutes(client, staff, time_machine, seconds, works):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    code = asked_code(client, staff.email)
    time_machine.shift(timedelta(seconds=seconds))
    enter(client, code)
    assert is_in(client) is works


@pytest.mark.asvs("6.5.1", "6.6.2")
def test_a_code_works_once(client, staff):
    code = asked_code(client, staff.email)
    enter(client, code)
    client.post(reverse("account_logout"))
    assert enter(client, code).status_code == 302
    assert not is_in(client)


def test_cancelling_forgets_the_code(client, staff):
    old = asked_code(client, staff.email)
    client.post(reverse("account_logout"))
    new = asked_code(client, staff.email)
    enter(client, old)
    assert not is_in(client)
    enter(client, new)
    assert is_in(client)


def test_signing_in_by_code_kills_the_link_of_the_same_mail(client, staff):
    sign_in(client, staff.email)
    assert Client().get(link_in(mail.outbox[0])).status_code == 410
    assert not SignInLink.objects.filter(used_at__isnull=True).exists()


@pytest.fixture
def disabled(staff):
    staff.is_active = False
    staff.save()
    return staff


def shape(answer, email):
    """What a stranger can see of an answer, without the address and the token of the form."""
    return answer.status_code, answer.redirect_chain, seen(answer, email), sorted(answer.cookies)


@pytest.mark.asvs("6.3.8")
def test_known_unknown_and_disabled_addresses_get_the_same_answer(staff, disabled, member):
    known = shape(ask(Client(), member.email), member.email)
    assert len(mail.outbox) == 1
    unknown = shape(ask(Client(), "nobody@agency.example"), "nobody@agency.example")
    off = shape(ask(Client(), disabled.email), disabled.email)
    assert len(mail.outbox) == 1
    assert known == unknown == off


@pytest.mark.asvs("6.3.8")
def test_wrong_codes_tell_nothing_about_the_address(client, staff):
    ask(client, staff.email)
    other = Client()
    ask(other, "nobody@agency.example")
    assert wrong_codes(client, 4) == wrong_codes(other, 4)


def test_a_person_disabled_after_the_mail_does_not_get_in(client, staff):
    code = asked_code(client, staff.email)
    staff.is_active = False
    staff.save()
    enter(client, code)
    assert not is_in(client)


@pytest.fixture
def no_mail_server(monkeypatch):
    def refuse(*_):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


@pytest.mark.asvs("6.3.8", "16.5.1")
def test_a_dead_mail_server_tells_nothing_either(no_mail_server, member):
    known = shape(ask(Client(), member.email), member.email)
    unknown = shape(ask(Client(), "nobody@agency.example"), "nobody@agency.example")
    assert known == unknown


@pytest.mark.parametrize("email", ["STAFF@Agency.Example", "  staff@agency.example "])
def test_addresses_are_the_same_in_any_case(client, staff, email):
    assert sign_in(client, email).status_code == 302
    assert is_in(client)


def test_a_code_may_be_typed_without_the_dash_and_small(client, staff):
    enter(client, asked_code(client, staff.email).replace("-", "").lower())
    assert is_in(client)


def test_the_page_of_the_code_asks_for_a_request_first(client):
    assert client.get(CONFIRM)["Location"] == "/accounts/login/code/"


@pytest.mark.parametrize("door", ["signup/", "email/", "confirm-email/", "confirm-email/abc/"])
@pytest.mark.asvs("6.1.3")
def test_doors_we_do_not_open(staff_client, door):
    assert staff_client.get(f"/accounts/{door}").status_code == 404
    assert staff_client.post(f"/accounts/{door}", {"email": "me@x.example"}).status_code == 404
