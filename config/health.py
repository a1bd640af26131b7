"""Two questions a supervisor asks: is the process alive, and can it do its work now."""

import uuid
from collections.abc import Callable
from typing import Any

from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from config.shared import clock, jobs


def live(request: HttpRequest) -> HttpResponse:
    """The process answers; neither database nor cache is asked."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def ready(request: HttpRequest) -> JsonResponse:
    """Database, cache and broker answer (else 503); the age of the last sweep is told as a fact."""
    working = {
        "database": _works(_ask_database),
        "cache": _works(_ask_cache),
        "broker": _works(_ask_broker),
    }
    facts: dict[str, Any] = {
        **working,
        "beat_age_seconds": _beat_age() if working["cache"] else None,
    }
    return JsonResponse(facts, status=200 if all(working.values()) else 503)


def _works(question: Callable[[], None]) -> bool:
    try:
        question()
    except Exception:  # whatever is wrong, the answer is "not ready", without details for strangers
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    key = f"health:{uuid.uuid4()}"
    cache.set(key, "here", 5)
    if cache.get(key) != "here":
        raise LookupError(key)
    cache.delete(key)


def _ask_broker() -> None:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=0, timeout=2)
        broker.default_channel.queue_declare("rules", passive=False)


def _beat_age() -> int | None:
    last = jobs.last_sweep()
    return None if last is None else int((clock.now() - last).total_seconds())
