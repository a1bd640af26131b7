"""allauth's forms of passkeys, made to answer junk with a sentence instead of an exception."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms as webauthn

#: What parsers of CBOR and JSON credentials raise on bytes no browser would send.
JUNK = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class _AnyBytes:
    """Whatever the parser of credentials stumbles over is an incorrect answer."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except JUNK as error:
            raise get_adapter().validation_error("incorrect_code") from error


class SignInWithKey(_AnyBytes, webauthn.LoginWebAuthnForm):
    """Sign-in by passkey alone."""


class SecondStepWithKey(_AnyBytes, webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""


class ProveAgainWithKey(_AnyBytes, webauthn.ReauthenticateWebAuthnForm):
    """A passkey before a sensitive change."""


class AddKey(webauthn.AddWebAuthnForm):
    """A new passkey."""

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except JUNK as error:
            raise get_adapter().validation_error("incorrect_code") from error
