"""How a person wants to be told, what was read, and the secret address of the calendar."""

import secrets
from typing import Any

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from programs.followups.actions.linking import hashed
from programs.followups.models import CalendarFeed, MessagePreference, Reminder


@transaction.atomic
def set_preferences(*, user: User, **fields: Any) -> MessagePreference:
    """Keep a person's wishes; only the person itself asks for this."""
    wishes, _is_new = MessagePreference.objects.update_or_create(user=user, defaults=fields)
    return wishes


@transaction.atomic
def issue_feed(*, user: User) -> str:
    """A new secret address of the calendar; the earlier one stops working. Its token."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        user=user,
        defaults={"token_hash": hashed(token), "created_at": clock.now()},
    )
    return token


@transaction.atomic
def withdraw_feed(*, user: User) -> None:
    """The calendar's address stops working."""
    CalendarFeed.objects.filter(user=user).delete()


def feed_of(*, token: str) -> CalendarFeed | None:
    """The feed of a token, if its person may still sign in."""
    feed = CalendarFeed.objects.select_related("user__office").filter(token_hash=hashed(token))
    found = feed.first()
    return found if found is not None and found.user.is_active else None


@transaction.atomic
def mark_read(*, user: User, reminders: list[int]) -> int:
    """What was told on the pages was seen."""
    mine = Reminder.objects.of_pages(user).filter(pk__in=reminders)
    return mine.update(read_at=clock.now())
