"""Targets of a program with what is reached of them."""

from dataclasses import dataclass

from django.conf import settings

from firms.accounts.models import User
from programs.catalogue.models import Program
from programs.outcomes.models import IndicatorTarget
from programs.outcomes.rules import MEASURES, Measure, Progress, ResultFacts, progress
from programs.outcomes.selectors.facts import facts_of_program, in_period


@dataclass(frozen=True)
class TargetRow:
    """A target and how far it is reached. `measure` and `progress` are None for an indicator that
    is not counted from results; `currency` is "" for a number.
    """

    target: IndicatorTarget
    currency: str
    measure: Measure | None
    progress: Progress | None


def program_targets(program: Program, user: User) -> list[TargetRow]:
    """The targets in force, by the results of firms in view: two queries, one without targets."""
    targets = _in_force(program, user)
    facts = facts_of_program(program, user) if targets else []
    return [target_row(target, facts) for target in targets]


def target_rows(program: Program, user: User, facts: list[ResultFacts]) -> list[TargetRow]:
    """The targets in force, by these results of any day (one query)."""
    return [target_row(target, facts) for target in _in_force(program, user)]


def _in_force(program: Program, user: User) -> list[IndicatorTarget]:
    rows = IndicatorTarget.objects.visible_to(user).filter(program=program)
    return list(rows.filter(replaced_at__isnull=True).select_related("indicator"))


def target_row(target: IndicatorTarget, facts: list[ResultFacts]) -> TargetRow:
    """One target by the results of its own period."""
    measure = MEASURES.get(target.indicator.code)
    currency = settings.AGENCY_CURRENCY if target.indicator.is_money else ""
    if measure is None:
        return TargetRow(target, currency, None, None)
    found = in_period(facts, target.starts_on, target.ends_on)
    return TargetRow(
        target,
        currency,
        measure,
        progress(measure, target.value, found, currency=settings.AGENCY_CURRENCY),
    )
