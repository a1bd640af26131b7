"""Steps of signing in, as a browser takes them."""

import re
import time
from unittest import mock
from urllib.parse import urlsplit

from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

ASK = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
LOGIN = "/accounts/login/"
ACTIVATE = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"


def ask(client, email, **extra):
    """Ask for a code; the answer after the redirect."""
    return client.post(ASK, {"email": email}, follow=True, **extra)


def code_in(message):
    return re.search(r"\b[A-Z]{4}-[A-Z]{4}\b", message.body)[0]


def link_in(message):
    """The path of the link of a mail."""
    return urlsplit(re.search(r"https?://\S+/accounts/\S+", message.body)[0]).path


def asked_code(client, email):
    ask(client, email)
    return code_in(mail.outbox[-1])


def asked_link(client, email):
    ask(client, email)
    return link_in(mail.outbox[-1])


def enter(client, code):
    return client.post(CONFIRM, {"code": code})


def sign_in(client, email):
    return enter(client, asked_code(client, email))


def by_link(client, email):
    return client.post(asked_link(Client(), email))


def by_password(client, email, password, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def is_in(client):
    """Whether the browser is signed in: the list of sessions opens."""
    return client.get(reverse("usersessions_list")).status_code == 200


def totp(seed, at=None):
    moment = time.time() if at is None else at
    return format_hotp_value(hotp_value(seed, int(moment) // 30))


def activate(client):
    """Add an authenticator app as a browser does; returns its seed."""
    with mock.patch("django.db.transaction.on_commit", lambda act, **_: act()):
        return activate_in_own_transaction(client)


def activate_in_own_transaction(client):
    """The same in a test whose transactions are real."""
    client.get(ACTIVATE)
    seed = client.session[SECRET_SESSION_KEY]
    client.post(ACTIVATE, {"code": totp(seed)})
    return seed


def session_rows(user):
    return list(UserSession.objects.filter(user=user).order_by("pk"))


def wrong_codes(client, n):
    """Status of `n` wrong tries."""
    return [enter(client, "BBBB-BBBB").status_code for _ in range(n)]


def seen(answer, email="nobody"):
    """What a stranger sees of a page, without the address and the random tokens of the page."""
    text = answer.content.decode().replace(email, "ADDRESS")
    return re.sub(r"\b[A-Za-z0-9]{64}\b|nonce=\"[^\"]+\"", "TOKEN", text)
