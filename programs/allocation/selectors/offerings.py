"""Reads of dated offers: what is open, and one offering with all who asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Avg, Count, Q
from django.utils.translation import gettext as _

from config.shared.templatetags.ui import number
from firms.accounts.models import User
from firms.accounts.roles import Capability
from firms.register.models import Firm
from programs.allocation import rules
from programs.allocation.models import (
    AllocationRun,
    Allotment,
    Application,
    Offering,
    Question,
    Quota,
    Reviewer,
    Rivalry,
    Score,
    Stop,
)
from programs.allocation.rules import ASKING, HOLDING, LIVE
from programs.allocation.selectors.names import reading_names
from programs.allocation.selectors.reviews import appointed
from programs.allocation.sentences import why_for_staff
from programs.catalogue.models import Program
from programs.matching.sentences import Names


def open_offerings(
    user: User, firm: Firm, interventions: Iterable[int], *, today: date
) -> dict[int, Offering]:
    """The next offering of each intervention that the firm can still apply for (one query)."""
    rows = (
        Offering.objects.visible_to(user)
        .serving(Firm.objects.filter(pk=firm.pk))
        .filter(intervention__in=list(interventions))
        .taking(on=today)
        .annotate(applied=asked())
        .order_by("-apply_by", "-pk")
    )
    return {row.intervention_id: row for row in rows}


def asked() -> Count:
    """How many applications for an offering nothing has ended."""
    return Count("applications", filter=Q(applications__state__in=LIVE))


@dataclass(frozen=True)
class OfferingRow:
    """An offering with what was asked and what is left."""

    offering: Offering
    applied: int


def offerings_of(program: Program, user: User) -> list[OfferingRow]:
    """The offerings of a program, by date (one query)."""
    rows = (
        Offering.objects.visible_to(user)
        .filter(program=program)
        .select_related("intervention")
        .annotate(applied=asked())
        .order_by("starts_on", "pk")
    )
    return [OfferingRow(row, getattr(row, "applied", 0)) for row in rows]


@dataclass(frozen=True)
class ApplicationRow:
    """One application in the table of an offering. `first_come`, `by_score`: whether the usual
    ways would seat it; None where no proposal compares them. `given`: how many of the appointed
    reviewers gave points; `score` is the mean of those the reader may see.
    """

    application: Application
    stage: str | None
    score: Decimal | None
    allotment: Allotment | None
    why: str
    first_come: bool | None = None
    by_score: bool | None = None
    given: int = 0

    @property
    def verdict(self) -> str:
        """What is proposed, else how it stands: seat, wait, refuse, or the state itself."""
        return self.allotment.verdict if self.allotment else str(self.application.state)


@dataclass(frozen=True)
class Comparison:
    """The proposal beside the two usual ways: seats, expected benefit in points, minima missed."""

    seats: int
    waiting: int
    excluded: int
    benefit: Decimal
    first_come: Decimal
    by_score: Decimal
    first_come_misses: int
    by_score_misses: int


@dataclass(frozen=True)
class OfferingPage:
    """Everything an offering's page shows."""

    offering: Offering
    stops: Sequence[Stop]
    quotas: Sequence[Quota]
    questions: Sequence[Question]
    rivalries: Sequence[Rivalry]
    reviewers: Sequence[Reviewer]
    rows: Sequence[ApplicationRow]
    run: AllocationRun | None
    decided: Sequence[AllocationRun]
    comparison: Comparison | None = None
    shown: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def listed(self) -> list[ApplicationRow]:
        """The rows of the chosen group."""
        return [row for row in self.rows if not self.shown or row.verdict == self.shown]

    @property
    def days(self) -> int:
        return (self.offering.ends_on - self.offering.starts_on).days + 1

    def is_reviewer(self, user: User) -> bool:
        return any(row.person_id == user.pk for row in self.reviewers)

    @property
    def has_asking(self) -> bool:
        return any(row.application.state in ASKING for row in self.rows)

    @property
    def needs_score(self) -> bool:
        return bool(self.reviewers) or any(row.score is not None for row in self.rows)


def offering_page(offering: Offering, user: User, *, shown: str = "") -> OfferingPage:
    """One offering with the applications of firms in view; eleven queries for any number."""
    runs = list(
        AllocationRun.objects.visible_to(user)
        .filter(offerings=offering)
        .select_related("computed_by", "decided_by")
        .order_by("-computed_at", "-pk")
    )
    run = next((row for row in runs if row.state == AllocationRun.State.PROPOSED), None)
    reviewers = list(appointed(offering))
    seen = Q(scores__in=Score.objects.visible_to(user))
    theirs = Q(scores__reviewer__in=[row.person_id for row in reviewers])
    applications = list(
        Application.objects.with_firm_in_view(user)
        .filter(offering=offering)
        .select_related("firm__office", "offering")
        .with_stage()
        .with_place_in_line()
        .annotate(
            mean_score=Avg("scores__points", filter=seen), given=Count("scores", filter=theirs)
        )
        .order_by("applied_on", "recorded_at", "pk")
    )
    allotments = {} if run is None else {row.application_id: row for row in run.allotments.all()}
    rows = _rows(applications, allotments, run, user)
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.verdict] = counts.get(row.verdict, 0) + 1
    return OfferingPage(
        offering=offering,
        stops=list(offering.stops.all()),
        quotas=list(offering.quotas.all()),
        questions=list(offering.questions.filter(retired_on__isnull=True)),
        rivalries=list(
            Rivalry.objects.visible_to(user)
            .filter(offering=offering)
            .select_related("first__firm", "second__firm")
        ),
        reviewers=reviewers,
        rows=rows,
        run=run,
        decided=[row for row in runs if row.state != AllocationRun.State.PROPOSED],
        comparison=None if run is None else comparison_of(run, list(allotments.values())),
        shown=shown if shown in counts else "",
        counts=counts,
    )


def _rows(
    applications: Sequence[Application],
    allotments: dict[int, Allotment],
    run: AllocationRun | None,
    user: User,
) -> list[ApplicationRow]:
    """Ranked as proposed; without a proposal in the order they came, holders first."""
    first = by_score = None
    if run is not None:
        problem = rules.from_document(run.inputs)
        first, by_score = rules.first_come(problem).seated, rules.by_score(problem).seated
    sees_all = user.may(Capability.MANAGE_PROGRAMS)
    firms = {row.pk: row.firm.legal_name for row in applications} if sees_all else {}
    names = reading_names()

    def row_of(application: Application) -> ApplicationRow:
        allotment = allotments.get(application.pk)
        because = allotment.because if allotment else application.because
        sentence = why_for_staff(because, names, firms=firms)
        if because.get("code") == "best" and allotment is not None:
            sentence = _for_what(allotment, names) or sentence
        said = (allotment.swap_reason if allotment else "") or application.reason
        in_run = allotment is not None
        return ApplicationRow(
            application,
            getattr(application, "stage_now", None),
            getattr(application, "mean_score", None),
            allotment,
            f"{sentence} {said}".strip(),
            application.pk in first if in_run and first is not None else None,
            application.pk in by_score if in_run and by_score is not None else None,
            getattr(application, "given", 0),
        )

    def order(row: ApplicationRow) -> tuple[int, int]:
        application = row.application
        if row.allotment:
            return 1, row.allotment.rank
        kind = 0 if application.state in HOLDING else 2 if application.state in ASKING else 3
        return kind, application.waiting_rank or 0

    return sorted(map(row_of, applications), key=order)


def _for_what(allotment: Allotment, names: Names) -> str:
    """What the seat is expected to do most about."""
    if not allotment.parts:
        return ""
    part = allotment.parts[0]
    return _("Mostly for: %(constraint)s, %(severity)s of 100.") % {
        "constraint": names.constraints.get(part["constraint"], part["constraint"]),
        "severity": number(Decimal(part["severity"])),
    }


def comparison_of(run: AllocationRun, allotments: Sequence[Allotment]) -> Comparison:
    """What the proposal gives more than the usual ways, from the saved inputs."""
    problem = rules.from_document(run.inputs)
    ways = rules.first_come(problem), rules.by_score(problem)
    verdicts = [row.verdict for row in allotments]
    seated = [row.application_id for row in allotments if row.verdict == Allotment.Verdict.SEAT]
    return Comparison(
        seats=len(seated),
        waiting=verdicts.count(Allotment.Verdict.WAIT),
        excluded=verdicts.count(Allotment.Verdict.REFUSE),
        benefit=_points(rules.total(problem, seated)),
        first_come=_points(ways[0].benefit),
        by_score=_points(ways[1].benefit),
        first_come_misses=len(ways[0].unmet),
        by_score_misses=len(ways[1].unmet),
    )


def _points(thousandths: int) -> Decimal:
    return Decimal(thousandths) / 1000
