"""Addresses whose views come from libraries: each is known, and asks who is there."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.access.routes import foreign_routes

SIGN_IN = (
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
CLOSED = (
    "account_signup",
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
)
OWN = (
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_list_webauthn",
    "mfa_remove_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "usersessions_list",
)
#: Every such address, with what guards it.
GUARDED = {
    **dict.fromkeys(SIGN_IN, "signing in is for strangers"),
    **dict.fromkeys(CLOSED, "closed: 404 for everybody"),
    **dict.fromkeys(OWN, "one's own factors and sessions, after signing in"),
    "set_language": "everybody may choose a language",
    "api-schema": "asks for a member of staff",
}


def test_every_address_of_a_library_is_known():
    assert foreign_routes() == GUARDED.keys()


@pytest.mark.parametrize("name", OWN)
@pytest.mark.asvs("8.3.1")
def test_strangers_are_sent_to_sign_in(db, name):
    try:
        address = reverse(name)
    except NoReverseMatch:
        address = reverse(name, args=[1])
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (
        302,
        reverse("account_login"),
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [("client", 403), ("firm_owner_client", 403), ("adviser_client", 200)],
)
@pytest.mark.asvs("8.2.1")
def test_the_schema_is_for_the_agency(db, request, who, status):
    assert request.getfixturevalue(who).get("/api/schema/").status_code == status
