"""Recovery codes: random, 112 bits, hashed, shown once, used once."""

import hashlib
import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from firms.accounts.recovery import BYTES, FRESH, HashedRecoveryCodes
from tests.firms.accounts.journeys import AUTHENTICATE, activate, is_in, sign_in

PAGE = "/accounts/2fa/recovery-codes/"


def shown_on(page):
    return re.findall(r"<code>([a-z2-7-]+)</code>", page.content.decode())


def row(staff):
    return Authenticator.objects.get(user=staff, type="recovery_codes")


@pytest.fixture
def codes(staff_client):
    """The codes a person sees after adding an authenticator app."""
    activate(staff_client)
    return shown_on(staff_client.get(PAGE))


@pytest.mark.asvs("6.5.2", "6.5.3", "11.5.1")
def test_ten_different_codes_of_112_bits_are_kept_as_hashes_only(codes, staff):
    plain = [code.replace("-", "") for code in codes]
    assert len(set(plain)) == 10
    assert BYTES * 8 >= 112
    assert {len(code) for code in plain} == {23}
    kept = row(staff).data
    assert set(kept["hashes"]) == {hashlib.sha256(code.encode()).hexdigest() for code in plain}
    assert kept.keys() == {"hashes", "viewed_at"}


@pytest.mark.asvs("6.5.2")
def test_the_codes_are_shown_once(codes, staff_client):
    again = staff_client.get(PAGE)
    assert shown_on(again) == []
    assert "10" in again.content.decode()
    assert staff_client.get(PAGE + "download/").status_code == 403
    assert FRESH not in staff_client.session


def test_before_they_are_shown_they_wait_encrypted(staff_client):
    activate(staff_client)
    waiting = staff_client.session[FRESH]
    codes = shown_on(staff_client.get(PAGE))
    assert codes
    assert not [code for code in codes if code in waiting]


def test_another_session_does_not_see_them(staff_client, staff):
    activate(staff_client)
    other = Client()
    other.force_login(staff)
    assert shown_on(other.get(PAGE)) == []


@pytest.mark.asvs("6.5.1")
def test_a_code_signs_in_once(codes, staff):
    first, second = Client(), Client()
    sign_in(first, staff.email)
    sign_in(second, staff.email)
    first.post(AUTHENTICATE, {"code": codes[3]})
    second.post(AUTHENTICATE, {"code": codes[3]})
    assert [is_in(first), is_in(second)] == [True, False]
    assert len(row(staff).data["hashes"]) == 9
    second.post(AUTHENTICATE, {"code": codes[4].upper().replace("-", " ")})
    assert is_in(second)


@pytest.mark.parametrize("wrong", ["a" * 23, "\ud800", "*", "0" * 8, "х" * 23])
def test_wrong_codes_are_refused_and_use_nothing_up(codes, staff, wrong):
    assert HashedRecoveryCodes(row(staff)).validate_code(wrong) is False
    assert len(row(staff).data["hashes"]) == 10


def test_new_codes_kill_the_old_ones(codes, staff_client, staff):
    staff_client.post(PAGE + "generate/")
    fresh = shown_on(staff_client.get(PAGE))
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    assert HashedRecoveryCodes(row(staff)).validate_code(codes[1]) is False
    assert HashedRecoveryCodes(row(staff)).validate_code(fresh[1]) is True


def test_allauth_uses_our_class(codes, staff):
    assert isinstance(row(staff).wrap(), HashedRecoveryCodes)
    assert "seed" not in row(staff).data


def test_the_overview_counts_them(codes, staff_client):
    page = staff_client.get("/accounts/2fa/").content.decode()
    assert "10 out of 10" in page
