"""The only reader of time: views, tasks and commands ask here and pass the answer down."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_pretended: ContextVar[datetime | None] = ContextVar("pretended_now", default=None)


def now() -> datetime:
    """This moment, with time zone."""
    return _pretended.get() or timezone.now()


def today() -> date:
    """Today's date in the current time zone (the agency's, unless a zone is activated)."""
    return timezone.localtime(now()).date()


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`: demonstration history is written as it would have been."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
