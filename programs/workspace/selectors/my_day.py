"""The day of an adviser: what is late, due, waited for, told and answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.profiles.selectors import with_current_stage
from firms.accounts.models import Absence, User
from firms.accounts.roles import Capability, Role
from firms.register.models import CaseloadAssignment, Firm
from programs.allocation.models import Application, ApplicationState
from programs.followups.models import (
    Escalation,
    FollowUp,
    Proposal,
    Reminder,
    ReminderState,
    Undeliverable,
)
from programs.followups.rules import Bucket, Level, bucket

#: The most promises one day shows; the lists say so when there are more.
LIMIT = 300
SHORT = 20


@dataclass(frozen=True)
class DayRow:
    """One promise of the day."""

    follow_up: FollowUp
    firm: Firm
    stage: str | None
    is_dormant: bool
    days_late: int


@dataclass(frozen=True)
class Answered:
    """A firm answered by link: its follow-up, and what the answer proposes."""

    follow_up: FollowUp
    proposals: Sequence[Proposal]


@dataclass(frozen=True)
class MyDay:
    """The start page: what needs a person now, and what waits for somebody else."""

    today: date
    overdue: Sequence[DayRow] = ()
    due_today: Sequence[DayRow] = ()
    next_7_days: Sequence[DayRow] = ()
    waiting_on_firm: Sequence[DayRow] = ()
    waiting_on_colleague: Sequence[Application] = ()
    answered: Sequence[Answered] = ()
    told: Sequence[Reminder] = ()
    undelivered: Sequence[Reminder] = ()
    unassigned: Sequence[Firm] = ()
    unassigned_count: int = 0
    covered_by: User | None = None
    covers: Sequence[User] = field(default_factory=tuple)

    @property
    def first(self) -> DayRow | None:
        return next(iter([*self.overdue, *self.due_today]), None)

    @property
    def news(self) -> int:
        return len(self.answered) + len(self.told) + len(self.undelivered)


def my_day(user: User, *, today: date) -> MyDay:
    """Everything of the day, late ones first by risk; the number of queries never grows.

    Risk: blocking constraints first, then the longest overdue. A firm that was asked by link is
    waited for, until it is silent for so long that it comes back to its adviser.
    """
    open_ones = list(_waiting(user, today + timedelta(days=7))[:LIMIT])
    staged = with_current_stage(Firm.objects.visible_to(user))
    firms = {firm.pk: firm for firm in staged.filter(pk__in={row.firm_id for row in open_ones})}
    rows: dict[Bucket, list[DayRow]] = {each: [] for each in Bucket}
    on_firm: list[DayRow] = []
    for follow_up in open_ones:
        row = _row(follow_up, firms[follow_up.firm_id], today)
        is_asked = follow_up.is_asked and not follow_up.came_back  # type: ignore[attr-defined]
        (on_firm if is_asked else rows[bucket(follow_up.due_on, today)]).append(row)
    rows[Bucket.OVERDUE].sort(
        key=lambda row: (
            -(row.firm.top_severity or 0) // 20,  # type: ignore[attr-defined]
            row.follow_up.due_on,
            row.follow_up.pk,
        )
    )
    unassigned = Firm.objects.visible_to(user).active().unassigned().order_by("-intake_on", "pk")
    free = list(unassigned[:51])
    away, covers = _absences(user, today)
    return MyDay(
        today=today,
        overdue=rows[Bucket.OVERDUE],
        due_today=rows[Bucket.TODAY],
        next_7_days=rows[Bucket.NEXT_7_DAYS],
        waiting_on_firm=on_firm,
        waiting_on_colleague=_applications(user, today),
        answered=_answered(user),
        told=_told(user),
        undelivered=_undelivered(user, today),
        unassigned=free[:5],
        unassigned_count=len(free),
        covered_by=away,
        covers=covers,
    )


def _mine(user: User) -> Q:
    """An adviser's day is about the own caseload; a manager's about all in view."""
    if user.may(Capability.TAKE_FIRM) and user.role == Role.ADVISER:
        return Q(firm__in=CaseloadAssignment.objects.current().of(user).values("firm"))
    return Q()


def _waiting(user: User, horizon: date) -> QuerySet[FollowUp]:
    asked = Reminder.objects.filter(
        follow_up=OuterRef("pk"),
        due_on=OuterRef("due_on"),
        contact__isnull=False,
        state__in=(ReminderState.QUEUED, ReminderState.CLAIMED, ReminderState.SENT),
    )
    back = Escalation.objects.filter(
        follow_up=OuterRef("pk"), due_on=OuterRef("due_on"), level__gte=Level.ADVISER
    )
    return (
        FollowUp.objects.visible_to(user)
        .due_by(horizon)
        .filter(_mine(user), firm__closed_on__isnull=True)
        .annotate(is_asked=Exists(asked), came_back=Exists(back))
        .select_related("engagement__intervention")
        .order_by("due_on", "pk")
    )


def _row(follow_up: FollowUp, firm: Any, today: date) -> DayRow:
    late = max(0, (today - follow_up.due_on).days)
    return DayRow(follow_up, firm, firm.stage, bool(firm.is_dormant), late)


def _applications(user: User, today: date) -> list[Application]:
    """Seats of the own firms that a manager has still to decide."""
    rows = Application.objects.visible_to(user).filter(
        _mine(user), state=ApplicationState.APPLIED, offering__starts_on__gte=today
    )
    return list(rows.select_related("firm", "offering").order_by("applied_on", "pk")[:SHORT])


def _answered(user: User) -> list[Answered]:
    """Answers of firms nobody took note of, the oldest first."""
    rows = (
        FollowUp.objects.visible_to(user)
        .answered_unseen()
        .filter(_mine(user))
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
    """What was passed up or told on the pages, and not read yet."""
    rows = Reminder.objects.of_pages(user).select_related(
        "follow_up__firm", "follow_up__engagement__intervention"
    )
    return list(rows.order_by("-level", "queued_at", "pk")[:SHORT])


def _undelivered(user: User, today: date) -> list[Reminder]:
    """Messages about the own firms that did not arrive, of the last thirty days."""
    bad = (ReminderState.FAILED, ReminderState.BOUNCED, ReminderState.UNKNOWN)
    mended = Undeliverable.objects.filter(address__iexact=OuterRef("message__address"))
    rows = Reminder.objects.visible_to(user).filter(
        Q(state=ReminderState.BOUNCED) & Exists(mended)
        | Q(state__in=bad) & ~Q(state=ReminderState.BOUNCED),
        queued_at__date__gte=today - timedelta(days=30),
        follow_up__in=FollowUp.objects.visible_to(user).open().filter(_mine(user)),
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
