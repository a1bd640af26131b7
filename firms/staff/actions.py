"""Writes about colleagues: invitations and withdrawn sign-ins."""

from zoneinfo import available_timezones

from django.db import IntegrityError, transaction

from firms.accounts.actions import end_sessions, withdraw_sign_in_links
from firms.accounts.models import Office, User
from firms.accounts.roles import Role
from firms.audit import actions as audit
from firms.staff import events
from firms.staff.errors import AddressTaken, AdviserNeedsOffice, NotYourself, UnknownTimeZone
from firms.staff.signals import sign_in_withdrawn


@transaction.atomic
def open_office(*, code: str, name: str, country: str, time_zone: str, by: User | None) -> Office:
    """Open a branch; the same code twice is the same office. Raises UnknownTimeZone."""
    if time_zone not in available_timezones():
        raise UnknownTimeZone(zone=time_zone)
    office, created = Office.objects.get_or_create(
        code=code, defaults={"name": name, "country": country, "time_zone": time_zone}
    )
    if created:
        audit.record(events.OFFICE_OPENED, by=by, target=office, office=office.name)
    return office


@transaction.atomic
def invite_user(
    *,
    email: str,
    name: str,
    role: str,
    office: Office | None,
    by: User | None,
    language: str = "en",
) -> User:
    """Give a member of staff a sign-in. Raises AddressTaken, AdviserNeedsOffice."""
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(email=email)
    if role == Role.ADVISER and office is None:
        raise AdviserNeedsOffice()
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email=email, name=name, role=role, office=office, language=language
            )
    except IntegrityError as error:  # somebody invited the same person a moment ago
        raise AddressTaken(email=email) from error
    audit.record(events.USER_INVITED, by=by, target=user, person=user.name)
    return user


@transaction.atomic
def disable_user(*, user: User, by: User) -> User:
    """Withdraw a sign-in: every session of the person ends in the same transaction, and so does
    what other rooms hang on it (`sign_in_withdrawn`).

    Raises NotYourself.
    """
    if user.pk == by.pk:
        raise NotYourself()
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if user.is_active:
        user.is_active = False
        user.set_unusable_password()
        user.save(update_fields=["is_active", "password", "updated_at"])
        end_sessions(user=user)
        withdraw_sign_in_links(user=user)
        audit.record(events.USER_DISABLED, by=by, target=user, person=user.name)
        sign_in_withdrawn.send(sender=User, user=user, by=by)
    return user
