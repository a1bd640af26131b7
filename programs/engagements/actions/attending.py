"""The attendance of a whole offering in one go: what is right is saved, the rest stays typed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from config.shared import clock
from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.engagements import events
from programs.engagements.actions.moving import apply_move
from programs.engagements.models import (
    DAY_SLOT,
    SESSIONS_SLOT,
    DeliveryFact,
    Engagement,
)
from programs.engagements.rules import FactKind, State
from programs.engagements.rules.grid import RowState, Typed, Verdict, judge
from programs.engagements.standing import Standing, standing_of


@dataclass(frozen=True)
class GridSaved:
    """What became of the typed rows, by key of the engagement."""

    verdicts: Mapping[int, Verdict]
    refusals: Mapping[int, str]

    def count(self, state: RowState) -> int:
        """How many rows came to this; a row whose move was refused counts as wrong."""
        refused = len(self.refusals)
        found = sum(verdict.state is state for verdict in self.verdicts.values())
        if state is RowState.CHANGED:
            return found - refused
        return found + refused if state is RowState.WRONG else found


@transaction.atomic
def save_attendance(
    *, typed: Mapping[int, Typed], days: Sequence[date], by: User | None
) -> GridSaved:
    """Save the rows that are right; each row is judged under the lock of its engagement.

    Marks and hours are new facts, corrections where something stood; who did not come is moved.
    A row that somebody changed meanwhile is left as it stands. The same rows again change
    nothing. Costs the same number of queries for any number of rows without a no-show.
    """
    locked = list(
        Engagement.objects.select_for_update(of=("self",))
        .select_related("firm__office", "intervention")
        .filter(pk__in=typed)
        .order_by("pk")
    )
    standing = standing_of(locked)
    today = clock.today()
    verdicts = {pk: judge(typed[pk], row.stands, days, today=today) for pk, row in standing.items()}
    refusals: dict[int, str] = {}
    changed = [row for pk, row in standing.items() if verdicts[pk].state is RowState.CHANGED]
    for row in changed:
        if verdicts[row.engagement.pk].no_show:
            _not_come(row, days, by, refusals)
    kept = [row for row in changed if row.engagement.pk not in refusals]
    first = days[0] if days else today
    DeliveryFact.objects.bulk_create(
        [fact for row in kept for fact in _facts(row, verdicts[row.engagement.pk], first, by)],
        batch_size=500,
    )
    _tell(kept, verdicts, by)
    return GridSaved(verdicts, refusals)


def _not_come(
    row: Standing, days: Sequence[date], by: User | None, refusals: dict[int, str]
) -> None:
    """Move to no-show on the last session day that is over; a refusal stays with the row."""
    today = clock.today()
    on = max((day for day in days if day <= today), default=today)
    try:
        with transaction.atomic():
            apply_move(row.engagement, State.NO_SHOW, on=on, by=by)
    except DomainError as refusal:
        refusals[row.engagement.pk] = str(refusal)


def _facts(row: Standing, verdict: Verdict, first: date, by: User | None) -> Iterable[DeliveryFact]:
    """New rows for what differs: marks of their days, hours under the first session day."""
    common = {"engagement": row.engagement, "recorded_at": clock.now(), "recorded_by": by}
    for day, mark in verdict.marks.items():
        yield DeliveryFact(
            **common,
            kind=FactKind.ATTENDANCE,
            occurred_on=day,
            slot=DAY_SLOT,
            attendance=mark,
            corrects=row.facts.get((str(FactKind.ATTENDANCE), day)),
        )
    if verdict.hours is not None:
        known = row.hours_fact
        yield DeliveryFact(
            **common,
            kind=FactKind.HOURS,
            occurred_on=known.occurred_on if known else first,
            slot=SESSIONS_SLOT,
            hours=verdict.hours,
            corrects=known,
        )


def _tell(rows: Sequence[Standing], verdicts: Mapping[int, Verdict], by: User | None) -> None:
    """One event for each firm whose marks or hours were noted."""
    audit.record_many(
        audit.draft(
            events.ATTENDED,
            by=by,
            firm=row.engagement.firm,
            target=row.engagement,
            data={
                "intervention": row.engagement.intervention.names,
                "days": len(verdicts[row.engagement.pk].marks),
            },
        )
        for row in rows
        if verdicts[row.engagement.pk].marks or verdicts[row.engagement.pk].hours is not None
    )
