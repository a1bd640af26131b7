"""The only reader of time: views, tasks and commands ask here and pass the answer down."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with time zone."""
    return timezone.now()


def today() -> date:
    """Today's date in the current time zone (the agency's, unless a zone is activated)."""
    return timezone.localdate()
