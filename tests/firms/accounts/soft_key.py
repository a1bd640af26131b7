"""A passkey in software: answers WebAuthn challenges with or without having checked its user."""

import base64
import hashlib
import json
import secrets

from allauth.account.utils import user_pk_to_url_str
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

STATE = "mfa.webauthn.state"
PRESENT, CHECKED, CARRIES_KEY = 0x01, 0x04, 0x40


def b64(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class SoftKey:
    """One credential for the site `testserver`."""

    def __init__(self, site="testserver"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.site = site

    def _data(self, flags):
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + (1).to_bytes(4, "big")

    def _said(self, kind, client):
        challenge = client.session[STATE]["challenge"]
        body = {"type": kind, "challenge": challenge, "origin": f"https://{self.site}"}
        return json.dumps(body | {"crossOrigin": False}).encode()

    def _answer(self, response):
        return json.dumps(
            {
                "id": b64(self.id),
                "rawId": b64(self.id),
                "type": "public-key",
                "response": {name: b64(value) for name, value in response.items()},
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )

    def register(self, client, *, checked=True):
        """The answer to the challenge of the page that adds a key."""
        flags = PRESENT | CARRIES_KEY | CHECKED * checked
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(flags) + held}
        return self._answer(
            {
                "clientDataJSON": self._said("webauthn.create", client),
                "attestationObject": cbor.encode(attestation),
            }
        )

    def sign_in(self, client, user, *, checked=True):
        """The answer to a challenge of sign-in."""
        said = self._said("webauthn.get", client)
        data = self._data(PRESENT | CHECKED * checked)
        signed = self.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": said,
                "authenticatorData": data,
                "signature": signed,
                "userHandle": user_pk_to_url_str(user).encode(),
            }
        )
