"""Writes about people: invitations, withdrawn sign-ins, links that sign in once."""

import hashlib
import secrets
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from config.shared import clock
from firms.accounts import events
from firms.accounts.errors import AddressTaken, AdviserNeedsOffice, LinkSpent, NotYourself
from firms.accounts.models import Office, SignInLink, User
from firms.accounts.roles import Role
from firms.audit import actions as audit

LINK_LIVES = timedelta(minutes=15)


@transaction.atomic
def invite_user(
    *,
    email: str,
    name: str,
    role: str,
    office: Office | None,
    by: User | None,
    language: str = "en",
) -> User:
    """Give a member of staff a sign-in. Raises AddressTaken, AdviserNeedsOffice."""
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(email=email)
    if role == Role.ADVISER and office is None:
        raise AdviserNeedsOffice()
    user = User.objects.create_user(
        email=email, name=name, role=role, office=office, language=language
    )
    audit.record(events.USER_INVITED, by=by, target=user, person=user.name)
    return user


@transaction.atomic
def disable_user(*, user: User, by: User) -> User:
    """Withdraw a sign-in: every session of the person ends in the same transaction."""
    if user.pk == by.pk:
        raise NotYourself()
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_active:
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password", "updated_at"])
        keys = UserSession.objects.filter(user=user).values("session_key")
        Session.objects.filter(session_key__in=keys).delete()
        SignInLink.objects.filter(user=user, used_at__isnull=True).delete()
        audit.record(events.USER_DISABLED, by=by, target=user, person=user.name)
    return user


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
