"""Reads of programs. What stands in higher slices is read through reverse relations."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from assessments.profiles.models import STAGE_LABELS
from firms.accounts.models import User
from firms.accounts.roles import Capability, Scope
from programs.catalogue.demand import Demand, demand_against_supply
from programs.catalogue.models import BudgetLine, Intervention, Program

#: How many engagements a program's page lists.
SHOWN = 25


def answers_for(user: User, program: Program) -> bool:
    """Whether a manager decides here: of the program's office, or of all offices."""
    whole = user.scope == Scope.EVERYTHING or program.office_id == user.office_id
    return bool(user.may(Capability.MANAGE_PROGRAMS) and whole)


def programs_of(user: User) -> QuerySet[Program]:
    """The programs a person sees, the newest first, with counts (one query).

    `received` counts engagements of firms in view, so that a figure equals its list.
    """
    engagements: Any = Program._meta.get_field("engagements").related_model
    seen = engagements.objects.visible_to(user)
    return (
        Program.objects.visible_to(user)
        .select_related("office")
        .annotate(
            kinds=Count("interventions", distinct=True),
            offered=Count("offerings", distinct=True),
            received=Count("engagements", filter=Q(engagements__in=seen), distinct=True),
        )
    )


@dataclass(frozen=True)
class LineGroup:
    """The budget lines of one stage; empty for those of all stages."""

    stage: str
    lines: list[BudgetLine]


@dataclass(frozen=True)
class BudgetSums:
    """All lines of a program together, in its one currency."""

    currency: str
    amount: Decimal
    committed: Decimal
    spent: Decimal

    @property
    def taken(self) -> Decimal:
        return self.committed + self.spent

    @property
    def left(self) -> Decimal:
        return self.amount - self.taken


@dataclass(frozen=True)
class ProgramPage:
    """One program: its kinds of help, engagements by state, and the newest of them."""

    program: Program
    interventions: list[Intervention]
    states: list[tuple[str, int]]
    engagements: list[Any]
    is_over: bool
    lines: list[LineGroup]
    budget: BudgetSums | None
    demand: list[Demand]
    opens_conditions: bool

    @property
    def total(self) -> int:
        return sum(count for _state, count in self.states)


def program_page(program: Program, user: User, *, today: date) -> ProgramPage:
    """Everything a program's page shows of its own, in eleven queries whatever its size."""
    engaged: Any = program.engagements.visible_to(user)
    states = engaged.order_by("state").values_list("state").annotate(n=Count("pk"))
    newest = engaged.select_related("firm", "intervention").order_by("-decided_on", "-pk")
    lines = list(program.budget_lines.order_by("kind", "name", "pk"))
    return ProgramPage(
        program=program,
        interventions=list(program.interventions.all()),
        states=list(states),
        engagements=list(newest[:SHOWN]),
        is_over=program.ends_on is not None and program.ends_on < today,
        lines=_by_stage(lines),
        budget=_sums(lines),
        demand=demand_against_supply(user, today=today, program=program),
        opens_conditions=_sees_conditions(program, user),
    )


def _sees_conditions(program: Program, user: User) -> bool:
    """Whether the person may open the criteria; they may be another office's."""
    if program.conditions_id is None:
        return False
    criteria: Any = Program._meta.get_field("conditions").related_model
    return bool(criteria.objects.visible_to(user).filter(pk=program.conditions_id).exists())


def _by_stage(lines: list[BudgetLine]) -> list[LineGroup]:
    order = ["", *(str(stage) for stage in STAGE_LABELS)]
    groups = [LineGroup(stage, [line for line in lines if line.stage == stage]) for stage in order]
    return [group for group in groups if group.lines]


def _sums(lines: list[BudgetLine]) -> BudgetSums | None:
    if not lines:
        return None
    return BudgetSums(
        currency=lines[0].currency,
        amount=sum((line.amount for line in lines), Decimal(0)),
        committed=sum((line.committed for line in lines), Decimal(0)),
        spent=sum((line.spent for line in lines), Decimal(0)),
    )
