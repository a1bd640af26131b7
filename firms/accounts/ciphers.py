"""Encryption of seeds at rest: authenticated (Fernet), with a key derived from SECRET_KEY."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def encrypt(text: str) -> str:
    """`text` under the present key."""
    return _cipher().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """The text again; keys in SECRET_KEY_FALLBACKS still open it. Raises InvalidToken."""
    return _cipher().decrypt(encrypted.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    digest = hashlib.blake2b(key.encode(), digest_size=32, person=b"portolan.mfa")
    return base64.urlsafe_b64encode(digest.digest())
