"""The firms behind a figure: a tile equals its list, and a withheld figure has none."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from config.shared.errors import GroupWithheld
from firms.accounts.models import User
from programs.cohorts.models import Cohort
from programs.cohorts.rules import SpellEnd, Standing, TimeToStage
from programs.reports.asof import Days
from programs.reports.errors import UnknownGroup
from programs.reports.rules import (
    WITHHELD,
    Direction,
    Timeliness,
    TransitionMatrix,
    Withheld,
    direction_of,
    timeliness,
)
from programs.reports.selectors.records import MemberRecord
from programs.reports.selectors.report import CohortReport, assemble, frozen_records


@dataclass(frozen=True)
class Group:
    """Which figure is asked about; empty words choose everybody. See `read_group`."""

    intake: Standing | None = None
    now: Standing | None = None
    way: Direction | None = None
    has_moved: bool = False
    promise: Timeliness | None = None
    constraint: str = ""


@dataclass(frozen=True)
class MemberRow:
    """A firm of the group. Where its own cell is withheld, so are the stage words that name it.

    `promises` counts its follow-ups of the kind asked about; `before` and `after` are severities.
    """

    firm_id: int
    name: str
    member: MemberRecord
    intake: Standing | Withheld
    now: Standing | Withheld
    promises: int
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class MemberList:
    """Rows by name. `figure` is the number the list answers for."""

    report: CohortReport
    group: Group
    rows: tuple[MemberRow, ...]
    figure: int


def read_group(words: dict[str, str]) -> Group:
    """The group as it stands in an address. Raises UnknownGroup for words that mean nothing.

    `from` and `to` are states, `way` a direction, `moved` any word, `promise` how a follow-up
    went, `constraint` a code.
    """
    try:
        return Group(
            intake=Standing(words["from"]) if words.get("from") else None,
            now=Standing(words["to"]) if words.get("to") else None,
            way=Direction(words["way"]) if words.get("way") else None,
            has_moved=bool(words.get("moved")),
            promise=Timeliness(words["promise"]) if words.get("promise") else None,
            constraint=words.get("constraint", ""),
        )
    except ValueError:
        raise UnknownGroup() from None


def member_list(cohort: Cohort, user: User, group: Group, *, days: Days) -> MemberList:
    """The members behind one figure of the report. Raises GroupWithheld or UnknownGroup, and as
    `cohort_report`."""
    records = frozen_records(cohort, user, days)
    report = assemble(cohort, days, records)
    figure = _published(report, group)
    hidden = _withheld_cells(report.matrix)
    rows = tuple(
        _row(member, group, report, hidden)
        for member in records.members
        if _belongs(member, group, days, hidden)
    )
    return MemberList(report, group, rows, figure)


def _published(report: CohortReport, group: Group) -> int:
    """The figure as the report publishes it; GroupWithheld when it does not."""
    figure = _figure(report, group)
    if isinstance(figure, Withheld):
        raise GroupWithheld()
    return figure


def _figure(report: CohortReport, group: Group) -> int | Withheld:
    matrix = report.matrix
    rows = {row.stage: row for row in matrix.rows}
    if group.intake is not None and group.intake not in rows:
        raise UnknownGroup()
    if group.promise is not None:
        found = [part.count for part in report.follow_ups.parts if part.kind is group.promise]
        return _only(found)
    if group.constraint:
        return _only([one.n for one in report.relief if one.constraint == group.constraint])
    if group.has_moved:
        return _only([one.moved for one in report.waits if one.stage is group.intake])
    if group.way is not None:
        return matrix.movements[group.way].count
    if group.intake is not None and group.now is not None:
        return _only([c.count for c in rows[group.intake].cells if c.state is group.now])
    if group.intake is not None:
        return rows[group.intake].n
    if group.now is not None:
        return _only([part.count for part in matrix.now if part.state is group.now])
    return report.n


def _only(found: list[int | Withheld]) -> int | Withheld:
    if not found:
        raise UnknownGroup()
    return found[0]


Cell = tuple[Standing, Standing]


def _withheld_cells(matrix: TransitionMatrix) -> dict[Cell, bool]:
    """Withheld cells, and whether the total of their row is withheld as well."""
    return {
        (row.stage, cell.state): row.n is WITHHELD
        for row in matrix.rows
        for cell in row.cells
        if cell.count is WITHHELD
    }


def _belongs(member: MemberRecord, group: Group, days: Days, hidden: dict[Cell, bool]) -> bool:
    tests: list[tuple[bool, Callable[[], bool]]] = [
        (group.intake is not None, lambda: member.intake is group.intake),
        (group.now is not None, lambda: member.state.standing is group.now),
        (
            group.way is not None,
            lambda: direction_of(*member.move) is group.way and member.move not in hidden,
        ),
        (group.has_moved, lambda: _has_moved(member)),
        (group.promise is not None, lambda: bool(_promises(member, group, days))),
        (bool(group.constraint), lambda: _severities(member, group) is not None),
    ]
    return all(test() for is_asked, test in tests if is_asked)


def _has_moved(member: MemberRecord) -> bool:
    return isinstance(member.wait, TimeToStage) and member.wait.end is SpellEnd.MOVED_UP


def _promises(member: MemberRecord, group: Group, days: Days) -> int:
    kinds = (timeliness(one, as_of=days.as_of) for one in member.follow_ups)
    return sum(kind is group.promise for kind in kinds)


def _severities(member: MemberRecord, group: Group) -> tuple[Decimal, Decimal] | None:
    for pair in member.pairs:
        if pair.constraint != group.constraint or pair.version_before != pair.version_after:
            continue
        if pair.before is not None and pair.after is not None:
            return pair.before, pair.after
    return None


def _row(
    member: MemberRecord, group: Group, report: CohortReport, hidden: dict[Cell, bool]
) -> MemberRow:
    """In a list by state now the stage at intake is hidden, in every other one the state now."""
    intake: Standing | Withheld = member.intake
    now: Standing | Withheld = member.state.standing
    if member.move in hidden:
        by_state = group.now is not None
        intake = WITHHELD if by_state or hidden[member.move] else intake
        now = now if by_state else WITHHELD
    before, after = _severities(member, group) or (None, None)
    return MemberRow(
        firm_id=member.firm_id,
        name=member.name,
        member=member,
        intake=intake,
        now=now,
        promises=_promises(member, group, report.days) if group.promise else 0,
        before=before,
        after=after,
    )
