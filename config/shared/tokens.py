"""What the database keeps of secrets that travel: never the secret itself."""

import hashlib


def hashed(secret: str) -> str:
    """SHA-256 of a random secret as 64 hex digits; characters no secret has become `?`."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
