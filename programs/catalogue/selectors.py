"""Reads of programs. What stands in higher slices is read through reverse relations."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from firms.accounts.models import User
from programs.catalogue.models import Intervention, Program

#: How many engagements a program's page lists.
SHOWN = 25


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
class ProgramPage:
    """One program: its kinds of help, engagements by state, and the newest of them."""

    program: Program
    interventions: list[Intervention]
    states: list[tuple[str, int]]
    engagements: list[Any]
    is_over: bool

    @property
    def total(self) -> int:
        return sum(count for _state, count in self.states)


def program_page(program: Program, user: User, *, today: date) -> ProgramPage:
    """Everything a program's page shows of its own, in three queries."""
    engaged: Any = program.engagements.visible_to(user)
    states = engaged.order_by("state").values_list("state").annotate(n=Count("pk"))
    newest = engaged.select_related("firm", "intervention").order_by("-decided_on", "-pk")
    return ProgramPage(
        program=program,
        interventions=list(program.interventions.all()),
        states=list(states),
        engagements=list(newest[:SHOWN]),
        is_over=program.ends_on is not None and program.ends_on < today,
    )
