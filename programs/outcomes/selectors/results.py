"""Results of a program: four columns by kind, bounds, response, and its targets beside them."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from firms.accounts.models import User
from programs.catalogue.models import Program
from programs.outcomes.models import Indicator
from programs.outcomes.rules import Group, ResultRow, What, members, result_rows
from programs.outcomes.selectors.facts import facts_of_program, in_period
from programs.outcomes.selectors.targets import TargetRow, target_rows


@dataclass(frozen=True)
class ProgramResults:
    """What a program came to in a period, as far as the reader sees its firms."""

    program: Program
    rows: list[ResultRow]
    targets: list[TargetRow]
    shared: int
    converted: int
    currency: str
    starts_on: date | None
    ends_on: date | None

    @property
    def has_withheld(self) -> bool:
        return any(row.has_withheld for row in self.rows)


def program_results(
    program: Program,
    user: User,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> ProgramResults:
    """The results of a program whose day lies in the period, and how far its targets are reached,
    each in its own period: two queries however many there are.
    """
    facts = facts_of_program(program, user)
    found = in_period(facts, starts_on, ends_on)
    return ProgramResults(
        program=program,
        rows=result_rows(found),
        targets=target_rows(program, user, facts),
        shared=len(members(found, Group(What.SHARED))),
        converted=len(members(found, Group(What.CONVERTED))),
        currency=settings.AGENCY_CURRENCY,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def indicator_cards(user: User) -> list[Indicator]:
    """The cards in use, in the methodology's order (one query)."""
    return list(Indicator.objects.visible_to(user).in_use())
