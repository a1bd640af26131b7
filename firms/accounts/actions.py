"""Links that sign in once, and the ends of sessions."""

import secrets
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from config.shared import clock
from config.shared.tokens import hashed
from firms.accounts.errors import LinkSpent
from firms.accounts.models import SignInLink, User

LINK_LIVES = timedelta(minutes=10)


@transaction.atomic
def make_sign_in_link(*, user: User) -> str:
    """A new token for `user`; earlier links die, and the database keeps its hash only."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    withdraw_sign_in_links(user=user)
    SignInLink.objects.create(
        user=user, token_hash=hashed(token), created_at=now, expires_at=now + LINK_LIVES
    )
    return token


def withdraw_sign_in_links(*, user: User) -> None:
    """Links that were sent and not used stop working."""
    SignInLink.objects.filter(user=user, used_at__isnull=True).delete()


def person_of_link(*, token: str) -> User:
    """Whom an unused, fresh link would sign in; nothing is used up. Raises LinkSpent."""
    return _usable(token).user


@transaction.atomic
def use_sign_in_link(*, token: str) -> User:
    """The person of an unused, fresh link, which is used up by this. Raises LinkSpent."""
    link = _usable(token, lock=True)
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    return link.user


@transaction.atomic
def end_sessions(*, user: User, except_key: str | None = None) -> None:
    """Sign `user` out of every browser, but for the session named by `except_key`."""
    known = UserSession.objects.filter(user=user).exclude(session_key=except_key or "")
    keys = list(known.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    known.delete()


def _usable(token: str, *, lock: bool = False) -> SignInLink:
    links = SignInLink.objects.select_related("user")
    if lock:
        links = links.select_for_update(of=("self",))
    link = links.filter(
        token_hash=hashed(token), used_at__isnull=True, expires_at__gt=clock.now()
    ).first()
    if link is None or not link.user.is_active:
        raise LinkSpent()
    return link
