"""Portal people, consents and ties."""

from datetime import date
from typing import Any

from django.db import transaction

from config.shared import clock
from firms.accounts.actions import end_sessions
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register import events
from firms.register.errors import InTheFuture, OtherRole, StaffAddress
from firms.register.models import Consent, Contact, Firm, Membership, Tie


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
def end_membership(*, membership: Membership, by: User | None) -> Membership:
    """A person of the firm may not look any more: signed out at once, unless another firm's too.

    A second time changes nothing.
    """
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("firm", "user")
        .get(pk=membership.pk)
    )
    if membership.ended_on is not None:
        return membership
    membership.ended_on = max(clock.today(), membership.started_on)
    membership.save(update_fields=["ended_on"])
    person = membership.user
    if not Membership.objects.current().filter(user=person).exists():
        end_sessions(user=person)
    audit.record(
        events.MEMBER_ENDED, firm=membership.firm, target=membership, by=by, person=person.name
    )
    return membership


@transaction.atomic
def change_contact(*, contact: Contact, by: User | None, **fields: Any) -> Contact:
    """Correct a person's details; a new main contact takes over from the former one."""
    Firm.objects.select_for_update().get(pk=contact.firm_id)
    contact = Contact.objects.select_related("firm").get(pk=contact.pk)
    changed = {name: value for name, value in fields.items() if getattr(contact, name) != value}
    if not changed:
        return contact
    if changed.get("is_primary"):
        contact.firm.contacts.filter(is_primary=True).update(is_primary=False)
    for name, value in changed.items():
        setattr(contact, name, value)
    contact.save(update_fields=[*changed, "updated_at"])
    audit.record(
        events.PERSON_CHANGED, firm=contact.firm, target=contact, by=by, person=contact.name
    )
    return contact


@transaction.atomic
def contact_left(*, contact: Contact, by: User | None, left_on: date | None = None) -> Contact:
    """A person left the firm: nothing is written to that address any more; the record stays.

    A second time keeps the first day. Raises InTheFuture.
    """
    day = left_on or clock.today()
    if day > clock.today():
        raise InTheFuture(day=day)
    contact = (
        Contact.objects.select_for_update(of=("self",)).select_related("firm").get(pk=contact.pk)
    )
    if contact.left_on is None:
        contact.left_on, contact.is_primary = day, False
        contact.save(update_fields=["left_on", "is_primary", "updated_at"])
        audit.record(
            events.PERSON_LEFT,
            firm=contact.firm,
            target=contact,
            by=by,
            occurred_on=day,
            person=contact.name,
        )
    return contact


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
