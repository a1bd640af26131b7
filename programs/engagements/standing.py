"""Rows as the rules read them: what stands on record for the engagements of an offering."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from programs.allocation.models import Offering
from programs.engagements.models import SESSIONS_SLOT, DeliveryFact, Engagement
from programs.engagements.rules import Attendance, FactKind, State, session_days
from programs.engagements.rules.delivery import MOST_SESSION_DAYS
from programs.engagements.rules.grid import Stands

#: Whose attendance is noted: agreed, going on, over, and who did not come.
ON_THE_GRID = (State.APPROVED, State.ACTIVE, State.PAUSED, State.COMPLETED, State.NO_SHOW)

#: Who may still turn out not to have come.
MAY_NOT_COME = frozenset({State.APPROVED, State.ACTIVE})


def sessions_of(offering: Offering) -> tuple[date, ...]:
    """The days on which attendance is noted, two weeks at most: those of its stops and sessions,
    each day of the offering where none are set up (one query).
    """
    spans = [(stop.starts_on, stop.ends_on) for stop in offering.stops.all()]
    spans = spans or [(offering.starts_on, offering.ends_on)]
    days = {day for first, last in spans for day in session_days(first, last)}
    return tuple(sorted(days)[:MOST_SESSION_DAYS])


@dataclass(frozen=True)
class Standing:
    """One engagement of the grid: what stands, the facts it comes from, who wrote last."""

    engagement: Engagement
    stands: Stands
    facts: dict[tuple[str, date], DeliveryFact]
    hours_fact: DeliveryFact | None
    last_by: str
    last_at: datetime | None

    @property
    def is_closed(self) -> bool:
        return self.engagement.state == State.NO_SHOW


def standing_of(engagements: Collection[Engagement]) -> dict[int, Standing]:
    """What stands for each engagement, by its key (one query)."""
    by_engagement: dict[int, list[DeliveryFact]] = {row.pk: [] for row in engagements}
    facts = DeliveryFact.objects.in_force().filter(engagement__in=by_engagement)
    for fact in facts.select_related("recorded_by").order_by("pk"):
        by_engagement[fact.engagement_id].append(fact)
    return {row.pk: _standing(row, by_engagement[row.pk]) for row in engagements}


def _standing(engagement: Engagement, facts: list[DeliveryFact]) -> Standing:
    marks = {
        (str(fact.kind), fact.occurred_on): fact
        for fact in facts
        if fact.kind == FactKind.ATTENDANCE
    }
    hours = next((fact for fact in facts if fact.slot == SESSIONS_SLOT), None)
    last = facts[-1] if facts else None
    return Standing(
        engagement=engagement,
        stands=Stands(
            marks={day: Attendance(fact.attendance) for (_kind, day), fact in marks.items()},
            hours=hours.hours if hours else None,
            version=f"{engagement.state}.{last.pk if last else 0}",
            may_no_show=State(engagement.state) in MAY_NOT_COME,
        ),
        facts=marks,
        hours_fact=hours,
        last_by=last.recorded_by.name if last and last.recorded_by else "",
        last_at=last.recorded_at if last else None,
    )
