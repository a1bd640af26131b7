"""The report on a cohort: all its figures, as of a day, over the members a person may see."""

from dataclasses import dataclass
from datetime import date, datetime

from config.shared import clock
from firms.accounts.models import User
from programs.cohorts.errors import NotFrozen
from programs.cohorts.models import Cohort
from programs.reports.asof import Days, check_days
from programs.reports.rules import (
    WITHHELD,
    Direction,
    Flows,
    TransitionMatrix,
    Withheld,
    flows,
    transition_matrix,
)
from programs.reports.selectors.figures import (
    PromiseFigure,
    ReliefFigure,
    Retention,
    WaitFigure,
    hidden_if_small,
    promise_figure,
    relief_figures,
    retention,
    wait_figures,
)
from programs.reports.selectors.records import Records, read_records


@dataclass(frozen=True)
class CohortReport:
    """Figures over `n` members in view, of `whole` members; `is_partial` when these differ."""

    cohort: Cohort
    days: Days
    computed_at: datetime
    n: int | Withheld
    whole: int | Withheld
    is_partial: bool
    matrix: TransitionMatrix
    flows: Flows
    retention: Retention
    waits: tuple[WaitFigure, ...]
    follow_ups: PromiseFigure
    relief: tuple[ReliefFigure, ...]

    @property
    def as_of(self) -> date:
        return self.days.as_of

    @property
    def recorded_by(self) -> date | None:
        return self.days.recorded_by

    @property
    def has_moves(self) -> bool:
        """Whether any visible or withheld cell holds a move up or down."""
        both = [self.matrix.movements[way] for way in (Direction.UP, Direction.DOWN)]
        return any(one.count or one.withheld_cells for one in both)


def cohort_report(
    cohort: Cohort, user: User, *, as_of: date, recorded_by: date | None = None
) -> CohortReport:
    """The report as of a day; with `recorded_by`, from what had been recorded by that day.

    9 queries at most, whatever the size. Raises NotFrozen, DayInFuture or DayBeforeIntake.
    """
    days = Days(as_of, recorded_by)
    return assemble(cohort, days, frozen_records(cohort, user, days))


def frozen_records(cohort: Cohort, user: User, days: Days) -> Records:
    """The records behind the report. Raises as `cohort_report`."""
    if cohort.frozen_at is None:
        raise NotFrozen()
    check_days(days, cohort, today=clock.today())
    return read_records(cohort, user, days)


def assemble(cohort: Cohort, days: Days, records: Records) -> CohortReport:
    """All figures from the records; reads nothing more."""
    members = records.members
    matrix = transition_matrix(member.move for member in members)
    is_partial = len(members) < records.whole
    whole = hidden_if_small(records.whole)
    if isinstance(matrix.n, Withheld) and not is_partial:
        whole = WITHHELD
    return CohortReport(
        cohort=cohort,
        days=days,
        computed_at=clock.now(),
        n=matrix.n,
        whole=whole,
        is_partial=is_partial,
        matrix=matrix,
        flows=flows(matrix),
        retention=retention(matrix),
        waits=wait_figures(members, matrix),
        follow_ups=promise_figure(members, as_of=days.as_of),
        relief=relief_figures(members, records.constraints),
    )
