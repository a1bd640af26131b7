"""Follow-ups done on time, as the pack's indicator `follow_up_rate` defines it.

A late answer is late, not missing; a follow-up that was replaced or had gone stale leaves the
denominator, and both are counted and shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from config.shared.small_groups import Withheld
from programs.followups.rules import ON_TIME_DAYS
from programs.reports.rules.withholding import share


class Exclusion(StrEnum):
    """Why a follow-up is not counted as due."""

    SUPERSEDED = "superseded"
    SKIPPED_STALE = "skipped_stale"


class Timeliness(StrEnum):
    """Where a follow-up stands as of a date; each is in exactly one of these."""

    NOT_DUE = "not_due"
    ON_TIME = "on_time"
    LATE = "late"
    IN_GRACE = "in_grace"
    OVERDUE = "overdue"
    UNANSWERED = "unanswered"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class FollowUpFacts:
    """One dated promise: when due, when done (None while open), and why not counted, if so.

    Without `excluded_on` an exclusion holds from the beginning. `given_up_on` is the day a person
    closed it without an answer (not reached, skipped with a reason): it stays in the denominator.
    """

    due_on: date
    done_on: date | None = None
    exclusion: Exclusion | None = None
    excluded_on: date | None = None
    given_up_on: date | None = None


@dataclass(frozen=True)
class OnTimeReport:
    """Counts by timeliness and the share of `due` that was done on time.

    `due` holds on time, late, in grace (due, open, still within the grace days), overdue and
    unanswered (closed without an answer).
    With not due and excluded they add up to every follow-up given.
    """

    due: int
    counts: Mapping[Timeliness, int]
    excluded: Mapping[Exclusion, int]
    on_time_share: Decimal | Withheld
    late_share: Decimal | Withheld
    overdue_share: Decimal | Withheld


def timeliness(facts: FollowUpFacts, *, as_of: date, grace_days: int = ON_TIME_DAYS) -> Timeliness:
    """Where one follow-up stands; what was done or excluded after `as_of` is still open then.

    Done early is on time, once it is due; before that it is not due.
    """
    if facts.exclusion is not None and (facts.excluded_on is None or facts.excluded_on <= as_of):
        return Timeliness.EXCLUDED
    if facts.due_on > as_of:
        return Timeliness.NOT_DUE
    last_good_day = facts.due_on + timedelta(days=grace_days)
    if facts.done_on is not None and facts.done_on <= as_of:
        return Timeliness.ON_TIME if facts.done_on <= last_good_day else Timeliness.LATE
    if facts.given_up_on is not None and facts.given_up_on <= as_of:
        return Timeliness.UNANSWERED
    return Timeliness.IN_GRACE if as_of <= last_good_day else Timeliness.OVERDUE


def follow_ups_on_time(
    follow_ups: Iterable[FollowUpFacts], *, as_of: date, grace_days: int = ON_TIME_DAYS
) -> OnTimeReport:
    """The indicator over all follow-ups given; shares are withheld below five due."""
    placed = [
        (timeliness(one, as_of=as_of, grace_days=grace_days), one.exclusion) for one in follow_ups
    ]
    counts = Counter(where for where, _ in placed)
    reasons = Counter(reason for where, reason in placed if where is Timeliness.EXCLUDED)
    due = len(placed) - counts[Timeliness.NOT_DUE] - counts[Timeliness.EXCLUDED]
    return OnTimeReport(
        due=due,
        counts={where: counts[where] for where in Timeliness},
        excluded={reason: reasons[reason] for reason in Exclusion},
        on_time_share=share(counts[Timeliness.ON_TIME], due),
        late_share=share(counts[Timeliness.LATE], due),
        overdue_share=share(counts[Timeliness.OVERDUE], due),
    )
