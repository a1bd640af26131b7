"""Ways in: password, code, link, passkey; and the second factor by an app."""

import pytest

from tests.browser.agency import PEOPLE, one_time_code

PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def stranger(window):
    return window()


@pytest.fixture
def passkey_holder(stranger):
    """A stranger whose machine keeps passkeys."""
    session = stranger.context.new_cdp_session(stranger.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
    return stranger


def test_staff_sign_in_by_password(agency, stranger):
    agency.sign_in(stranger, "adviser4")
    assert stranger.path == "/my-day/"


def test_a_wrong_password_is_told_and_takes_the_focus(agency, stranger):
    stranger.go("/accounts/login/")
    stranger.find("summary").click()
    stranger.find("#id_login").fill(f"adviser5@{PEOPLE}")
    stranger.find("#id_password").fill("not the password")
    stranger.press("details button[type=submit]")
    assert stranger.where() == "form-errors-title"
    assert stranger.find("#id_password").is_visible()


def test_a_firm_signs_in_by_the_code_in_its_mail(agency, stranger):
    agency.sign_in_by_code(stranger, "firm")
    assert stranger.path == "/portal/"


def test_the_link_in_the_mail_asks_for_a_button_first(agency, stranger):
    stranger.go("/accounts/login/code/")
    stranger.find("#id_email").fill(f"adviser6@{PEOPLE}")
    stranger.main_button()
    stranger.go(agency.link_sent_to("adviser6"))
    assert stranger.violations() == []
    stranger.main_button()
    assert stranger.path == "/my-day/"


def test_a_passkey_is_kept_and_opens_the_door(agency, passkey_holder):
    agency.sign_in(passkey_holder, "adviser2")
    agency.prove(passkey_holder, "/accounts/2fa/webauthn/add/")
    passkey_holder.find("#id_name").fill("This machine")
    passkey_holder.find("#id_passwordless").check()
    assert passkey_holder.violations() == []
    passkey_holder.find("#mfa_webauthn_add").click()
    passkey_holder.page.wait_for_url("**/accounts/2fa/**recovery-codes/**")
    passkey_holder.context.clear_cookies()
    passkey_holder.go("/accounts/login/")
    passkey_holder.find("#passkey_login").click()
    passkey_holder.page.wait_for_url("**/my-day/")
    assert passkey_holder.status == 200


def test_an_app_becomes_the_second_factor(agency, stranger):
    agency.sign_in(stranger, "adviser3")
    agency.prove(stranger, "/accounts/2fa/totp/activate/")
    assert stranger.violations() == []
    secret = stranger.find("#authenticator_secret").input_value()
    stranger.find("#id_code").fill(one_time_code(secret))
    stranger.press("main form button[type=submit]")
    stranger.context.clear_cookies()
    agency.sign_in(stranger, "adviser3")
    assert stranger.path == "/accounts/2fa/authenticate/"
    assert stranger.violations() == []
