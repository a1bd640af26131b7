"""How people prove who they are: a password counts for staff only."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from firms.accounts.models import User


class StaffPasswordBackend(AuthenticationBackend):
    """allauth's backend; a firm's people sign in by code, link or passkey, never by password."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        if user is not None and not user.is_staff_member:
            return None
        return user

    def get_user(self, user_id: Any) -> User | None:
        """The signed-in person with the office every page shows: one query a request."""
        return User.objects.select_related("office").filter(pk=user_id, is_active=True).first()

    def has_perm(self, *_: Any, **__: Any) -> bool:
        return False

    def has_module_perms(self, *_: Any, **__: Any) -> bool:
        return False
