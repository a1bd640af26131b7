"""The reconciler: makes stored follow-ups equal to what the rules desire. Twice changes nothing."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from config.shared import clock
from firms.audit import actions as audit
from firms.audit.models import AuditEvent
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement
from programs.engagements.rules import State as EngagementState
from programs.followups import events
from programs.followups.calendars import calendar_of
from programs.followups.instances import anchor_of, instance_of
from programs.followups.models import FollowUp
from programs.followups.rules import Difference, Instance, State, desired, plan_difference

logger = logging.getLogger(__name__)

BATCH = 500

_CHANGED = (
    "anchor_on",
    "planned_on",
    "due_on",
    "state",
    "why",
    "closed_at",
    "updated_at",
)


@dataclass(frozen=True)
class Reconciled:
    """Rows written, and engagements that failed and wait for a person."""

    created: int = 0
    moved: int = 0
    fell_due: int = 0
    superseded: int = 0
    failed: int = 0

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(
            self.created + other.created,
            self.moved + other.moved,
            self.fell_due + other.fell_due,
            self.superseded + other.superseded,
            self.failed + other.failed,
        )

    @property
    def written(self) -> int:
        return self.created + self.moved + self.fell_due + self.superseded


def reconcile_engagement(*, engagement: Engagement, today: date) -> Reconciled:
    """Bring the follow-ups of one engagement in line, within the caller's transaction."""
    return _reconcile([engagement.pk], today)


def reconcile_all(*, today: date, everything: bool = False) -> Reconciled:
    """Reconcile the engagements that may differ, or every one of them; one bad row stops nobody."""
    total = Reconciled(fell_due=_hand_made_fall_due(today))
    source = _with_schedule() if everything else differing(today=today)
    for keys in _batches(source):
        try:
            total += _reconcile(keys, today)
        except Exception:
            logger.exception("A batch of engagements failed; trying them one by one.")
            total += _one_by_one(keys, today)
    return total


def differing(*, today: date) -> QuerySet[Engagement]:
    """Engagements whose follow-ups may differ from what should be: a superset, cheap to find."""
    of_this = FollowUp.objects.filter(engagement=OuterRef("pk"))
    unanchored = ~Exists(of_this.filter(anchor_on=OuterRef("completed_on")))
    no_longer = Exists(of_this.open())
    fell_due = Exists(of_this.filter(state__in=(State.PLANNED, State.SNOOZED), due_on__lte=today))
    completed = Q(state=EngagementState.COMPLETED)
    return _with_schedule().filter(
        (completed & (Q(unanchored) | Q(fell_due))) | (~completed & Q(no_longer))
    )


def _with_schedule() -> QuerySet[Engagement]:
    """Engagements that have follow-ups or should have: completed ones with a schedule."""
    scheduled = [row.pk for row in Intervention.objects.all() if row.follow_up_days]
    has_rows = Exists(FollowUp.objects.filter(engagement=OuterRef("pk")))
    return Engagement.objects.filter(
        Q(has_rows) | Q(state=EngagementState.COMPLETED, intervention__in=scheduled)
    )


def _batches(source: QuerySet[Engagement]) -> Iterator[list[int]]:
    """Keys in batches, by key, so that rows changed meanwhile are neither missed nor repeated."""
    last = 0
    while keys := list(
        source.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        yield keys
        last = keys[-1]


def differences(*, today: date) -> Iterator[int]:
    """Keys of engagements whose stored follow-ups are not what they should be; nothing written."""
    for keys in _batches(_with_schedule()):
        engagements = Engagement.objects.select_related("firm__office", "intervention")
        rows = _rows_of(keys)
        for engagement in engagements.filter(pk__in=keys).order_by("pk"):
            if not _difference(engagement, rows.get(engagement.pk, []), today).is_empty:
                yield engagement.pk


def _one_by_one(keys: Iterable[int], today: date) -> Reconciled:
    total = Reconciled()
    for key in keys:
        try:
            total += _reconcile([key], today)
        except Exception:
            logger.exception("The follow-ups of engagement %s cannot be reconciled.", key)
            total += Reconciled(failed=1)
    return total


@transaction.atomic
def _reconcile(keys: Sequence[int], today: date) -> Reconciled:
    engagements = list(
        Engagement.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("firm__office", "intervention")
        .order_by("pk")
    )
    rows = _rows_of(keys)
    written = _Written(today)
    for engagement in engagements:
        mine = rows.get(engagement.pk, [])
        written.add(engagement, mine, _difference(engagement, mine, today))
    return written.save()


def _rows_of(keys: Sequence[int]) -> dict[int, list[FollowUp]]:
    rows: dict[int, list[FollowUp]] = {}
    for row in FollowUp.objects.filter(engagement__in=keys):
        rows.setdefault(row.engagement_id or 0, []).append(row)
    return rows


def _difference(engagement: Engagement, rows: list[FollowUp], today: date) -> Difference:
    anchor, existing = anchor_of(engagement), [instance_of(row) for row in rows]
    days = [today, *(row.due_on for row in rows)]
    if anchor.completed_on:
        days += [anchor.completed_on]
        days += [anchor.completed_on + timedelta(days=offset) for offset in anchor.offsets]
    calendar = calendar_of(engagement.firm.office, days)
    return plan_difference(desired([anchor], existing, calendar, today), existing)


class _Written:
    """Collects what a batch of engagements needs, and writes it with few statements."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.new: list[FollowUp] = []
        self.changed: list[FollowUp] = []
        self.events: list[AuditEvent] = []
        self.counts = Reconciled()

    def add(self, engagement: Engagement, rows: list[FollowUp], plan: Difference) -> None:
        self.new += [_new_row(engagement, each) for each in plan.creates]
        by_offset = {row.offset_days: row for row in rows}
        for each in (*plan.moves, *plan.falls_due, *plan.supersedes):
            self.changed.append(_rewritten(by_offset[each.offset_days], each))
        self.counts += Reconciled(
            len(plan.creates), len(plan.moves), len(plan.falls_due), len(plan.supersedes)
        )
        self._tell(engagement, plan)

    def _tell(self, engagement: Engagement, plan: Difference) -> None:
        to_come = [each for each in plan.creates if each.is_open]
        told = (
            (events.SCHEDULED, to_come),
            (events.MOVED, plan.moves),
            (events.SUPERSEDED, plan.supersedes),
        )
        for kind, instances in told:
            if instances:
                data = {
                    "intervention": engagement.intervention.names,
                    "count": len(instances),
                    "day": min(each.due_on for each in instances).isoformat(),
                }
                self.events.append(
                    audit.draft(
                        kind,
                        by=None,
                        firm=engagement.firm,
                        target=engagement,
                        occurred_on=self.today,
                        data=data,
                    )
                )

    def save(self) -> Reconciled:
        FollowUp.objects.bulk_create(self.new, batch_size=BATCH)
        FollowUp.objects.bulk_update(self.changed, _CHANGED, batch_size=BATCH)
        audit.record_many(self.events)
        return self.counts


def _new_row(engagement: Engagement, wanted: Instance) -> FollowUp:
    return _rewritten(
        FollowUp(firm=engagement.firm, engagement=engagement, offset_days=wanted.offset_days),
        wanted,
    )


def _rewritten(row: FollowUp, wanted: Instance) -> FollowUp:
    """The row with the dates and the state the rules want; the engine's reason in `why`."""
    row.anchor_on = wanted.anchor_on
    row.planned_on = wanted.planned_on
    row.due_on = wanted.due_on
    row.state = wanted.state
    row.why = wanted.why
    row.closed_at = None if wanted.is_open else clock.now()
    row.updated_at = clock.now()
    return row


def _hand_made_fall_due(today: date) -> int:
    """Follow-ups a person planned have no engagement to reconcile; their day comes too."""
    waiting = FollowUp.objects.filter(
        engagement__isnull=True, state__in=(State.PLANNED, State.SNOOZED), due_on__lte=today
    )
    return waiting.update(state=State.DUE, updated_at=clock.now())
