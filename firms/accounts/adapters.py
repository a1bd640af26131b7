"""Our choices for allauth: nobody signs up alone, mails speak the reader's language."""

from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from firms.accounts import ciphers
from firms.accounts.actions import make_sign_in_link
from firms.accounts.models import User

log = structlog.get_logger(__name__)

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):
    """People are invited; after sign-in everybody lands on the page of their role."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def is_safe_url(self, url: str) -> bool:
        """Only addresses within this site, without a host: no other allowed host, ever."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail in the language of its reader; mails of sign-in also carry a link.

        A mail server that refuses is logged and not shown: the answer to a known and to an
        unknown address stays the same.
        """
        user = context.get("user") or User.objects.filter(email__iexact=email).first()
        words = context | {"user": user, "site_url": settings.SITE_URL}
        if template_prefix == "account/email/login_code" and user is not None:
            token = make_sign_in_link(user=user)
            words["link"] = settings.SITE_URL + reverse("sign_in_by_link", args=[token])
            words["minutes"] = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        language = user.language if user is not None else settings.LANGUAGE_CODE
        with override(language):
            message = self.render_mail(template_prefix, email, {"email": email} | words)
        try:
            message.send()
        except OSError as error:
            log.error("mail_not_sent", template=template_prefix, error=type(error).__name__)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Passwords are for staff: a firm's person gets no such mail, and the same answer."""
        if user.is_staff_member:
            super().send_password_reset_mail(user, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On SITE_URL, whatever host the request claimed."""
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return settings.SITE_URL + path

    def clean_password(self, password: str, user: Any = None) -> str:
        if user is not None and user.is_firm_member:
            raise ValidationError(_("Passwords are for staff. You sign in with a mailed code."))
        return super().clean_password(password, user)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count per address, not one per host name that leads here."""
        return "sign-in:" + str(credentials.get("email") or "").lower()


class MfaAdapter(DefaultMFAAdapter):
    """Seeds are stored encrypted; staff keep a factor where the agency asks for one."""

    def encrypt(self, text: str) -> str:
        return ciphers.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return ciphers.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not (settings.STAFF_SECOND_FACTOR and authenticator.user.is_staff_member):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": current.request.get_host().partition(":")[0], "name": "Portolan"}
