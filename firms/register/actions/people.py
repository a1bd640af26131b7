"""Portal people, consents and ties."""

from datetime import date
from typing import Any

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register import events
from firms.register.errors import OtherRole, StaffAddress
from firms.register.models import Consent, Firm, Membership, Tie


@transaction.atomic
def invite_member(*, firm: Firm, email: str, name: str, role: str, by: User | None) -> Membership:
    """Give a person of the firm a sign-in; the same person twice stays one membership.

    Raises StaffAddress for an address of the agency's own staff, OtherRole for a person who
    has another role in another firm, or whose sign-in was withdrawn.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and user.is_staff_member:
        raise StaffAddress(email=email)
    if user is not None and (user.role != role or not user.is_active):
        raise OtherRole(email=email)
    if user is None:
        user = User.objects.create_user(email=email, name=name, role=role)
    membership, created = Membership.objects.get_or_create(
        firm=firm,
        user=user,
        ended_on=None,
        defaults={"started_on": clock.today(), "invited_by": by},
    )
    if created:
        audit.record(events.MEMBER_INVITED, firm=firm, target=membership, by=by, person=user.name)
    return membership


@transaction.atomic
def give_consent(
    *,
    firm: Firm,
    kind: str,
    version: str,
    source: str,
    by: User | None,
    granted_on: date | None = None,
) -> Consent:
    """Record a consent of the firm; one that holds already stays as it is."""
    consent, created = Consent.objects.get_or_create(
        firm=firm,
        kind=kind,
        contact=None,
        withdrawn_on=None,
        defaults={
            "version": version,
            "source": source,
            "granted_on": granted_on or clock.today(),
            "recorded_at": clock.now(),
            "recorded_by": by,
        },
    )
    if created:
        audit.record(events.CONSENT_GIVEN, firm=firm, target=consent, by=by, kind=kind)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: User | None) -> Consent:
    """End a consent; what was done under it stays on record."""
    if consent.withdrawn_on is None:
        consent.withdrawn_on = clock.today()
        consent.save(update_fields=["withdrawn_on"])
        audit.record(
            events.CONSENT_WITHDRAWN, firm=consent.firm, target=consent, by=by, kind=consent.kind
        )
    return consent


@transaction.atomic
def record_tie(*, firm: Firm, by: User | None, kind: str, name: str, **fields: Any) -> Tie:
    """Record a person or organisation that may open a market; the same one twice stays one."""
    Firm.objects.select_for_update().get(pk=firm.pk)
    tie, created = Tie.objects.get_or_create(firm=firm, kind=kind, name=name, **fields)
    if not created:
        return tie
    audit.record(events.TIE_ADDED, firm=firm, target=tie, by=by, name=name)
    return tie
