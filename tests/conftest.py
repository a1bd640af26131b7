"""Fixtures every test may use: people of each role with their clients, and a way to real data."""

from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import settings

from firms.accounts.models import Office, User
from firms.register.models import Firm
from tests.access.headers import shortcomings
from tests.factories.firms import (
    AssignmentFactory,
    FirmFactory,
    MembershipFactory,
    OfficeFactory,
    UserFactory,
)

# A machine under load is slow, not wrong: laws are checked without a stopwatch.
settings.register_profile("house", deadline=None)
# Which branches are taken shows with few examples; what holds for all of them, with many.
settings.register_profile("branches", deadline=None, max_examples=5, derandomize=True)
settings.load_profile("house")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _english() -> None:
    """A page asked for in another language by an earlier test leaves nothing behind."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def _headers_of_every_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """ASVS 3.4: whatever a test asks for, the answer carries our security headers."""
    ask = Client.request

    def checked(self: Client, **request: object) -> object:
        response = ask(self, **request)
        assert shortcomings(response) == [], response.request["PATH_INFO"]
        return response

    monkeypatch.setattr(Client, "request", checked)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data beside the checkout; tests that need it skip where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the real data is not beside this checkout")
    return SHARED / "data"


@pytest.fixture
def office(db: None) -> Office:
    return OfficeFactory()


@pytest.fixture
def other_office(db: None) -> Office:
    return OfficeFactory()


@pytest.fixture
def adviser(office: Office) -> User:
    return UserFactory(role="adviser", office=office)


@pytest.fixture
def other_adviser(office: Office) -> User:
    return UserFactory(role="adviser", office=office)


@pytest.fixture
def manager(db: None) -> User:
    return UserFactory(role="manager", office=None)


@pytest.fixture
def office_manager(office: Office) -> User:
    return UserFactory(role="manager", office=office)


@pytest.fixture
def expert(db: None) -> User:
    return UserFactory(role="expert", office=None)


@pytest.fixture
def administrator(db: None) -> User:
    return UserFactory(role="administrator", office=None)


@pytest.fixture
def firm(office: Office, adviser: User) -> Firm:
    """A firm in the caseload of `adviser`."""
    return AssignmentFactory(adviser=adviser, firm__office=office).firm


@pytest.fixture
def foreign_firm(office: Office, other_adviser: User) -> Firm:
    """A firm of the same office in another adviser's caseload."""
    return AssignmentFactory(adviser=other_adviser, firm__office=office).firm


@pytest.fixture
def unassigned_firm(office: Office) -> Firm:
    return FirmFactory(office=office)


@pytest.fixture
def firm_owner(firm: Firm) -> User:
    return MembershipFactory(firm=firm, user__role="firm_owner").user


@pytest.fixture
def firm_viewer(firm: Firm) -> User:
    return MembershipFactory(firm=firm, user__role="firm_viewer").user


@pytest.fixture
def foreign_owner(foreign_firm: Firm) -> User:
    return MembershipFactory(firm=foreign_firm, user__role="firm_owner").user


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def adviser_client(adviser: User) -> Client:
    return _signed_in(adviser)


@pytest.fixture
def other_adviser_client(other_adviser: User) -> Client:
    return _signed_in(other_adviser)


@pytest.fixture
def manager_client(manager: User) -> Client:
    return _signed_in(manager)


@pytest.fixture
def expert_client(expert: User) -> Client:
    return _signed_in(expert)


@pytest.fixture
def administrator_client(administrator: User) -> Client:
    return _signed_in(administrator)


@pytest.fixture
def firm_owner_client(firm_owner: User) -> Client:
    return _signed_in(firm_owner)


@pytest.fixture
def firm_viewer_client(firm_viewer: User) -> Client:
    return _signed_in(firm_viewer)


@pytest.fixture
def foreign_owner_client(foreign_owner: User) -> Client:
    return _signed_in(foreign_owner)
