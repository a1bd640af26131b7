"""Rate limits count exactly: in a row, in parallel, across processes; and say so kindly."""

import os
import subprocess
import sys
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client

from config.shared.checks import cache_is_shared
from tests import prepared
from tests.firms.accounts.conftest import PASSWORD
from tests.firms.accounts.journeys import ASK, ask, by_password, is_in

ROOT = Path(__file__).resolve().parents[3]
TRIES = 5


def ask_often(email, times, **extra):
    """Ask for codes from fresh browsers."""
    return [Client().post(ASK, {"email": email}, **extra).status_code for _ in range(times)]


@pytest.mark.asvs("2.4.1", "6.3.1")
def test_a_sixth_code_in_five_minutes_is_not_sent(staff, time_machine):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    assert ask_often(staff.email, 6) == [302] * 5 + [200]
    assert len(mail.outbox) == 5
    time_machine.shift(timedelta(seconds=301))
    assert ask_often(staff.email, 1) == [302]


@pytest.mark.asvs("2.4.1", "6.3.8")
def test_the_limit_is_the_same_for_an_unknown_address(db):
    assert ask_often("nobody@agency.example", 6) == [302] * 5 + [200]


def test_limits_of_one_address_do_not_touch_another(staff, member):
    ask_often(staff.email, 6)
    ask(Client(), member.email)
    assert mail.outbox[-1].to == [member.email]


@pytest.mark.asvs("2.4.1", "6.3.1")
def test_the_sixth_wrong_password_locks_even_for_the_right_one(with_password, time_machine):
    time_machine.move_to("2030-01-02 09:00+00:00", tick=False)
    wrong = [by_password(Client(), with_password.email, "no").status_code for _ in range(5)]
    late = Client()
    by_password(late, with_password.email, PASSWORD)
    assert wrong == [200] * 5
    assert not is_in(late)
    time_machine.shift(timedelta(seconds=301))
    by_password(late, with_password.email, PASSWORD)
    assert is_in(late)


@pytest.mark.asvs("6.3.1")
def test_a_lock_is_not_escaped_by_another_host_name_or_spelling(with_password):
    hosts = ["testserver", "localhost", "127.0.0.1"] * 2
    emails = [with_password.email, with_password.email.upper()] * 3
    tries = [
        by_password(Client(), email, "no", headers={"host": host})
        for host, email in zip(hosts, emails, strict=True)
    ]
    assert [answer.status_code for answer in tries] == [200] * 6
    late = Client()
    by_password(late, with_password.email, PASSWORD)
    assert not is_in(late)


def addresses(times):
    return [f"person{n}@elsewhere.example" for n in range(times)]


@pytest.mark.asvs("2.4.1", "15.3.4", "4.1.3")
def test_an_address_of_the_net_is_limited_whatever_it_claims(db):
    codes = [
        Client().post(ASK, {"email": email}, headers={"x-forwarded-for": f"198.51.100.{n}"})
        for n, email in enumerate(addresses(21))
    ]
    assert [answer.status_code for answer in codes] == [302] * 20 + [200]


@pytest.mark.asvs("2.4.1")
def test_a_network_of_ipv6_counts_as_one(db):
    codes = [
        Client(REMOTE_ADDR=f"2001:db8:0:1::{n + 1:x}").post(ASK, {"email": email})
        for n, email in enumerate(addresses(21))
    ]
    assert [answer.status_code for answer in codes] == [302] * 20 + [200]


@pytest.mark.parametrize(("language", "words"), [("en", "Wait five minutes"), ("ru", 'lang="ru"')])
@pytest.mark.asvs("2.4.1")
def test_too_many_is_a_page_of_ours_with_a_time_to_wait(db, language, words):
    client = Client(headers={"accept-language": language})
    send = [client.post("/accounts/login/", {}).status_code for _ in range(30)]
    page = client.post("/accounts/login/", {})
    assert send == [200] * 30
    assert page.status_code == 429
    assert page["Retry-After"] == "300"
    assert words in page.content.decode()
    assert "pt-error" in page.content.decode()


# In parallel, across processes --------------------------------------------------------------


@pytest.fixture
def shared_cache(tmp_path, transactional_db):
    """The environment of processes that share one cache: Redis, PostgreSQL or a SQLite file."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "LOG_LEVEL": "CRITICAL",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database(tmp_path),
    }


def database(folder):
    if connection.vendor == "sqlite":
        prepared.copy_to(folder / "shared.sqlite3")
        return f"sqlite:///{folder / 'shared.sqlite3'}"
    call_command("createcachetable", verbosity=0)
    head, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    return f"{head}/{connection.settings_dict['NAME']}"


def allowed(environment, what, tries, *words):
    """How many attempts two processes of four threads were allowed, all at once."""
    command = [sys.executable, "-m", "tests.firms.accounts.limit_worker", what]
    command += [uuid.uuid4().hex, str(tries), *words]
    running = [
        subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    return sum(int(process.communicate(timeout=120)[0]) for process in running)


@pytest.mark.services
@pytest.mark.asvs("2.4.1", "15.4.1", "15.4.2")
def test_two_processes_of_four_threads_are_allowed_exactly_five(shared_cache):
    assert allowed(shared_cache, "limit", 3) == 5


@pytest.mark.services
def test_without_the_lock_the_same_race_allows_more(shared_cache):
    assert allowed(shared_cache, "limit", 3, "unlocked") > 5


@pytest.mark.services
@pytest.mark.asvs("6.5.1", "15.4.1")
def test_a_code_of_the_app_is_used_once_across_processes(shared_cache):
    assert allowed(shared_cache, "totp", 1) == 1


@pytest.mark.services
def test_with_a_cache_of_each_process_it_would_be_used_twice(shared_cache):
    assert allowed(shared_cache, "totp", 1, "private") == 2


@pytest.mark.named_services
@pytest.mark.asvs("13.1.2")
def test_a_flood_of_keys_does_not_wipe_a_limit_away():
    options = conf.CACHES["default"].get("OPTIONS", {"MAX_ENTRIES": 10_000_000})
    assert options["MAX_ENTRIES"] >= 1_000_000


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "dummy.DummyCache"])
def test_a_private_cache_is_refused_at_start(settings, backend):
    settings.CACHES = {"default": {"BACKEND": f"django.core.cache.backends.{backend}"}}
    assert [error.id for error in cache_is_shared()] == ["portolan.E001"]


@pytest.mark.named_services
def test_the_cache_of_these_tests_is_shared():
    assert cache_is_shared() == []
