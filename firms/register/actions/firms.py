"""Registering and changing firms and their contacts."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import override

from config.shared import clock
from firms.accounts.models import Office, User
from firms.audit import actions as audit
from firms.register import events
from firms.register.errors import FoundedTooLate, InTheFuture, NumberTaken
from firms.register.models import Contact, Firm
from firms.register.rules import Candidate, look_alikes, plain_number

TRADE_FACTS = frozenset(
    {
        "entry_mode",
        "repeat_buyers",
        "first_export_year",
        "last_export_on",
        "first_contact",
        "had_plan",
        "has_linkage",
        "has_leverage",
        "has_learning",
    }
)


def possible_duplicates(*, legal_name: str, country: str, registration_number: str) -> list[Firm]:
    """Registered firms that may be this one: same number, or a name that looks alike."""
    firms = Firm.objects.filter(country=country, merged_into__isnull=True)
    number = plain_number(registration_number)
    same = list(firms.filter(registration_number=number)) if number else []
    names = firms.order_by().values_list("pk", "normalised_name")
    alike = look_alikes(legal_name, [Candidate(pk, name) for pk, name in names])
    found = {firm.pk: firm for firm in same}
    by_key = firms.in_bulk([match.key for match in alike])
    for match in alike:
        found.setdefault(match.key, by_key[match.key])
    return list(found.values())


@transaction.atomic
def register_firm(
    *, office: Office, by: User | None, intake_on: date | None = None, **fields: Any
) -> Firm:
    """Register a firm in `office`. Raises NumberTaken when the number is known in that country."""
    day = intake_on or clock.today()
    if day > clock.today():
        raise InTheFuture(day=day)
    number = fields["registration_number"] = plain_number(fields.get("registration_number", ""))
    _refuse_taken_number(fields.get("country", ""), number)
    _refuse_late_founding(fields.get("founded"), fields.get("first_export_year"))
    firm = Firm.objects.create(office=office, intake_on=day, **fields)
    audit.record(events.FIRM_REGISTERED, firm=firm, target=firm, by=by, occurred_on=day)
    return firm


@transaction.atomic
def change_firm(*, firm: Firm, by: User, **fields: Any) -> Firm:
    """Change fields of a firm; the event names what changed, with the former value."""
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    if "registration_number" in fields:
        fields["registration_number"] = plain_number(fields["registration_number"])
    changed = {name: value for name, value in fields.items() if getattr(firm, name) != value}
    if not changed:
        return firm
    country = changed.get("country", firm.country)
    number = changed.get("registration_number", firm.registration_number)
    if {"country", "registration_number"} & changed.keys():
        _refuse_taken_number(country, number, besides=firm)
    _refuse_late_founding(
        changed.get("founded", firm.founded),
        changed.get("first_export_year", firm.first_export_year),
    )
    before = {name: _plain(getattr(firm, name)) for name in changed}
    for name, value in changed.items():
        setattr(firm, name, value)
    firm.save()
    with override("en"):
        labels = ", ".join(str(Firm._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
    audit.record(
        events.FIRM_CHANGED,
        firm=firm,
        target=firm,
        by=by,
        fields=labels,
        before=before,
        after={name: _plain(value) for name, value in changed.items()},
    )
    return firm


def update_trade_facts(*, firm: Firm, by: User, **fields: Any) -> Firm:
    """Change what stage rules read of the firm itself; other fields are a programming error."""
    unknown = fields.keys() - TRADE_FACTS
    if unknown:
        raise TypeError(f"Not trade facts: {sorted(unknown)}")
    return change_firm(firm=firm, by=by, **fields)


@transaction.atomic
def close_firm(*, firm: Firm, by: User, reason: str, closed_on: date | None = None) -> Firm:
    """The firm leaves, which is not a failure: its record stays and counts as left."""
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    day = closed_on or clock.today()
    if day > clock.today():
        raise InTheFuture(day=day)
    if firm.closed_on is None:
        firm.closed_on, firm.closed_reason = day, reason
        firm.save(update_fields=["closed_on", "closed_reason", "updated_at"])
        audit.record(
            events.FIRM_LEFT, firm=firm, target=firm, by=by, occurred_on=day, reason=reason
        )
    return firm


@transaction.atomic
def add_contact(*, firm: Firm, by: User | None, name: str, **fields: Any) -> Contact:
    """Add a person of the firm; a new main contact takes over from the former one.

    The same person with the same details twice stays one contact.
    """
    Firm.objects.select_for_update().get(pk=firm.pk)
    if same := firm.contacts.filter(name=name, **fields).first():
        return same
    if fields.get("is_primary"):
        firm.contacts.filter(is_primary=True).update(is_primary=False)
    contact = Contact.objects.create(firm=firm, name=name, **fields)
    audit.record(events.PERSON_ADDED, firm=firm, target=contact, by=by, person=name)
    return contact


def _refuse_taken_number(country: str, number: str, besides: Firm | None = None) -> None:
    if not number:
        return
    holders = Firm.objects.filter(country=country, registration_number=number)
    if besides:
        holders = holders.exclude(pk=besides.pk)
    holder = holders.first()
    if holder:
        raise NumberTaken(number=number, firm=holder.legal_name)


def _refuse_late_founding(founded: int | None, first_export_year: int | None) -> None:
    latest = min(clock.today().year, first_export_year or clock.today().year)
    if founded is not None and founded > latest:
        raise FoundedTooLate(year=latest)


def _plain(value: object) -> object:
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)
