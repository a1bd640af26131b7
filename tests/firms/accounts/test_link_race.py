"""One link pressed in several browsers at the same moment lets one of them in."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.db.models import QuerySet

from config.shared import clock
from config.shared.errors import DomainError
from firms.accounts import actions

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not connection.features.has_select_for_update,
        reason="the tests' SQLite lives in memory and takes no second writer",
    ),
]


@pytest.fixture
def slow_clock(monkeypatch):
    """A pause between reading the link and marking it: the moment in which a second one reads."""
    now = clock.now

    def later():
        time.sleep(0.1)
        return now()

    monkeypatch.setattr(actions.clock, "now", later)


def press(token):
    try:
        actions.use_sign_in_link(token=token)
    except DomainError:
        return 0
    finally:
        connections.close_all()
    return 1


def pressed_at_once(user):
    token = actions.make_sign_in_link(user=user)
    with ThreadPoolExecutor(4) as pool:
        return sum(pool.map(press, [token] * 4))


@pytest.mark.asvs("2.3.3", "6.5.1", "15.4.2")
def test_one_of_four_gets_in(slow_clock, staff):
    assert pressed_at_once(staff) == 1


def test_without_the_lock_more_would(slow_clock, staff, monkeypatch):
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows)
    assert pressed_at_once(staff) > 1
