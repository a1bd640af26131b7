"""System checks of what Django does not check itself."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

PRIVATE_CACHES = frozenset(
    {
        "django.core.cache.backends.locmem.LocMemCache",
        "django.core.cache.backends.dummy.DummyCache",
    }
)


@register
def cache_is_shared(**_: Any) -> list[CheckMessage]:
    """Refuse a cache of one process: rate limits and one-time codes would count per process."""
    backend = settings.CACHES["default"]["BACKEND"]
    if backend not in PRIVATE_CACHES:
        return []
    return [
        Error(
            f"The cache {backend.rpartition('.')[2]} is not shared between processes.",
            hint="Use the database cache, or Redis through REDIS_URL.",
            id="portolan.E001",
        )
    ]
