"""The day of an adviser: what is late, due, waited for, told and answered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from assessments.profiles.selectors import with_current_stage
from firms.accounts.models import Absence, User
from firms.accounts.roles import Role
from firms.register.models import Firm
from firms.register.querysets import FirmQuerySet
from programs.allocation.models import Application, ApplicationMove
from programs.followups.models import (
    Escalation,
    FollowUp,
    Proposal,
    Reminder,
    ReminderState,
    Undeliverable,
)
from programs.followups.rules import Level, Who
from programs.workspace.selectors.asking import answered_offers, asking

#: The most promises one part of the day shows; it says so when there are more.
LIMIT = 60
SHORT = 20


@dataclass(frozen=True)
class DayRow:
    """One promise of the day."""

    follow_up: FollowUp
    firm: Firm
    stage: str | None
    is_dormant: bool
    days_late: int


class Part(StrEnum):
    """Where a promise stands on the day; each is counted and cut off for itself."""

    OVERDUE = "overdue"
    TODAY = "today"
    NEXT_7_DAYS = "next7"
    ON_FIRM = "on_firm"
    ON_COLLEAGUE = "on_colleague"


@dataclass(frozen=True)
class Promises:
    """One part of the day: the rows it shows, and how many there are."""

    rows: Sequence[DayRow] = ()
    total: int = 0

    def __iter__(self) -> Iterator[DayRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Answered:
    """A firm answered by link: its follow-up, and what the answer proposes."""

    follow_up: FollowUp
    proposals: Sequence[Proposal]


NONE = Promises()


@dataclass(frozen=True)
class MyDay:
    """The start page: what needs a person now, and what waits for somebody else."""

    today: date
    overdue: Promises = NONE
    due_today: Promises = NONE
    next_7_days: Promises = NONE
    waiting_on_firm: Promises = NONE
    waiting_on_manager: Promises = NONE
    offers_waiting: Sequence[Application] = ()
    offers_answered: Sequence[ApplicationMove] = ()
    seats_to_decide: Sequence[Application] = ()
    to_review: Sequence[Application] = ()
    to_review_total: int = 0
    answered: Sequence[Answered] = ()
    told: Sequence[Reminder] = ()
    undelivered: Sequence[Reminder] = ()
    unassigned: Sequence[Firm] = ()
    unassigned_count: int = 0
    covered_by: User | None = None
    covers: Sequence[User] = field(default_factory=tuple)

    @property
    def on_colleague(self) -> int:
        return self.waiting_on_manager.total + len(self.seats_to_decide)

    @property
    def offers_answered_total(self) -> int:
        return self.offers_answered[0].total if self.offers_answered else 0  # type: ignore[attr-defined]

    @property
    def first(self) -> DayRow | None:
        return next(iter([*self.overdue, *self.due_today]), None)

    @property
    def news(self) -> int:
        return len(self.answered) + len(self.told) + len(self.undelivered)


def my_day(user: User, *, today: date) -> MyDay:
    """Everything of the day, by risk; the number of queries never grows.

    Risk: blocking constraints first, then the longest overdue. A firm that was asked by link is
    waited for, until it is silent for so long that it comes back to its adviser.
    """
    desk = Firm.objects.on_the_desk_of(user)
    parts = _parts(user, desk, today)
    unassigned = Firm.objects.visible_to(user).active().unassigned().order_by("-intake_on", "pk")
    free = list(unassigned[:51])
    away, covers = _absences(user, today)
    asked = asking(user, desk, today=today, at_most=SHORT)
    return MyDay(
        today=today,
        overdue=parts[Part.OVERDUE],
        due_today=parts[Part.TODAY],
        next_7_days=parts[Part.NEXT_7_DAYS],
        waiting_on_firm=parts[Part.ON_FIRM],
        waiting_on_manager=parts[Part.ON_COLLEAGUE],
        offers_waiting=asked.offered,
        offers_answered=answered_offers(user, desk, today=today, at_most=SHORT),
        seats_to_decide=asked.to_decide,
        to_review=asked.to_review,
        to_review_total=asked.to_review_total,
        answered=_answered(user, desk),
        told=_told(user),
        undelivered=_undelivered(user, desk, today),
        unassigned=free[:5],
        unassigned_count=len(free),
        covered_by=away,
        covers=covers,
    )


def _parts(user: User, desk: FirmQuerySet, today: date) -> dict[Part, Promises]:
    """The promises of the day, each in its part: what is most at risk first."""
    found = list(_waiting(user, desk, today))
    staged = with_current_stage(Firm.objects.visible_to(user))
    firms = {firm.pk: firm for firm in staged.filter(pk__in={row.firm_id for row in found})}
    rows: dict[str, list[DayRow]] = {}
    totals: dict[str, int] = {}
    for follow_up in found:
        part = follow_up.part  # type: ignore[attr-defined]
        rows.setdefault(part, []).append(_row(follow_up, firms[follow_up.firm_id], today))
        totals[part] = follow_up.total  # type: ignore[attr-defined]
    return {
        part: Promises(sorted(rows.get(part, ()), key=_risk), totals.get(part, 0)) for part in Part
    }


def _risk(row: DayRow) -> tuple[int, date, int]:
    severity = row.firm.top_severity or 0  # type: ignore[attr-defined]
    return -(severity // 20), row.follow_up.due_on, row.follow_up.pk


def _waiting(user: User, desk: FirmQuerySet, today: date) -> QuerySet[FollowUp]:
    """The earliest of each part, with its part and how many there are in it."""
    asked = Reminder.objects.filter(
        follow_up=OuterRef("pk"),
        due_on=OuterRef("due_on"),
        contact__isnull=False,
        state__in=(ReminderState.QUEUED, ReminderState.CLAIMED, ReminderState.SENT),
    )
    back = Escalation.objects.filter(
        follow_up=OuterRef("pk"),
        due_on=OuterRef("due_on"),
        level__gte=Level.ADVISER,
        happened_at__gte=OuterRef("asked_at"),
    )
    waits = Q(asked_at__isnull=False, came_back=False)
    part = Case(
        When(waits, then=Value(Part.ON_FIRM)),
        *([When(who=Who.MANAGER, then=Value(Part.ON_COLLEAGUE))] if _is_adviser(user) else []),
        When(due_on__lt=today, then=Value(Part.OVERDUE)),
        When(due_on=today, then=Value(Part.TODAY)),
        default=Value(Part.NEXT_7_DAYS),
        output_field=CharField(),
    )
    return (
        FollowUp.objects.visible_to(user)
        .due_by(today + timedelta(days=7))
        .filter(firm__in=desk.active())
        .annotate(asked_at=Subquery(asked.order_by("-queued_at").values("queued_at")[:1]))
        .annotate(came_back=Exists(back))
        .annotate(part=part)
        .annotate(
            place=Window(RowNumber(), partition_by="part", order_by=["due_on", "pk"]),
            total=Window(Count("pk"), partition_by="part"),
        )
        .filter(place__lte=LIMIT)
        .select_related("engagement__intervention")
        .order_by("due_on", "pk")
    )


def _is_adviser(user: User) -> bool:
    return user.role == Role.ADVISER


def _row(follow_up: FollowUp, firm: Any, today: date) -> DayRow:
    late = max(0, (today - follow_up.due_on).days)
    return DayRow(follow_up, firm, firm.stage, bool(firm.is_dormant), late)


def _answered(user: User, desk: FirmQuerySet) -> list[Answered]:
    """Answers of firms nobody took note of, the oldest first."""
    rows = (
        FollowUp.objects.visible_to(user)
        .answered_unseen()
        .filter(firm__in=desk)
        .select_related("firm", "answered_by", "engagement__intervention")
        .order_by("closed_at", "pk")[:SHORT]
    )
    found = list(rows)
    proposals: dict[int, list[Proposal]] = {}
    open_ones = Proposal.objects.open().filter(follow_up__in=[row.pk for row in found])
    for proposal in open_ones.select_related("constraint"):
        proposals.setdefault(proposal.follow_up_id, []).append(proposal)
    return [Answered(row, proposals.get(row.pk, ())) for row in found]


def _told(user: User) -> list[Reminder]:
    """What was passed up or told on the pages, is open, and not read yet."""
    rows = Reminder.objects.of_pages(user).filter(
        follow_up__in=FollowUp.objects.visible_to(user).open()
    )
    rows = rows.select_related("follow_up__firm", "follow_up__engagement__intervention")
    return list(rows.order_by("-level", "queued_at", "pk")[:SHORT])


def _undelivered(user: User, desk: FirmQuerySet, today: date) -> list[Reminder]:
    """Messages about the own firms that did not arrive, of the last thirty days; what came back
    stands here until somebody mends the address.
    """
    unmended = Undeliverable.objects.filter(address__iexact=OuterRef("message__address"))
    rows = Reminder.objects.visible_to(user).filter(
        Q(state__in=(ReminderState.FAILED, ReminderState.UNKNOWN))
        | Q(Exists(unmended), state=ReminderState.BOUNCED),
        queued_at__date__gte=today - timedelta(days=30),
        follow_up__in=FollowUp.objects.visible_to(user).open().filter(firm__in=desk),
    )
    return list(
        rows.select_related("follow_up__firm", "message", "contact", "recipient").order_by(
            "queued_at", "pk"
        )[:SHORT]
    )


def _absences(user: User, today: date) -> tuple[User | None, list[User]]:
    """Who covers for this person today, and whom this person covers for."""
    rows = Absence.objects.on(today).filter(Q(user=user.pk) | Q(delegate=user.pk))
    found = list(rows.select_related("user", "delegate"))
    mine = next((row.delegate for row in found if row.user_id == user.pk), None)
    return mine, [row.user for row in found if row.delegate_id == user.pk]
