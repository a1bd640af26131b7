"""The caseload: rows, prepared views and their counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from assessments.profiles.models import ConstraintFinding, ConstraintProfile
from assessments.profiles.selectors import with_current_stage
from assessments.scoring.results import Band, Stage
from firms.accounts.models import User
from firms.register.models import CaseloadAssignment, Firm, Interaction
from firms.register.querysets import FirmQuerySet
from programs.catalogue.models import in_reader_language
from programs.engagements.models import Engagement
from programs.followups.models import FollowUp

SILENT_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class CaseloadRow:
    """One firm as the caseload prints it."""

    firm: Firm
    stage: str | None
    is_dormant: bool
    days_in_stage: int | None
    constraint: str
    severity: Decimal | None
    follow_up: FollowUp | None
    is_late: bool
    last_contact: date | None
    is_silent: bool
    open_engagements: int
    adviser: User | None


def caseload(user: User) -> FirmQuerySet:
    """Visible clients with everything a caseload row needs, in one query."""
    next_one = FollowUp.objects.open().filter(firm=OuterRef("pk")).order_by("due_on", "pk")
    spoken = (
        Interaction.objects.filter(firm=OuterRef("pk"))
        .order_by()
        .values("firm")
        .annotate(last=Max("occurred_on"))
        .values("last")
    )
    helped = (
        Engagement.objects.open()
        .filter(firm=OuterRef("pk"))
        .order_by()
        .values("firm")
        .annotate(n=Count("pk"))
        .values("n")
    )
    in_charge = CaseloadAssignment.objects.current().filter(firm=OuterRef("pk"))
    return with_current_stage(Firm.objects.visible_to(user)).annotate(
        next_due_on=Subquery(next_one.values("due_on")[:1]),
        next_follow_up=Subquery(next_one.values("pk")[:1]),
        last_contact=Subquery(spoken),
        open_help=Coalesce(Subquery(helped, output_field=IntegerField()), 0),
        adviser_id=Subquery(in_charge.values("adviser")[:1]),
        next_due_order=Coalesce(F("next_due_on"), Value(date(9999, 12, 31))),
        stage_order=Case(
            *[When(stage=stage, then=n) for n, stage in enumerate(Stage, start=1)],
            default=0,
            output_field=IntegerField(),
        ),
    )


def caseload_rows(firms: Sequence[Any], *, today: date) -> list[CaseloadRow]:
    """Rows of one page: two queries more, whatever their number."""
    follow_ups = FollowUp.objects.select_related("engagement__intervention").in_bulk(
        [firm.next_follow_up for firm in firms if firm.next_follow_up]
    )
    advisers = User.objects.in_bulk({firm.adviser_id for firm in firms if firm.adviser_id})
    return [
        CaseloadRow(
            firm=firm,
            stage=firm.stage,
            is_dormant=bool(firm.is_dormant),
            days_in_stage=(today - firm.stage_since).days if firm.stage_since else None,
            constraint=in_reader_language(firm.top_constraint_names or {}),
            severity=firm.top_severity,
            follow_up=follow_ups.get(firm.next_follow_up),
            is_late=bool(firm.next_due_on and firm.next_due_on < today),
            last_contact=firm.last_contact,
            is_silent=firm.last_contact is None or today - firm.last_contact > SILENT_AFTER,
            open_engagements=firm.open_help,
            adviser=advisers.get(firm.adviser_id),
        )
        for firm in firms
    ]


@dataclass(frozen=True)
class View:
    """A prepared look at the caseload, with its count."""

    code: str
    label: Any
    count: int


def view_filter(code: str, user: User, *, today: date) -> Q:
    """What a prepared view shows of the caseload."""
    mine = Q(pk__in=CaseloadAssignment.objects.current().of(user).values("firm"))
    match code:
        case "mine":
            return mine & Q(closed_on__isnull=True)
        case "silent":
            spoken = Interaction.objects.filter(occurred_on__gte=today - SILENT_AFTER)
            return ~Q(pk__in=spoken.order_by().values("firm")) & Q(closed_on__isnull=True)
        case "blocked":
            return Q(pk__in=_blocked_firms(), closed_on__isnull=True)
        case "unassigned":
            current = CaseloadAssignment.objects.current().order_by().values("firm")
            return ~Q(pk__in=current) & Q(closed_on__isnull=True)
        case "left":
            return Q(closed_on__isnull=False)
    return Q(closed_on__isnull=True)


def _blocked_firms() -> QuerySet[Any, Any]:
    """Firms of which the newest profile has a blocking constraint, wherever it ranks."""
    newest = ConstraintProfile.objects.filter(firm=OuterRef("profile__firm")).newest_first()
    blocking = ConstraintFinding.objects.filter(band=Band.BLOCKING)
    return (
        blocking.annotate(newest=Subquery(newest.values("pk")[:1]))
        .filter(profile=F("newest"))
        .order_by()
        .values("profile__firm")
    )


def view_counts(user: User, codes: Sequence[str], *, today: date) -> Mapping[str, int]:
    """How many firms each view holds, in one query."""
    counted = with_current_stage(Firm.objects.visible_to(user)).aggregate(
        **{code: Count("pk", filter=view_filter(code, user, today=today)) for code in codes}
    )
    return {code: counted[code] or 0 for code in codes}
