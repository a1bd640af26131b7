"""A process that tries to use up a limit or a code with several threads; prints what was allowed.

Arguments: what (`limit` or `totp`), key, tries of each thread, and words that switch a control
off: `unlocked` (no lock around the count) or `private` (a cache of this process only).
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import django
from django.conf import settings

THREADS = 4


@contextmanager
def no_lock(_key):
    """Stands where the lock stands, and locks nothing."""
    yield True


def switch_off(words):
    from allauth.core.internal import ratelimit

    apply = ratelimit.apply_rate

    def slowly(*args, **kwargs):
        time.sleep(0.02)  # the moment in which a second request may read the old count
        return apply(*args, **kwargs)

    ratelimit.apply_rate = slowly
    if "unlocked" in words:
        ratelimit.cache_lock = no_lock
        ratelimit.CACHE_LOCK_WAIT_TIMEOUT = 1
    else:
        ratelimit.CACHE_LOCK_WAIT_TIMEOUT = 30


def main(what, key, tries, *words):
    django.setup()
    switch_off(words)
    from django.db import close_old_connections, connections

    attempt = {"limit": limit, "totp": code}[what]

    def run(_n):
        close_old_connections()
        try:
            return sum(attempt(key) for _ in range(int(tries)))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        print(sum(pool.map(run, range(THREADS))))


def limit(key):
    from allauth.core.internal import ratelimit
    from django.test import RequestFactory

    request = RequestFactory().post("/")
    config = {"try": "5/5m/key"}
    return bool(ratelimit.consume(request, app="x", action="try", config=config, key=key))


def code(key):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP

    # Always the same valid code of `key`: what is tried is whether it was used before.
    row = Authenticator(user_id=1, data={})
    return bool(TOTP(row)._mark_code_used(key))


if __name__ == "__main__":
    if "private" in sys.argv:
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    main(*sys.argv[1:])
