"""Which people and offices a person may see."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.auth.base_user import BaseUserManager

from config.shared.querysets import ScopedQuerySet
from firms.accounts.roles import STAFF_ROLES, Capability, Role

if TYPE_CHECKING:
    from firms.accounts.models import Absence, Office, SignInLink, User


class OfficeQuerySet(ScopedQuerySet["Office"]):
    """Offices: every member of staff sees all of them; a firm sees none."""

    def visible_to(self, user: User) -> Self:
        return self if user.is_staff_member else self.none()


class UserQuerySet(ScopedQuerySet["User"]):
    """People."""

    def visible_to(self, user: User) -> Self:
        """Staff see staff; administrators see everybody; a firm's people see themselves."""
        if user.may(Capability.MANAGE_USERS):
            return self
        if user.is_staff_member:
            return self.filter(role__in=STAFF_ROLES)
        return self.filter(pk=user.pk)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def led_by(self, user: User) -> Self:
        """Whose days away this person may enter: the office's staff, or all; else one's own."""
        if not user.may(Capability.MANAGE_ABSENCES):
            return self.filter(pk=user.pk)
        staff = self.active().filter(role__in=STAFF_ROLES)
        return staff.filter(office=user.office_id) if user.office_id else staff

    def advisers(self) -> Self:
        return self.filter(role=Role.ADVISER, is_active=True)


class AbsenceQuerySet(ScopedQuerySet["Absence"]):
    """Who is away: staff plan around it, firms do not see it."""

    def visible_to(self, user: User) -> Self:
        return self if user.is_staff_member else self.none()

    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class SignInLinkQuerySet(ScopedQuerySet["SignInLink"]):
    """Sign-in links are never shown to anybody."""

    def visible_to(self, user: User) -> Self:
        return self.none()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people; `create_superuser` makes an administrator for Django's own command."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        return self.create_user(email, password, **({"role": Role.ADMINISTRATOR} | fields))

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)
