"""A cache of its own for every test, so that rate limits of one never count for another."""

import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as conf
from django.test import Client

from firms.accounts import ciphers
from firms.accounts.models import User
from tests.factories.firms import UserFactory

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "Kestrel over 9 harbours"


def without_password(user: User) -> User:
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture(autouse=True)
def own_cache(settings):
    own = {**conf.CACHES["default"], "KEY_PREFIX": uuid.uuid4().hex}
    settings.CACHES = {"default": own}


@pytest.fixture
def staff(office) -> User:
    """A manager who signs in by code; no password, no second factor."""
    user = UserFactory(role="manager", office=None, email="staff@agency.example", name="Ada Demo")
    return without_password(user)


@pytest.fixture
def member(firm_owner) -> User:
    """A firm's owner."""
    return without_password(firm_owner)


@pytest.fixture
def with_password(staff) -> User:
    staff.set_password(PASSWORD)
    staff.save()
    return staff


@pytest.fixture
def with_totp(staff) -> User:
    Authenticator.objects.create(user=staff, type="totp", data={"secret": ciphers.encrypt(SEED)})
    return staff


@pytest.fixture
def staff_client(staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


@pytest.fixture
def member_client(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


@pytest.fixture
def required(settings):
    """The agency asks staff for a second factor."""
    settings.STAFF_SECOND_FACTOR = True
