"""Fixtures every test may use: people of each role with their clients, and a way to real data."""

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings as product_settings
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings

from firms.accounts.models import Office, User
from firms.register.models import Firm
from tests import prepared
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

#: By these a test comes to the database and the broker that the environment names. One that asks
#: for none of them (rules, architecture, settings, a server of its own on SQLite) runs the same
#: whatever is named: pytest-django holds the database shut, and the cache and the queue with it.
NEEDS_SERVICES = {"db", "transactional_db", "own_services"}
MARKED_SO = ("django_db", "named_services")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Nothing of ours stays on the server of databases, unless `--reuse-db` asks for it."""
    is_runner = hasattr(session.config, "workerinput")
    if is_runner or session.config.getoption("reuse_db") or connection.vendor != "postgresql":
        return
    prepared.drop_templates(product_settings.DATABASE_URL)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--on-services",
        action="store_true",
        help="Only tests that depend on DATABASE_URL and REDIS_URL; the others ran without.",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--on-services"):
        return
    kept = [item for item in items if _needs_services(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_finish() -> None:
    """What is loaded now stays: looking through it for garbage took an eighth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _needs_services(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & NEEDS_SERVICES) or any(map(item.get_closest_marker, MARKED_SO))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """The test database begins as a copy of the prepared one, and is then migrated as ever."""
    if connection.vendor == "postgresql":
        name = prepared.template(product_settings.DATABASE_URL)
        connection.settings_dict["TEST"]["TEMPLATE"] = name
        yield
        return
    with (
        closing(sqlite3.connect(prepared.embedded())) as made,
        closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as ours,
    ):
        made.backup(ours)
        yield


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


@pytest.fixture(scope="session")
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
