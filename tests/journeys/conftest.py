"""A running product of its own, and for forms that are sent twice a client that does so."""

import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
import time_machine

from tests import prepared
from tests.journeys.product import Product

LAST_REDIS = 15


@contextmanager
def _scratch_database(url: str) -> Iterator[str]:
    """A new database on the server of `url`, dropped afterwards."""
    name = f"portolan_journey_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _claimed(url: str, number: int) -> redis.Redis | None:
    """A Redis database that was empty and is ours now, or None."""
    client = redis.Redis.from_url(urlsplit(url)._replace(path=f"/{number}").geturl())
    if client.set("portolan-journey", "claimed", nx=True) and client.dbsize() == 1:
        return client
    return None


@contextmanager
def _scratch_redis(url: str) -> Iterator[str]:
    """An empty numbered database of the Redis server, emptied again afterwards."""
    for number in range(LAST_REDIS, 0, -1):
        if client := _claimed(url, number):
            break
    else:
        raise RuntimeError("No empty Redis database is left.")
    try:
        yield urlsplit(url)._replace(path=f"/{number}").geturl()
    finally:
        client.flushdb()
        client.close()


@pytest.fixture
def own_services() -> Iterator[dict[str, str]]:
    """DATABASE_URL and REDIS_URL of this test alone; empty on SQLite and the file broker."""
    scratch = {"DATABASE_URL": _scratch_database, "REDIS_URL": _scratch_redis}
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(make(os.environ[name]))
            for name, make in scratch.items()
            if os.environ.get(name)
        }


@pytest.fixture
def product(tmp_path: Path, own_services: dict[str, str]) -> Iterator[Product]:
    """Portolan with an empty agency, running."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = Product(tmp_path, port, own_services)
    if not own_services:  # made from nothing where `serve` itself is tested
        prepared.copy_to(tmp_path / "data" / "portolan.sqlite3")
    try:
        running.start()
        yield running
    finally:
        running.end()


@pytest.fixture
def on_monday():
    """The clock stands on a Monday morning."""
    with time_machine.travel("2026-03-02T09:00:00+00:00", tick=False):
        yield


@pytest.fixture
def twice():
    """Send the same form twice; the last page that came, never an error of ours."""

    def send(client, address, data=None):
        first = client.post(address, data or {}, follow=True)
        second = client.post(address, data or {}, follow=True)
        assert max(first.status_code, second.status_code) < 500
        return second

    return send
