"""Inviting colleagues and withdrawing their sign-in."""

import pytest
from django.contrib.auth.hashers import is_password_usable

from firms.accounts.models import User
from firms.audit.models import AuditEvent
from firms.staff import actions
from firms.staff.errors import AddressTaken, AdviserNeedsOffice, NotYourself


@pytest.fixture
def invite(administrator):
    def do(**changes):
        words = {"email": "New@Agency.Example", "name": "New Demo", "role": "expert"}
        return actions.invite_user(**words | {"office": None, "by": administrator} | changes)

    return do


@pytest.mark.asvs("6.3.2", "6.4.1")
def test_an_invited_person_has_no_password_and_a_small_address(invite):
    user = invite()
    assert user.email == "new@agency.example"
    assert not is_password_usable(user.password)
    assert AuditEvent.objects.filter(kind="user.invited", target_id=user.pk).count() == 1


@pytest.mark.parametrize("email", ["new@agency.example", "NEW@AGENCY.EXAMPLE"])
def test_an_address_signs_in_one_person(invite, email):
    invite()
    with pytest.raises(AddressTaken, match="already"):
        invite(email=email)
    assert User.objects.filter(email__iexact=email).count() == 1


def test_two_invitations_at_once_are_one_person(invite, monkeypatch):
    """The second got past the look-up before the first was saved: the constraint decides."""
    invite()
    monkeypatch.setattr("django.db.models.query.QuerySet.exists", lambda rows: False)
    with pytest.raises(AddressTaken):
        invite()


def test_an_adviser_needs_an_office(invite, office):
    with pytest.raises(AdviserNeedsOffice):
        invite(role="adviser")
    assert invite(role="adviser", office=office).office == office


@pytest.mark.asvs("7.4.2")
def test_a_withdrawn_person_is_inactive_and_has_no_password(administrator, adviser):
    adviser.set_password("Kestrel over 9 harbours")
    adviser.save()
    actions.disable_user(user=adviser, by=administrator)
    adviser.refresh_from_db()
    assert not adviser.is_active
    assert not adviser.has_usable_password()


def test_withdrawing_twice_is_recorded_once(administrator, adviser):
    actions.disable_user(user=adviser, by=administrator)
    actions.disable_user(user=adviser, by=administrator)
    assert AuditEvent.objects.filter(kind="user.disabled").count() == 1


def test_nobody_withdraws_their_own_sign_in(administrator):
    with pytest.raises(NotYourself):
        actions.disable_user(user=administrator, by=administrator)
    administrator.refresh_from_db()
    assert administrator.is_active
