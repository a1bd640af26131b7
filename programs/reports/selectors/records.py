"""One record per member: where it stood and stands, how long it waited, what was asked of it.

Reads tuples, not rows of models, in a fixed number of queries whatever the size of the cohort.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from assessments.methodology.models import ConstraintType
from assessments.profiles.models import ConstraintFinding, ConstraintProfile, StagePlacement
from assessments.scoring.results import Stage
from firms.accounts.models import User
from firms.audit.models import AuditEvent
from firms.register import events as firm_events
from firms.register.models import Interaction
from programs.cohorts import rules as cohort_rules
from programs.cohorts.models import Cohort, CohortMember
from programs.cohorts.rules import Excluded, FirmState, Placement, Standing, TimeToStage
from programs.followups.models import FollowUp
from programs.followups.rules import State, Why
from programs.reports.asof import Days
from programs.reports.rules import Exclusion, FollowUpFacts, SeverityPair

#: Closed by a person without an answer of the firm.
GIVEN_UP = frozenset({State.SKIPPED, State.UNREACHABLE, State.FAILED})


@dataclass(frozen=True)
class MemberRecord:
    """A member as of the day of the report. `pairs` are empty without a later assessment."""

    firm_id: int
    name: str
    intake_on: date
    intake: Standing
    state: FirmState
    wait: TimeToStage | Excluded
    last_sign_on: date | None
    follow_ups: tuple[FollowUpFacts, ...]
    pairs: tuple[SeverityPair, ...]

    @property
    def move(self) -> tuple[Standing, Standing]:
        """Stage at intake and state now."""
        return self.intake, self.state.standing


@dataclass(frozen=True)
class Records:
    """The members in view, of `whole` members; constraint codes in their order, with names."""

    members: tuple[MemberRecord, ...]
    whole: int
    constraints: Mapping[str, str]


@dataclass(frozen=True)
class _Reader:
    cohort: Cohort
    user: User
    days: Days

    def of_members(self, table: Any, day: str, recorded: str) -> QuerySet[Any]:
        """Visible rows of the cohort's firms dated, and if asked recorded, in time."""
        rows: QuerySet[Any] = table.objects.visible_to(self.user).filter(
            **{"firm__cohort_memberships__cohort": self.cohort, f"{day}__lte": self.days.as_of}
        )
        until = self.days.recorded_until
        return rows if until is None else rows.filter(**{f"{recorded}__lte": until})


def read_records(cohort: Cohort, user: User, days: Days) -> Records:
    """All members of a frozen cohort that `user` may see, by name; 8 queries, 9 with
    `recorded_by`."""
    reader = _Reader(cohort, user, days)
    members = [_Member(*row) for row in _member_rows(reader)]
    placements, profiles = _placements(reader), _profiles(reader)
    follow_ups, answered = _follow_ups(reader)
    contacts, left_later = _contacts(reader), _left_later(reader)
    pairs = _pairs({one.firm_id: one.baseline_profile for one in members}, profiles)
    records = []
    for one in members:
        firm = one.firm_id
        signs = [
            *contacts[firm],
            *answered[firm],
            *(day for day, *_ in profiles[firm]),
            *(placement.occurred_on for placement in placements[firm]),
        ]
        last_sign_on = cohort_rules.last_on_or_before(signs, days.as_of)
        left_on = None if firm in left_later else one.closed_on
        state, wait = _standing(one, placements[firm], last_sign_on, left_on, days)
        since_intake = tuple(each for each in follow_ups[firm] if each.due_on >= one.intake_on)
        records.append(
            MemberRecord(
                firm_id=firm,
                name=one.name,
                intake_on=one.intake_on,
                intake=Standing(one.stage) if one.stage else Standing.UNKNOWN,
                state=state,
                wait=wait,
                last_sign_on=last_sign_on,
                follow_ups=since_intake,
                pairs=pairs[firm],
            )
        )
    whole = CohortMember.objects.filter(cohort=cohort).count()
    return Records(tuple(records), whole, _constraints())


class _Member(NamedTuple):
    firm_id: int
    name: str
    intake_on: date
    stage: str
    closed_on: date | None
    baseline_profile: int | None


def _member_rows(reader: _Reader) -> Iterable[tuple[Any, ...]]:
    return (
        CohortMember.objects.visible_to(reader.user)
        .filter(cohort=reader.cohort)
        .order_by("firm__legal_name", "firm_id")
        .values_list(
            "firm_id",
            "firm__legal_name",
            "intake_on",
            "baseline_stage",
            "firm__closed_on",
            "baseline_profile_id",
        )
    )


def _standing(
    member: _Member,
    placements: list[Placement],
    last_sign_on: date | None,
    left_on: date | None,
    days: Days,
) -> tuple[FirmState, TimeToStage | Excluded]:
    stage = Stage(member.stage) if member.stage else None
    state = cohort_rules.state_as_of(
        as_of=days.as_of,
        placements=placements,
        last_contact_on=last_sign_on,
        intake_on=member.intake_on,
        intake_stage=stage,
        left_on=left_on,
        recorded_by=days.recorded_until,
    )
    wait = cohort_rules.time_to_next_stage(
        intake_on=member.intake_on,
        intake_stage=stage,
        placements=placements,
        last_contact_on=last_sign_on,
        as_of=days.as_of,
        left_on=left_on,
        recorded_by=days.recorded_until,
    )
    return state, wait


def _placements(reader: _Reader) -> Mapping[int, list[Placement]]:
    found: dict[int, list[Placement]] = defaultdict(list)
    rows = reader.of_members(StagePlacement, "occurred_on", "recorded_at").order_by()
    for firm, stage, day, recorded_at, pk in rows.values_list(
        "firm_id", "stage", "occurred_on", "recorded_at", "pk"
    ):
        found[firm].append(Placement(Stage(stage), day, recorded_at, number=pk))
    return found


def _contacts(reader: _Reader) -> Mapping[int, list[date]]:
    rows = reader.of_members(Interaction, "occurred_on", "recorded_at").order_by()
    found: dict[int, list[date]] = defaultdict(list)
    for firm, last in rows.values_list("firm_id").annotate(last=Max("occurred_on")):
        found[firm].append(last)
    return found


def _follow_ups(
    reader: _Reader,
) -> tuple[Mapping[int, list[FollowUpFacts]], Mapping[int, list[date]]]:
    """Promises due by the day of the report, and the days on which firms answered any.

    The measure is the day that was promised: putting a follow-up off moves no report.
    """
    promised: dict[int, list[FollowUpFacts]] = defaultdict(list)
    answered: dict[int, list[date]] = defaultdict(list)
    as_of, until = reader.days.as_of, reader.days.recorded_until
    rows = FollowUp.objects.visible_to(reader.user).filter(
        Q(planned_on__lte=as_of) | Q(done_on__lte=as_of),
        firm__cohort_memberships__cohort=reader.cohort,
        offset__gte=0,  # what is prepared before an event asks no firm how it went
    )
    if until is not None:
        rows = rows.filter(created_at__lte=until)
    facts = ("firm_id", "planned_on", "done_on", "state", "why", "closed_at")
    for firm, promised_on, done_on, state, why, closed_at in rows.order_by(
        "planned_on", "pk"
    ).values_list(*facts):
        is_known = until is None or closed_at is None or closed_at <= until
        closed_on = timezone.localtime(closed_at).date() if closed_at else None
        exclusion, since = None, None
        if is_known:
            exclusion, since = _exclusion(state, why, closed_on)
        day_done = done_on if is_known and state == State.DONE else None
        given_up_on = closed_on if is_known and state in GIVEN_UP else None
        promised[firm].append(FollowUpFacts(promised_on, day_done, exclusion, since, given_up_on))
        if day_done is not None:
            answered[firm].append(day_done)
    return promised, answered


def _exclusion(
    state: str, why: str, closed_on: date | None
) -> tuple[Exclusion | None, date | None]:
    """Replaced promises leave from the day they were; stale ones never counted."""
    if state == State.SUPERSEDED:
        return Exclusion.SUPERSEDED, closed_on
    if why == Why.SKIPPED_STALE:
        return Exclusion.SKIPPED_STALE, None
    return None, None


Dated = tuple[date, int, str]


def _profiles(reader: _Reader) -> Mapping[int, list[Dated]]:
    found: dict[int, list[Dated]] = defaultdict(list)
    rows = reader.of_members(ConstraintProfile, "assessed_on", "recorded_at")
    for firm, day, pk, pack in rows.order_by("assessed_on", "pk").values_list(
        "firm_id", "assessed_on", "pk", "pack_id"
    ):
        found[firm].append((day, pk, str(pack)))
    return found


def _left_later(reader: _Reader) -> frozenset[int]:
    """Firms whose leaving was recorded only after the moment asked about."""
    until: datetime | None = reader.days.recorded_until
    if until is None:
        return frozenset()
    late = AuditEvent.objects.visible_to(reader.user).filter(
        kind=str(firm_events.FIRM_LEFT),
        recorded_at__gt=until,
        firm__cohort_memberships__cohort=reader.cohort,
    )
    return frozenset(late.order_by().values_list("firm_id", flat=True))


def _pairs(
    baselines: Mapping[int, int | None], profiles: Mapping[int, Sequence[Dated]]
) -> Mapping[int, tuple[SeverityPair, ...]]:
    """Baseline and latest profile of each firm that has two different ones."""
    latest = {firm: found[-1] for firm, found in profiles.items() if found}
    packs = {pk: pack for found in profiles.values() for _, pk, pack in found}
    both = {
        firm: (base, latest[firm][1])
        for firm, base in baselines.items()
        if base in packs and latest[firm][1] != base
    }
    severities = _severities({pk for pair in both.values() for pk in pair if pk is not None})
    result: dict[int, tuple[SeverityPair, ...]] = defaultdict(tuple)
    for firm, (before, after) in both.items():
        was, now = severities[before], severities[after]
        result[firm] = tuple(
            SeverityPair(code, was.get(code), now.get(code), packs[before], packs[after])
            for code in sorted({**was, **now})
        )
    return result


def _severities(profiles: Iterable[int]) -> Mapping[int, dict[str, Decimal | None]]:
    found: dict[int, dict[str, Decimal | None]] = defaultdict(dict)
    rows = ConstraintFinding.objects.filter(profile__in=profiles).order_by()
    for profile, code, severity in rows.values_list("profile_id", "constraint__code", "severity"):
        found[profile][code] = severity
    return found


def _constraints() -> dict[str, str]:
    """Codes in the order of the methodology, with names in the reader's language."""
    return {one.code: one.name for one in ConstraintType.objects.order_by("order", "pk")}
