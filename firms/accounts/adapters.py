"""Our choices for allauth: nobody signs up alone, seeds of authenticators are encrypted."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from firms.accounts.actions import make_sign_in_link
from firms.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; after sign-in everybody lands on the page of their role."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails of sign-in also carry a link that opens a page with a button."""
        words = context | {"site_url": settings.SITE_URL}
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        if template_prefix == "account/email/login_code" and user is not None:
            token = make_sign_in_link(user=user)
            words["link"] = settings.SITE_URL + reverse("sign_in_by_link", args=[token])
        super().send_mail(template_prefix, email, words)


class MfaAdapter(DefaultMFAAdapter):
    """Seeds are stored encrypted with a key derived from SECRET_KEY; old keys still decrypt."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=b"portolan.mfa")
    return base64.urlsafe_b64encode(digest.digest())
