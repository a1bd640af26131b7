"""Reads of the list of cohorts, and who may set one up or freeze it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from firms.accounts.models import User
from firms.accounts.roles import Capability
from programs.cohorts import rules
from programs.cohorts.models import Cohort, CohortMember


@dataclass(frozen=True)
class CohortCard:
    """A cohort on the list: `n` members in view of `whole`; `may_freeze` for this reader now."""

    cohort: Cohort
    n: int
    whole: int
    is_window_over: bool
    may_freeze: bool


def cohort_cards(user: User, *, today: date) -> Sequence[CohortCard]:
    """Visible cohorts, the latest intake first, in one query."""
    cohorts = (
        Cohort.objects.visible_to(user)
        .select_related("office", "program", "frozen_by")
        .annotate(
            seen=_counted(CohortMember.objects.visible_to(user)),
            whole=_counted(CohortMember.objects.all()),
        )
        .order_by("-intake_from", "name", "pk")
    )
    return [
        CohortCard(
            cohort=cohort,
            n=cohort.seen,  # type: ignore[attr-defined]
            whole=cohort.whole,  # type: ignore[attr-defined]
            is_window_over=is_window_over(cohort, today=today),
            may_freeze=may_freeze(user, cohort, today=today),
        )
        for cohort in cohorts
    ]


def is_window_over(cohort: Cohort, *, today: date) -> bool:
    """Whether no firm can join any more."""
    window = rules.IntakeWindow(cohort.intake_from, cohort.intake_to)
    return not rules.why_not_freeze(window, today=today)


def answers_for(user: User, cohort: Cohort) -> bool:
    """Whether a person decides about this cohort: managers, those of an office for their own."""
    return user.may(Capability.FREEZE_COHORT) and user.office_id in (None, cohort.office_id)


def may_freeze(user: User, cohort: Cohort, *, today: date) -> bool:
    """Whether `user` can freeze the cohort now."""
    return (
        cohort.frozen_at is None
        and answers_for(user, cohort)
        and is_window_over(cohort, today=today)
    )


def _counted(members: object) -> Coalesce:
    rows = members.filter(cohort=OuterRef("pk")).order_by().values("cohort")  # type: ignore[attr-defined]
    counted = rows.annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
