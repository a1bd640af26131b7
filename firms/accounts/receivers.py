"""What follows from a sign-in or a changed factor: log lines, new session ids, ended sessions."""

from typing import Any

import structlog
from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from firms.accounts.actions import end_sessions, withdraw_sign_in_links
from firms.accounts.adapters import FACTORS
from firms.accounts.models import User

log = structlog.get_logger(__name__)


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Whatever way in was used, mailed links that wait unused die with it."""
    withdraw_sign_in_links(user=user)
    log.info("signed_in", person=user.pk)


@receiver(user_login_failed)
def refused(**_: Any) -> None:
    log.warning("sign_in_refused", way="password")


@receiver(account.login_code_rejected)
def code_refused(user: User, **_: Any) -> None:
    log.warning("sign_in_refused", way="code", person=user.pk)


@receiver(mfa.authentication_failed)
def factor_refused(user: User, **_: Any) -> None:
    log.warning("sign_in_refused", way="second factor", person=user.pk)


@receiver(account.authentication_step_completed)
def renew_session_id(request: HttpRequest, user: User, **step: Any) -> None:
    """Whoever proves again who they are gets a new session id (ASVS 7.2.4)."""
    if not step.get("reauthenticated"):
        return
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
    log.info("proved_again", person=user.pk)


@receiver(mfa.authenticator_added)
def factor_was_just_proved(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Adding a factor proves it: its recovery codes are shown without asking again."""
    if authenticator.type in FACTORS:
        kind = str(authenticator.type)
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=kind, reauthenticated=True
        )


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_removed)
@receiver(mfa.authenticator_reset)
def factor_changed(
    request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """A session from before the change proved less than is asked now: the others end."""
    end_sessions(user=user, except_key=request.session.session_key)
    log.info("factor_changed", person=user.pk, factor=str(authenticator.type))


@receiver(account.password_set)
@receiver(account.password_changed)
@receiver(account.password_reset)
def password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    """Other sessions are dead already, their hash is of the old password; forget their rows."""
    end_sessions(user=user, except_key=request.session.session_key)
    log.info("password_changed", person=user.pk)
