"""Who can sign in to the demonstration, for the screen that starts it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from firms.accounts.models import User

DOMAIN = "demo.example"

#: Role → address of the person who shows it.
SHOWN = {
    "adviser": f"adviser@{DOMAIN}",
    "manager": f"manager@{DOMAIN}",
    "expert": f"expert@{DOMAIN}",
    "administrator": f"administrator@{DOMAIN}",
    "firm_owner": f"firm@{DOMAIN}",
}


def password() -> str:
    """The demonstration's password: random, made once for this installation, kept in its folder."""
    path = Path(settings.DATA_DIR) / "demo_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"chart-{secrets.token_hex(5)}", encoding="ascii")
    return path.read_text(encoding="ascii").strip()


@dataclass(frozen=True)
class SignIn:
    """One line of the screen."""

    role: str
    email: str
    name: str


def signins() -> Sequence[SignIn]:
    """The demonstration's people, in the order of `SHOWN`; empty without the demonstration."""
    people = {user.email: user for user in User.objects.filter(email__in=SHOWN.values())}
    return [
        SignIn(people[email].role_label, email, people[email].name)
        for email in SHOWN.values()
        if email in people
    ]


def lines() -> list[str]:
    """What `serve` prints: who signs in, and how."""
    found = signins()
    if not found:
        return []
    staff = f"Staff sign in with the password {password()};"
    return [
        *[f"  {each.role:<20} {each.email}" for each in found],
        f"{staff} the firm by a code,",
        "which is printed here because mail goes to this screen.",
    ]
