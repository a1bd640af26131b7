"""The reconciler: makes stored follow-ups equal to what the rules desire. Twice changes nothing."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from assessments.profiles.models import ConstraintProfile
from config.shared import clock
from firms.register.models import Interaction
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement
from programs.engagements.rules import State as EngagementState
from programs.followups.actions.rewriting import Written
from programs.followups.calendars import calendar_of
from programs.followups.instances import Happenings, basis_of, instance_of
from programs.followups.models import FollowUp, PlanVersion
from programs.followups.plans import InForce, PlanBook
from programs.followups.rules import Basis, Difference, State, desired, plan_difference
from programs.operations.actions import release, set_aside

logger = logging.getLogger(__name__)

BATCH = 500

#: What the quarantine calls an engagement whose follow-ups cannot be reconciled.
ENGAGEMENT = "followups.engagement"


@dataclass(frozen=True)
class Reconciled:
    """Rows written, and engagements that failed and wait in the quarantine."""

    created: int = 0
    moved: int = 0
    fell_due: int = 0
    reworded: int = 0
    superseded: int = 0
    handed_over: int = 0
    failed: int = 0

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def written(self) -> int:
        return sum(astuple(self)) - self.failed


def reconcile_engagement(*, engagement: Engagement, today: date) -> Reconciled:
    """Bring the follow-ups of one engagement in line, within the caller's transaction."""
    return _reconcile([engagement.pk], today, PlanBook.read())


def reconcile_engagements(*, engagements: Iterable[int], today: date) -> Reconciled:
    """The same for several; one bad row stops nobody."""
    book, total, keys = PlanBook.read(), Reconciled(), sorted(set(engagements))
    for start in range(0, len(keys), BATCH):
        total += _batch(keys[start : start + BATCH], today, book)
    return total


def reconcile_all(
    *, today: date, everything: bool = False, since: datetime | None = None
) -> Reconciled:
    """Reconcile the engagements that may differ, or every one of them; one bad row stops nobody.

    `since` adds what was written after that moment to what may differ.
    """
    book = PlanBook.read()
    total = _by_hand(today)
    source = _with_plan(book) if everything else differing(today=today, since=since, book=book)
    for keys in _batches(source):
        total += _batch(keys, today, book)
    return total


def differing(
    *, today: date, since: datetime | None = None, book: PlanBook | None = None
) -> QuerySet[Engagement]:
    """Engagements whose follow-ups may differ from what should be: a superset, cheap to find.

    What only a plan's renewing anchors move (contacts, assessments) is found by `since`, and by
    the nightly run over everything.
    """
    of_this = FollowUp.objects.filter(engagement=OuterRef("pk"))
    completed = Q(state=EngagementState.COMPLETED)
    ended = Q(state__in=[EngagementState.CANCELLED, EngagementState.DECLINED]) | Q(
        firm__closed_on__isnull=False
    )
    unanchored = completed & ~Exists(
        of_this.filter(Q(anchor="completion", anchor_on=OuterRef("completed_on")))
    )
    no_longer = (ended | ~completed) & Exists(of_this.open().filter(anchor="completion"))
    called_off = ended & Exists(of_this.open())
    fell_due = Exists(of_this.filter(state__in=(State.PLANNED, State.SNOOZED), due_on__lte=today))
    ahead = Q(offering__starts_on__gte=today) & ~ended
    unprepared = ahead & ~Exists(
        of_this.filter(anchor="offering_start", anchor_on=OuterRef("offering__starts_on"))
    )
    passed = Exists(of_this.open().filter(offset__lt=0, anchor_on__lt=today))
    found: Any = unanchored & ~ended | no_longer | called_off | fell_due | unprepared | passed
    if since is not None:
        found |= _touched(since)
    return _with_plan(book or PlanBook.read()).filter(found)


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


def _with_plan(book: PlanBook) -> QuerySet[Engagement]:
    """Engagements that have follow-ups or may have some: those a plan asks something about."""
    scheduled = {row.pk for row in Intervention.objects.all() if row.follow_up_days}
    scheduled |= {intervention for _program, intervention in book.versions if intervention}
    programs = {program for program, _intervention in book.versions if program}
    has_rows = Exists(FollowUp.objects.filter(engagement=OuterRef("pk")))
    return Engagement.objects.filter(
        Q(has_rows) | Q(intervention__in=scheduled) | Q(program__in=programs)
    )


def _batches(source: QuerySet[Engagement]) -> Iterator[list[int]]:
    """Keys in batches, by key, so that rows changed meanwhile are neither missed nor repeated."""
    last = 0
    while keys := list(
        source.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True).distinct()[:BATCH]
    ):
        yield keys
        last = keys[-1]


def differences(*, today: date) -> Iterator[int]:
    """Keys of engagements whose stored follow-ups are not what they should be; nothing written."""
    book = PlanBook.read()
    for keys in _batches(_with_plan(book)):
        for engagement, _rows, _plan, difference in compare(keys, today, book):
            if not difference.is_empty:
                yield engagement.pk


def _batch(keys: Sequence[int], today: date, book: PlanBook) -> Reconciled:
    """A batch in one transaction; when it fails, one by one, so that one bad row stops nobody."""
    try:
        done = _reconcile(keys, today, book)
    except Exception:
        logger.exception("A batch of engagements failed; trying them one by one.")
        return _one_by_one(keys, today, book)
    release(ENGAGEMENT, list(keys))
    return done


def _one_by_one(keys: Iterable[int], today: date, book: PlanBook) -> Reconciled:
    total, good = Reconciled(), []
    for key in keys:
        try:
            total += _reconcile([key], today, book)
            good.append(key)
        except Exception as error:
            logger.exception("The follow-ups of engagement %s cannot be reconciled.", key)
            set_aside(ENGAGEMENT, key, error)
            total += Reconciled(failed=1)
    release(ENGAGEMENT, good)
    return total


@transaction.atomic
def _reconcile(keys: Sequence[int], today: date, book: PlanBook) -> Reconciled:
    written = Written(today)
    for engagement, rows, plan, difference in compare(keys, today, book, lock=True):
        written.add(engagement, rows, plan, difference)
    written.save()
    return Reconciled(
        len(written.new),
        written.moved,
        written.fell_due,
        written.reworded,
        written.superseded,
        written.handed_over,
    )


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


def _by_hand(today: date) -> Reconciled:
    """What people planned has no engagement to reconcile: its day comes, its firm may leave or be
    merged into another one.
    """
    by_hand = FollowUp.objects.open().filter(engagement__isnull=True)
    merged = by_hand.filter(firm__merged_into__isnull=False).order_by()
    moved = [
        by_hand.filter(firm=firm).update(firm=heir)
        for firm, heir in merged.values_list("firm", "firm__merged_into").distinct()
    ]
    left = by_hand.filter(firm__closed_on__isnull=False, firm__merged_into__isnull=True).update(
        state=State.SUPERSEDED, why="firm_left", closed_at=clock.now(), updated_at=clock.now()
    )
    fell_due = by_hand.filter(state__in=(State.PLANNED, State.SNOOZED), due_on__lte=today).update(
        state=State.DUE, updated_at=clock.now()
    )
    return Reconciled(fell_due=fell_due, superseded=left, handed_over=sum(moved))
