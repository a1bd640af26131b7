"""Recovery codes of our own: random, 112 bits, kept as SHA-256 only, shown once.

allauth keeps a seed from which all codes can be made again. It offers no setting to replace
that class, so `install` puts ours at the one name its modules import.
"""

import base64
import hmac
import json
import secrets
import textwrap
import time
from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from django.db import transaction

from config.shared.tokens import hashed
from firms.accounts import ciphers
from firms.accounts.models import User

BYTES = 14  # 112 bits
FRESH = "recovery_codes.fresh"


class HashedRecoveryCodes:
    """The recovery codes of one person, as allauth's pages use them."""

    def __init__(self, instance: Authenticator) -> None:
        self.instance = instance
        self._shown: list[str] | None = None

    @classmethod
    def activate(cls, user: User) -> "HashedRecoveryCodes":
        """New codes, unless the person has some; they wait, encrypted, for the page to show."""
        known = Authenticator.objects.filter(
            user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES
        ).first()
        if known:
            return cls(known)
        codes = [_random_code() for _ in range(app_settings.RECOVERY_CODE_COUNT)]
        instance = Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.RECOVERY_CODES,
            data={"hashes": [_hashed(code) for code in codes]},
        )
        context.request.session[FRESH] = ciphers.encrypt(json.dumps([instance.pk, codes]))
        return cls(instance)

    @property
    def _hashes(self) -> list[str]:
        return self.instance.data.get("hashes", [])

    def generate_codes(self) -> list[str]:
        """Placeholders, one for each code of a full set: the codes themselves are not kept."""
        return [""] * app_settings.RECOVERY_CODE_COUNT

    def get_unused_codes(self) -> list[str]:
        """The codes while they are shown for the first time, afterwards placeholders."""
        return [""] * len(self._hashes) if self._shown is None else self._shown

    def validate_code(self, code: str) -> bool:
        """Whether `code` is unused; it is used up by this. Locks the row: one use wins."""
        tried = _hashed(code)
        with transaction.atomic():
            rows = Authenticator.objects.select_for_update()
            self.instance = rows.get(pk=self.instance.pk)
            left = [known for known in self._hashes if not hmac.compare_digest(known, tried)]
            if len(left) == len(self._hashes):
                return False
            self.instance.data["hashes"] = left
            self.instance.save(update_fields=["data"])
            return True

    @property
    def did_view(self) -> bool:
        return bool(self.instance.data.get("viewed_at"))

    def mark_as_viewed(self) -> None:
        """The one showing: take the codes out of the session and remember that it happened."""
        waiting = context.request.session.pop(FRESH, None)
        pk, codes = json.loads(ciphers.decrypt(waiting)) if waiting else (None, None)
        self._shown = codes if pk == self.instance.pk else None
        self.instance.data["viewed_at"] = time.time()
        self.instance.save(update_fields=["data"])


def install() -> None:
    """Put our class where allauth's modules look for theirs."""
    modules: tuple[Any, ...] = (auth, flows)
    for module in modules:
        module.RecoveryCodes = HashedRecoveryCodes


def _random_code() -> str:
    text = base64.b32encode(secrets.token_bytes(BYTES)).decode().rstrip("=").lower()
    return "-".join(textwrap.wrap(text, 6))


def _hashed(code: str) -> str:
    return hashed(normalize_user_code(code))
