"""Whom a due follow-up concerns now, as querysets: the one answer for writing and for sending.

The firm by link, else its adviser, else who covers, else the office's managers, else the agency's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, Expression, F, OuterRef, Q, QuerySet, Subquery, Value

from firms.accounts.models import Absence, Office, User
from firms.accounts.roles import Role
from firms.register.models import CaseloadAssignment, Consent, Contact
from programs.followups.models import FollowUp, MessagePreference, Undeliverable
from programs.followups.rules import Level, Who

YOUR_FIRM = "your_firm"
FIRM_SILENT = "firm_silent"
NO_CONTACT = "firm_without_contact"
YOU_COVER = "you_cover"
YOUR_OFFICE = "your_office"
NOBODY_ELSE = "nobody_else"
YOU_ANSWER = "you_answer"
PASSED_UP = "passed_up"


@dataclass(frozen=True)
class Audience:
    """Follow-ups and who is told of them: `reader` is an expression over `rows`.

    `reader_id` is set when it is one colleague for all of them.
    """

    level: Level
    why: str
    rows: QuerySet[FollowUp]
    reader: Expression | F
    is_contact: bool = False
    reader_id: int | None = None


@dataclass(frozen=True)
class Desk:
    """Who is where today: read once for a run, in four queries.

    Who switched mail off, or whose address sent it back, is told on the pages.
    """

    today: date
    away: frozenset[int] = frozenset()
    covers: dict[int, int] = field(default_factory=dict)
    managers: dict[int | None, tuple[int, ...]] = field(default_factory=dict)
    no_mail: frozenset[int] = frozenset()
    no_escalated: frozenset[int] = frozenset()
    grace: dict[int, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def on(cls, today: date) -> "Desk":
        absences = list(Absence.objects.on(today).select_related("delegate"))
        away = frozenset(each.user_id for each in absences)
        covers = {
            each.user_id: each.delegate.pk
            for each in absences
            if each.delegate and each.delegate.is_active and each.delegate.pk not in away
        }
        managers: dict[int | None, list[int]] = {}
        active = User.objects.active().filter(role=Role.MANAGER).order_by("pk")
        for key, office in active.values_list("pk", "office_id"):
            managers.setdefault(office, []).append(key)
        grace: dict[int, set[int]] = {}
        wishes = list(MessagePreference.objects.all())
        for wish in wishes:
            if wish.grace_days:
                grace.setdefault(wish.grace_days, set()).add(wish.user_id)
        came_back = Undeliverable.objects.filter(address__iexact=OuterRef("email"))
        unreached = frozenset(
            User.objects.filter(Exists(came_back)).order_by().values_list("pk", flat=True)
        )
        return cls(
            today,
            away,
            covers,
            {office: tuple(keys) for office, keys in managers.items()},
            unreached | {wish.user_id for wish in wishes if not wish.mail_due},
            unreached | {wish.user_id for wish in wishes if not wish.mail_escalated},
            {days: frozenset(users) for days, users in grace.items()},
        )

    def answering(self, office: Office) -> tuple[str, tuple[int, ...]]:
        """Who answers where there is no adviser: the office's managers, else the agency's."""
        for why, key in ((YOUR_OFFICE, office.pk), (NOBODY_ELSE, None)):
            if found := self.managers_at(key):
                return why, found
        return NOBODY_ELSE, ()

    def in_charge(self, adviser: int | None, office: Office) -> tuple[int, ...]:
        """An adviser who is there, else who covers, else who answers for the office."""
        if adviser is not None and adviser not in self.away:
            return (adviser,)
        if (cover := self.covers.get(adviser or 0)) is not None:
            return (cover,)
        return self.answering(office)[1]

    def managers_at(self, office: int | None) -> tuple[int, ...]:
        """The managers of an office or the agency's; for who is away, the manager who covers: an
        adviser would not see the firms. Where nobody is left, those who are away after all.
        """
        found = self.managers.get(office, ())
        seeing = {*found, *self.managers.get(None, ())}
        there = [self.covers.get(each) if each in self.away else each for each in found]
        return tuple(dict.fromkeys(each for each in there if each in seeing)) or found


def open_at(office: Office, due_by: date) -> QuerySet[FollowUp]:
    """Open follow-ups of clients of this office that are due by a day."""
    return FollowUp.objects.due_by(due_by).filter(
        firm__office=office, firm__merged_into__isnull=True, firm__closed_on__isnull=True
    )


def askable_contacts() -> QuerySet[Contact]:
    """Contacts who may be written to: still there, with an address that works, not refused."""
    bounced = Undeliverable.objects.filter(address__iexact=OuterRef("email"))
    consents = Consent.objects.filter(firm=OuterRef("firm"), kind="messages")
    refused = consents.filter(withdrawn_on__isnull=False)
    granted = consents.filter(withdrawn_on__isnull=True)
    return (
        Contact.objects.filter(left_on__isnull=True)
        .exclude(email="")
        .filter(~Exists(bounced), ~Exists(refused) | Exists(granted))
        .order_by("-is_primary", "pk")
    )


def may_be_asked(contact: Contact) -> bool:
    """Whether this contact may be written to now."""
    return askable_contacts().filter(pk=contact.pk).exists()


def contact_of(firm: str = "firm") -> Subquery:
    """The contact whom a firm's question goes to: the main one of those who may be asked."""
    return Subquery(askable_contacts().filter(firm=OuterRef(firm)).values("pk")[:1])


def audiences(office: Office, desk: Desk, due_by: date) -> Iterator[Audience]:
    """Everybody whom the due follow-ups of an office concern first; no follow-up twice."""
    due = open_at(office, due_by)
    asked = due.filter(who=Who.FIRM).annotate(reader_contact=contact_of())
    yield Audience(
        Level.FIRM,
        YOU_ANSWER,
        asked.filter(reader_contact__isnull=False),
        F("reader_contact"),
        is_contact=True,
    )
    unasked = asked.filter(reader_contact__isnull=True)
    for why, rows in ((YOUR_FIRM, due.filter(who=Who.ADVISER)), (NO_CONTACT, unasked)):
        yield from _advisers(rows, why, desk, Level.ADVISER)
        yield from _managers(rows.filter(~_looked_after(desk)), office, desk)
    yield from _managers(due.filter(who=Who.MANAGER), office, desk)


def audience_above(
    level: Level, office: Office, desk: Desk, rows: QuerySet[FollowUp]
) -> Iterator[Audience]:
    """Whom `level` means for follow-ups that were not dealt with."""
    if level is Level.ADVISER:
        yield from _advisers(rows, FIRM_SILENT, desk, level)
        yield from _managers(rows.filter(~_looked_after(desk)), office, desk)
    elif level is Level.DELEGATE:
        for adviser, delegate in desk.covers.items():
            yield _told(rows.filter(_in_caseload_of(adviser)), level, PASSED_UP, delegate)
    else:
        for manager in desk.managers_at(office.pk if level is Level.OFFICE else None):
            yield _told(rows, level, PASSED_UP, manager)


def _advisers(rows: QuerySet[FollowUp], why: str, desk: Desk, level: Level) -> Iterator[Audience]:
    """The adviser in charge, or who covers for an absent one."""
    in_charge: dict[str, Any] = {
        "firm__assignments__ended_on__isnull": True,
        "firm__assignments__adviser__is_active": True,
    }
    present = rows.filter(**in_charge).annotate(adviser_now=F("firm__assignments__adviser"))
    if desk.away:
        present = present.exclude(adviser_now__in=desk.away)
    yield Audience(level, why, present, F("adviser_now"))
    for adviser, delegate in desk.covers.items():
        yield _told(rows.filter(_in_caseload_of(adviser)), level, YOU_COVER, delegate)


def _managers(rows: QuerySet[FollowUp], office: Office, desk: Desk) -> Iterator[Audience]:
    why, managers = desk.answering(office)
    for manager in managers:
        yield _told(rows, Level.ADVISER, why, manager)


def _told(rows: QuerySet[FollowUp], level: Level, why: str, reader: int) -> Audience:
    return Audience(level, why, rows, Value(reader), reader_id=reader)


def _in_caseload_of(adviser: int) -> Q:
    mine = CaseloadAssignment.objects.current().filter(adviser=adviser)
    return Q(firm__in=mine.order_by().values("firm"))


def _looked_after(desk: Desk) -> Exists:
    """Whether somebody is there for the firm: its adviser, or who covers."""
    left_alone = desk.away - desk.covers.keys()
    in_charge = CaseloadAssignment.objects.current().filter(
        firm=OuterRef("firm"), adviser__is_active=True
    )
    return Exists(in_charge.exclude(adviser__in=left_alone))
