"""Reads of plans for their pages: which plan holds where, in words."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from firms.accounts.models import User
from programs.catalogue.models import Intervention, in_reader_language
from programs.engagements.models import Engagement
from programs.followups import labels
from programs.followups.models import (
    STEP_CHANNEL_LABELS,
    WHO_LABELS,
    FollowUpPlan,
    PlanState,
    PlanVersion,
)
from programs.followups.plans import InForce, PlanBook, standard_of, step_of
from programs.followups.preview import Preview, preview
from programs.followups.rules import Step


@dataclass(frozen=True)
class StepLine:
    """A step in words."""

    code: str
    title: str
    when: str
    who: str
    how: str
    repeats: int
    every: int
    unit: str
    stops: tuple[str, ...]
    is_reset_by_contact: bool
    questions: int


def line_of(step: Step) -> StepLine:
    return StepLine(
        code=step.code,
        title=in_reader_language(dict(step.task.titles)),
        when=labels.distance(step.offset, step.unit, step.anchor),
        who=str(WHO_LABELS[step.task.who]),
        how=str(STEP_CHANNEL_LABELS[step.task.channel]),
        repeats=step.repeat_times,
        every=step.repeat_every,
        unit=step.unit,
        stops=tuple(sorted(step.stops)),
        is_reset_by_contact=step.is_reset_by_contact,
        questions=len(step.task.questions),
    )


@dataclass(frozen=True)
class PlanRow:
    """One kind of help or program in the list: what holds, and what is being drafted."""

    name: str
    plan: FollowUpPlan | None
    number: int | None
    steps: int
    running: int
    has_draft: bool
    intervention: Intervention | None = None


@dataclass(frozen=True)
class PlanList:
    """Plans of programs first: they come before those of a kind of help."""

    programs: tuple[PlanRow, ...]
    kinds: tuple[PlanRow, ...]


def plan_list() -> PlanList:
    """Every kind of help in the catalogue with its plan: five queries."""
    plans = list(
        FollowUpPlan.objects.select_related("intervention", "program").prefetch_related(
            "versions__steps"
        )
    )
    running = dict(
        Engagement.objects.open().order_by().values_list("intervention").annotate(n=Count("pk"))
    )
    by_kind = {plan.intervention_id: plan for plan in plans if plan.program_id is None}
    kinds = [
        _row(row.name, by_kind.get(row.pk), running.get(row.pk, 0), row)
        for row in Intervention.objects.filter(retired_on__isnull=True)
    ]
    programs = [_row(name_of(plan), plan, 0) for plan in plans if plan.program_id]
    return PlanList(
        tuple(sorted(programs, key=lambda row: row.name)),
        tuple(sorted(kinds, key=lambda row: row.name)),
    )


def _row(
    name: str, plan: FollowUpPlan | None, running: int, kind: Intervention | None = None
) -> PlanRow:
    versions = list(plan.versions.all()) if plan else []
    in_force = next((each for each in versions if each.state == PlanState.ENABLED), None)
    if in_force is not None:
        steps = len(in_force.steps.all())
    else:
        steps = len(standard_of(kind)) if kind else 0
    return PlanRow(
        name=name,
        plan=plan,
        number=in_force.number if in_force else None,
        steps=steps,
        running=running,
        has_draft=any(each.state == PlanState.DRAFT for each in versions),
        intervention=kind,
    )


def name_of(plan: FollowUpPlan) -> str:
    """ "Certification help", "Program X", or both."""
    parts = [plan.program.name if plan.program else "", ""]
    parts[1] = plan.intervention.name if plan.intervention else ""
    return ": ".join(part for part in parts if part)


@dataclass(frozen=True)
class PlanPage:
    """A plan: what holds, the draft, what it would do, and earlier versions.

    `in_force` is this plan's own version; `holding` another plan's that holds in its absence.
    """

    name: str
    in_force: PlanVersion | None
    holding: PlanVersion | None
    lines: tuple[StepLine, ...]
    draft: PlanVersion | None = None
    draft_lines: tuple[StepLine, ...] = ()
    preview: Preview | None = None
    earlier: tuple[PlanVersion, ...] = field(default_factory=tuple)

    @property
    def holding_name(self) -> str:
        return name_of(self.holding.plan) if self.holding else ""


def plan_page(plan: FollowUpPlan, *, today: date, user: User) -> PlanPage:
    """The page of one plan, with the replay of its draft."""
    versions = list(plan.versions.select_related("enabled_by").prefetch_related("steps"))
    in_force = next((each for each in versions if each.state == PlanState.ENABLED), None)
    draft = next((each for each in versions if each.state == PlanState.DRAFT), None)
    holds = PlanBook.read().holding(plan.program_id, plan.intervention)
    drafted = tuple(step_of(row) for row in draft.steps.all()) if draft else ()
    return PlanPage(
        name=name_of(plan),
        in_force=in_force,
        holding=_other_plan(holds, in_force),
        lines=tuple(line_of(step) for step in holds.steps) if holds else (),
        draft=draft,
        draft_lines=tuple(line_of(step) for step in drafted),
        preview=preview(plan, drafted, today=today, user=user) if draft else None,
        earlier=tuple(each for each in versions if each.state == PlanState.RETIRED),
    )


def _other_plan(holds: InForce | None, own: PlanVersion | None) -> PlanVersion | None:
    if holds is None or holds.version_id is None or own is not None:
        return None
    rows = PlanVersion.objects.select_related("plan__intervention", "plan__program")
    return rows.get(pk=holds.version_id)
