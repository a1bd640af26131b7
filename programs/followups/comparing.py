"""Stored follow-ups against what the rules desire: reads for the reconciler, the proof, the preview
and the sweeper.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.profiles.models import ConstraintProfile
from firms.register.models import Interaction
from firms.staff.calendars import calendar_of
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement
from programs.engagements.rules import CALLED_OFF, UNDECIDED
from programs.engagements.rules import State as EngagementState
from programs.followups.instances import Happenings, basis_of, instance_of
from programs.followups.models import FollowUp, PlanVersion
from programs.followups.plans import InForce, PlanBook, standard_of
from programs.followups.rules import Basis, Difference, State, desired, plan_difference

BATCH = 500

#: What the quarantine calls an engagement whose follow-ups cannot be reconciled.
ENGAGEMENT = "followups.engagement"

Compared = tuple[Engagement, list[FollowUp], InForce, Difference]


def compare(
    keys: Sequence[int], today: date, book: PlanBook, *, lock: bool = False
) -> Iterator[Compared]:
    """Each engagement with its rows, its plan, and the difference between stored and desired."""
    source = Engagement.objects.select_for_update(of=("self",)) if lock else Engagement.objects
    engagements = list(
        source.filter(pk__in=keys)
        .select_related("firm__office", "intervention", "offering")
        .order_by("pk")
    )
    rows: dict[int, list[FollowUp]] = {}
    stored = FollowUp.objects.filter(engagement__in=keys).order_by("pk")
    if lock:  # a person may be answering one of them at this moment
        stored = stored.select_for_update(of=("self",), no_key=True)
    for row in stored:
        rows.setdefault(row.engagement_id or 0, []).append(row)
    happened = Happenings.of(engagements) if book.renews else Happenings()
    for engagement in engagements:
        mine = rows.get(engagement.pk, [])
        basis = basis_of(engagement, book, happened)
        difference = _difference(engagement, basis, mine, today)
        yield engagement, mine, book.plan_for(engagement), difference


def _difference(
    engagement: Engagement, basis: Basis, rows: list[FollowUp], today: date
) -> Difference:
    existing = [instance_of(row) for row in rows]
    days = [today, *(row.due_on for row in rows), *basis.days.values()]
    days += [
        step.planned_on(anchor, step.repeat_times)
        for step in basis.steps
        if (anchor := basis.anchor_of(step)) is not None
    ]
    calendar = calendar_of(engagement.firm.office, days)
    return plan_difference(desired([basis], existing, calendar, today), existing)


def differing(
    *, today: date, since: datetime | None = None, book: PlanBook | None = None
) -> QuerySet[Engagement]:
    """Engagements whose follow-ups may differ from what should be: a superset, cheap to find.

    What only a plan's renewing anchors move (contacts, assessments) is found by `since`, and by
    the nightly run over everything.
    """
    of_this = FollowUp.objects.filter(engagement=OuterRef("pk"))
    completed = Q(state=EngagementState.COMPLETED)
    ended = Q(state__in=CALLED_OFF) | Q(firm__closed_on__isnull=False)
    unanchored = completed & ~Exists(
        of_this.filter(Q(anchor="completion", anchor_on=OuterRef("completed_on")))
    )
    no_longer = (ended | ~completed) & Exists(of_this.open().filter(anchor="completion"))
    called_off = ended & Exists(of_this.open())
    fell_due = Exists(of_this.filter(state__in=(State.PLANNED, State.SNOOZED), due_on__lte=today))
    ahead = Q(offering__starts_on__gte=today) & ~ended & ~Q(state__in=UNDECIDED)
    unprepared = ahead & ~Exists(
        of_this.filter(anchor="offering_start", anchor_on=OuterRef("offering__starts_on"))
    )
    unrenewed = (
        Q(certificate_expires_on__gte=today)
        & ~ended
        & ~Exists(
            of_this.filter(
                anchor="certificate_expiry", anchor_on=OuterRef("certificate_expires_on")
            )
        )
    )
    passed = Exists(of_this.open().filter(offset__lt=0, anchor_on__lt=today))
    found: Any = unanchored & ~ended | no_longer | called_off | fell_due | passed
    found |= unprepared | unrenewed
    if since is not None:
        found |= _touched(since)
    return with_plan(book or PlanBook.read()).filter(found)


def touched_and_due(*, today: date, since: datetime, book: PlanBook) -> QuerySet[Engagement]:
    """Engagements with something new since then, of which something is due, or will be tomorrow."""
    due = FollowUp.objects.due_by(today + timedelta(days=1)).filter(engagement=OuterRef("pk"))
    return with_plan(book).filter(_touched(since), Exists(due))


def _touched(since: datetime) -> Q:
    """Engagements of which a plan, an offering, or the firm has something new."""
    changed = PlanVersion.objects.filter(updated_at__gte=since)
    spoken = Interaction.objects.filter(recorded_at__gte=since).order_by().values("firm")
    assessed = ConstraintProfile.objects.filter(recorded_at__gte=since).order_by().values("firm")
    answered = FollowUp.objects.filter(closed_at__gte=since).order_by().values("firm")
    return (
        Q(updated_at__gte=since)
        | Q(offering__updated_at__gte=since)
        | Q(firm__in=spoken)
        | Q(firm__in=assessed)
        | Q(firm__in=answered)
        | Q(program__in=changed.values("plan__program"))
        | Q(intervention__in=changed.values("plan__intervention"))
    )


def with_plan(book: PlanBook) -> QuerySet[Engagement]:
    """Engagements that have follow-ups or may have some: those a plan asks something about."""
    scheduled = {row.pk for row in Intervention.objects.all() if standard_of(row)}
    scheduled |= {intervention for _program, intervention in book.versions if intervention}
    programs = {program for program, _intervention in book.versions if program}
    has_rows = Exists(FollowUp.objects.filter(engagement=OuterRef("pk")))
    return Engagement.objects.filter(
        Q(has_rows) | Q(intervention__in=scheduled) | Q(program__in=programs)
    )


def batches(source: QuerySet[Engagement]) -> Iterator[list[int]]:
    """Keys in batches, by key, so that rows changed meanwhile are neither missed nor repeated."""
    last = 0
    while keys := list(
        source.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).distinct()[:BATCH]
    ):
        yield keys
        last = keys[-1]


def differences(*, today: date, source: QuerySet[Engagement] | None = None) -> Iterator[int]:
    """Keys of engagements (of all, or of `source`) whose stored follow-ups are not what they should
    be; nothing is written.
    """
    book = PlanBook.read()
    for keys in batches(with_plan(book) if source is None else source):
        for engagement, _rows, _plan, difference in compare(keys, today, book):
            if not difference.is_empty:
                yield engagement.pk
