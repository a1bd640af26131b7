"""What a supervisor and a load balancer are told."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import override_settings

from config import health
from config.shared import checks, clock, jobs


def refuse(*_, **__):
    raise ConnectionError("nobody there")


def test_liveness_asks_no_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


@pytest.mark.django_db
def test_ready_when_all_answer(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert (answer.json()["database"], answer.json()["cache"], answer.json()["broker"]) == (
        True,
        True,
        True,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["database", "cache", "broker"])
def test_not_ready_when_one_does_not_answer(client, monkeypatch, part):
    monkeypatch.setattr(health, f"_ask_{part}", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()[part] is False
    assert b"nobody there" not in answer.content


@pytest.mark.django_db
def test_the_age_of_the_last_sweep_is_told(client):
    cache.set(jobs.LAST_SWEEP, (clock.now() - timedelta(seconds=90)).isoformat())
    assert 90 <= client.get("/readyz").json()["beat_age_seconds"] <= 100


@pytest.mark.django_db
def test_a_beat_that_never_ran_is_no_age(client):
    cache.delete(jobs.LAST_SWEEP)
    assert client.get("/readyz").json()["beat_age_seconds"] is None


@pytest.mark.django_db
def test_a_database_that_is_gone_is_seen(client, monkeypatch):
    monkeypatch.setattr(connection, "cursor", refuse)
    assert health._works(health._ask_database) is False


@pytest.mark.parametrize(
    "backend",
    [
        "django.core.cache.backends.locmem.LocMemCache",
        "django.core.cache.backends.dummy.DummyCache",
    ],
)
def test_a_cache_of_one_process_is_refused(backend):
    with override_settings(CACHES={"default": {"BACKEND": backend}}):
        assert [error.id for error in checks.cache_is_shared()] == ["portolan.E001"]


def test_our_own_cache_is_shared():
    assert checks.cache_is_shared() == []
