"""Links that sign in once."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction

from config.shared import clock
from firms.accounts.errors import LinkSpent
from firms.accounts.models import SignInLink, User

LINK_LIVES = timedelta(minutes=15)


def make_sign_in_link(*, user: User) -> str:
    """A new token for `user`; the database keeps its hash only."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    SignInLink.objects.create(
        user=user, token_hash=_hashed(token), created_at=now, expires_at=now + LINK_LIVES
    )
    return token


@transaction.atomic
def use_sign_in_link(*, token: str) -> User:
    """The person of an unused, fresh link, which is used up by this. Raises LinkSpent."""
    link = (
        SignInLink.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(token_hash=_hashed(token), used_at__isnull=True, expires_at__gt=clock.now())
        .first()
    )
    if link is None or not link.user.is_active:
        raise LinkSpent()
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    return link.user


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
