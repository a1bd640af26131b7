"""The list of results behind a figure of a program's results, as far as the reader sees firms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.shared.errors import GroupWithheld
from config.shared.small_groups import Withheld
from firms.accounts.models import User
from programs.catalogue.models import Program
from programs.outcomes.errors import UnknownFigure
from programs.outcomes.models import IndicatorTarget, Outcome
from programs.outcomes.rules import (
    Grade,
    Group,
    Kind,
    Listed,
    What,
    is_group,
    listed,
    published,
    result_rows,
    value_in,
)
from programs.outcomes.selectors.facts import facts_of_program, in_period
from programs.outcomes.selectors.targets import TargetRow, target_row


@dataclass(frozen=True)
class ListBehind:
    """Results behind a figure, the newest first. `value` is the figure in `currency` where it has
    one; `group` or `target` says what it counts.
    """

    rows: list[Listed]
    value: Decimal | None
    currency: str
    group: Group | None = None
    target: TargetRow | None = None


@dataclass(frozen=True)
class Line:
    """One line of a page of the list."""

    listed: Listed
    outcome: Outcome


def read_group(words: Mapping[str, str]) -> Group:
    """The figure as it stands in an address: `of` what, `kind`, `currency`, `grade`.

    Raises UnknownFigure for words that mean nothing.
    """
    try:
        group = Group(
            what=What(words.get("of", "")),
            kind=Kind(words["kind"]) if words.get("kind") else None,
            currency=words.get("currency", ""),
            grade=Grade(words["grade"]) if words.get("grade") else None,
        )
    except ValueError:
        raise UnknownFigure() from None
    if not is_group(group):
        raise UnknownFigure()
    return group


def results_behind(
    program: Program,
    user: User,
    group: Group,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> ListBehind:
    """The results behind a figure of the table (one query). Raises GroupWithheld."""
    facts = in_period(facts_of_program(program, user), starts_on, ends_on)
    rows = result_rows(facts)
    figure = published(rows, facts, group)
    if isinstance(figure, Withheld):
        raise GroupWithheld()
    return ListBehind(
        rows=listed(rows, facts, group),
        value=figure.value,
        currency=group.currency,
        group=group,
    )


def results_of_target(target: IndicatorTarget, user: User, *, currency: str = "") -> ListBehind:
    """The results behind what is reached of a target, in its own currency unless another is named
    (one query). Raises GroupWithheld or UnknownFigure.
    """
    row = target_row(target, facts_of_program(target.program, user))
    if row.progress is None or row.measure is None:
        raise UnknownFigure()
    reached = row.progress.of(currency) if currency else row.progress.main
    if reached is None:
        raise UnknownFigure()
    if isinstance(reached.value, Withheld):
        raise GroupWithheld()
    rows = [
        Listed(
            key=one.key,
            kind=one.kind,
            currency=one.currency,
            grade=one.grade,
            value=value_in(row.measure, one) if row.measure.is_money else None,
            is_answered=one.is_answered,
        )
        for one in reached.results
    ]
    return ListBehind(rows=rows, value=reached.value, currency=reached.currency, target=row)


def lines(rows: Sequence[Listed], user: User) -> list[Line]:
    """The rows of one page with what they show of their results (one query)."""
    found = (
        Outcome.objects.visible_to(user)
        .select_related("firm")
        .in_bulk([listed.key for listed in rows])
    )
    return [Line(row, found[row.key]) for row in rows]
