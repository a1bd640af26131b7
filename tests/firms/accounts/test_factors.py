"""Second factors: seeds encrypted, codes used once, passkeys that check their user."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from cryptography.fernet import InvalidToken
from django.core import mail
from django.test import Client
from django.test.utils import override_settings

from firms.accounts import ciphers
from tests.firms.accounts.conftest import SEED
from tests.firms.accounts.journeys import (
    AUTHENTICATE,
    activate,
    activate_in_own_transaction,
    by_link,
    is_in,
    sign_in,
    totp,
)
from tests.firms.accounts.soft_key import STATE, SoftKey

ADD_KEY = "/accounts/2fa/webauthn/add/"
KEY_LOGIN = "/accounts/2fa/webauthn/login/"


@pytest.mark.asvs("11.3.2", "13.3.1")
def test_the_stored_seed_is_not_the_seed(staff_client, staff):
    seed = activate(staff_client)
    stored = Authenticator.objects.get(user=staff, type="totp").data
    assert seed not in str(stored)
    assert ciphers.decrypt(stored["secret"]) == seed
    assert SECRET_SESSION_KEY not in staff_client.session


def test_the_same_seed_is_stored_differently_each_time():
    assert ciphers.encrypt(SEED) != ciphers.encrypt(SEED)


@pytest.mark.asvs("11.3.3", "11.2.2")
def test_a_former_key_still_opens_and_a_removed_one_does_not(settings):
    settings.SECRET_KEY = "the-old-key-" + "o" * 50
    old = ciphers.encrypt(SEED)
    settings.SECRET_KEY = "the-new-key-" + "n" * 50
    settings.SECRET_KEY_FALLBACKS = ["the-old-key-" + "o" * 50]
    assert ciphers.decrypt(old) == SEED
    new = ciphers.encrypt(SEED)
    settings.SECRET_KEY_FALLBACKS = []
    assert ciphers.decrypt(new) == SEED
    with pytest.raises(InvalidToken):
        ciphers.decrypt(old)


@pytest.mark.asvs("11.3.2", "11.3.3")
def test_a_changed_cipher_text_is_refused():
    sealed = ciphers.encrypt(SEED)
    with pytest.raises(InvalidToken):
        ciphers.decrypt(sealed[:-4] + "AAA=")


@pytest.mark.asvs("6.3.3")
@pytest.mark.parametrize("way", [sign_in, by_link])
def test_mail_alone_is_not_enough_once_there_is_a_factor(client, with_totp, way):
    answer = way(client, with_totp.email)
    assert answer["Location"] == AUTHENTICATE
    assert not is_in(client)
    client.post(AUTHENTICATE, {"code": totp(SEED)})
    assert is_in(client)


@pytest.mark.asvs("6.5.1")
def test_a_code_of_the_app_works_once(with_totp, time_machine):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    first, second = Client(), Client()
    sign_in(first, with_totp.email)
    sign_in(second, with_totp.email)
    first.post(AUTHENTICATE, {"code": totp(SEED)})
    second.post(AUTHENTICATE, {"code": totp(SEED)})
    assert [is_in(first), is_in(second)] == [True, False]


@pytest.mark.parametrize("steps", [-2, -1, 1, 2])
@pytest.mark.asvs("6.5.5")
def test_codes_of_other_moments_are_refused(client, with_totp, time_machine, steps):
    time_machine.move_to("2030-01-02 09:00:10+00:00", tick=False)
    sign_in(client, with_totp.email)
    now = 1893574810
    client.post(AUTHENTICATE, {"code": totp(SEED, now + steps * 30)})
    assert not is_in(client)
    client.post(AUTHENTICATE, {"code": totp(SEED, now)})
    assert is_in(client)


@pytest.mark.asvs("6.3.1", "6.6.3")
def test_five_wrong_codes_lock_the_factor_for_five_minutes(client, with_totp, time_machine):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    sign_in(client, with_totp.email)
    wrong = [client.post(AUTHENTICATE, {"code": "000000"}).status_code for _ in range(5)]
    client.post(AUTHENTICATE, {"code": totp(SEED)})
    assert wrong == [200] * 5
    assert not is_in(client)
    time_machine.shift(timedelta(seconds=301))
    client.post(AUTHENTICATE, {"code": totp(SEED)})
    assert is_in(client)


@pytest.mark.asvs("6.3.7")
def test_a_new_factor_is_reported_in_the_persons_language(staff_client, staff):
    staff.language = "ru"
    staff.save()
    activate(staff_client)
    assert mail.outbox[-1].to == [staff.email]
    assert "Authenticator App Activated" not in mail.outbox[-1].subject


@pytest.mark.asvs("7.4.3")
@pytest.mark.django_db(transaction=True)
def test_a_new_factor_ends_the_other_sessions(staff):
    thief, owner = Client(), Client()
    sign_in(thief, staff.email)
    sign_in(owner, staff.email)
    activate_in_own_transaction(owner)
    assert [is_in(thief), is_in(owner)] == [False, True]


@pytest.mark.asvs("7.5.1")
def test_removing_a_factor_asks_for_it_first(client, with_totp, time_machine):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    sign_in(client, with_totp.email)
    client.post(AUTHENTICATE, {"code": totp(SEED)})
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert Authenticator.objects.filter(type="totp").exists()
    time_machine.shift(timedelta(seconds=31))
    client.post("/accounts/2fa/reauthenticate/", {"code": totp(SEED)})
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(type="totp").exists()


def test_staff_keep_their_last_factor_where_one_is_asked(required, client, with_totp, time_machine):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    sign_in(client, with_totp.email)
    client.post(AUTHENTICATE, {"code": totp(SEED)})
    time_machine.shift(timedelta(seconds=31))
    client.post("/accounts/2fa/reauthenticate/", {"code": totp(SEED)})
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").exists()


# Passkeys -----------------------------------------------------------------------------------


def add_key(client, key, *, checked=True):
    client.get(ADD_KEY)
    answer = key.register(client, checked=checked)
    return client.post(ADD_KEY, {"name": "Key", "passwordless": "on", "credential": answer})


def key_login(client, key, user, *, checked=True):
    client.get(KEY_LOGIN, headers={"accept": "application/json"})
    return client.post(KEY_LOGIN, {"credential": key.sign_in(client, user, checked=checked)})


@pytest.fixture
def key(staff_client):
    made = SoftKey()
    add_key(staff_client, made)
    return made


@pytest.mark.asvs("6.3.3")
def test_a_passkey_signs_in_alone(client, staff, key):
    assert Authenticator.objects.filter(user=staff, type="webauthn").count() == 1
    assert key_login(client, key, staff)["Location"] == "/"
    assert is_in(client)


@pytest.mark.asvs("6.3.3", "6.5.6")
def test_a_passkey_that_did_not_check_its_user_is_refused_at_sign_in(client, staff, key):
    key_login(client, key, staff, checked=False)
    assert not is_in(client)


@pytest.mark.parametrize("passwordless", ["on", ""])
def test_a_key_that_did_not_check_its_user_cannot_be_added(staff_client, passwordless):
    staff_client.get(ADD_KEY)
    answer = SoftKey().register(staff_client, checked=False)
    body = {"name": "Key", "passwordless": passwordless, "credential": answer}
    staff_client.post(ADD_KEY, body)
    assert not Authenticator.objects.exists()


@pytest.mark.asvs("6.3.3")
def test_the_second_step_after_a_mailed_code_asks_the_key_to_check_its_user(client, staff, key):
    sign_in(client, staff.email)
    client.get(AUTHENTICATE)
    assert client.session[STATE]["user_verification"] == "required"
    client.post(AUTHENTICATE, {"credential": key.sign_in(client, staff, checked=False)})
    assert not is_in(client)
    client.get(AUTHENTICATE)
    client.post(AUTHENTICATE, {"credential": key.sign_in(client, staff)})
    assert is_in(client)


def test_with_verification_merely_preferred_the_weak_key_would_pass(client, staff, key):
    """The control of the test above: it is the setting that refuses."""
    with override_settings(MFA_WEBAUTHN_USER_VERIFICATION="preferred"):
        sign_in(client, staff.email)
        client.get(AUTHENTICATE)
        client.post(AUTHENTICATE, {"credential": key.sign_in(client, staff, checked=False)})
    assert is_in(client)


@pytest.mark.asvs("6.5.1")
def test_an_answer_of_a_passkey_cannot_be_replayed(client, staff, key):
    client.get(KEY_LOGIN, headers={"accept": "application/json"})
    answer = key.sign_in(client, staff)
    client.post(KEY_LOGIN, {"credential": answer})
    client.post("/accounts/logout/")
    client.get(KEY_LOGIN, headers={"accept": "application/json"})
    client.post(KEY_LOGIN, {"credential": answer})
    assert not is_in(client)


@pytest.mark.parametrize("junk", ["", "{}", "null", "[]", '{"id": 5}', "[" * 50_000, "x" * 10_000])
def test_junk_for_a_passkey_signs_nobody_in(client, staff, key, junk):
    client.get(KEY_LOGIN, headers={"accept": "application/json"})
    assert client.post(KEY_LOGIN, {"credential": junk}).status_code < 500
    assert not is_in(client)


def test_a_disabled_person_is_refused_with_a_passkey(client, staff, key):
    staff.is_active = False
    staff.save()
    key_login(client, key, staff)
    assert not is_in(client)
