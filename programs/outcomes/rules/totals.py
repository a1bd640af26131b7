"""Totals of results: by kind and currency, a column a grade, never added across grades.

A result counts once, in the column of its highest grade. Each column has bounds of its own: at
least what stands there now, at most that and what waits one grade below, should all of it come
up. Beside them stands the share of firms' answers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.shared.small_groups import SMALL_GROUP, WITHHELD, Withheld
from programs.outcomes.rules.contribution import Band, attributed
from programs.outcomes.rules.grades import EXITS, GRADES, Grade, below
from programs.outcomes.rules.kinds import Kind

THOUSANDTH = Decimal("0.001")
ZERO = Decimal(0)


@dataclass(frozen=True)
class ResultFacts:
    """One standing result. Values are money in `currency` or a count ("" as currency); of a
    divided deal, its part. `confirmed` is None until the firm said so. `is_first_sale`: the firm
    has no exports on record before it.
    """

    key: int
    firm: int
    kind: Kind
    currency: str
    grade: Grade
    claimed: Decimal
    confirmed: Decimal | None = None
    band: Band | None = None
    is_asked: bool = False
    is_answered: bool = False
    is_shared: bool = False
    is_converted: bool = False
    is_first_sale: bool = False
    occurred_on: date = date.min
    market: str = ""


@dataclass(frozen=True)
class Column:
    """Results of one grade: how many, and their value, which is the lower bound of the grade.

    `unadjusted`: confirmed, where attributed stands as the value. `at_most`: the upper bound, of
    `n_at_most` results; None for claims, below which nothing waits.
    """

    n: int | Withheld
    value: Decimal | Withheld
    unadjusted: Decimal | Withheld | None = None
    n_at_most: int | Withheld | None = None
    at_most: Decimal | Withheld | None = None


@dataclass(frozen=True)
class ResultRow:
    """Results of one kind in one currency."""

    kind: Kind
    currency: str
    columns: Mapping[Grade, Column]
    asked: int | Withheld
    answered: int | Withheld
    response: Decimal | Withheld | None
    disputed: int

    @property
    def has_withheld(self) -> bool:
        """Whether some figure of the row is not shown."""
        return WITHHELD in (*(column.n for column in self.columns.values()), self.asked)


def result_rows(results: Iterable[ResultFacts]) -> list[ResultRow]:
    """One row for each kind and currency that has results, in the order of kinds."""
    groups: dict[tuple[int, str], list[ResultFacts]] = {}
    order = list(Kind)
    for result in results:
        groups.setdefault((order.index(result.kind), result.currency), []).append(result)
    return [
        _row(order[index], currency, groups[index, currency]) for index, currency in sorted(groups)
    ]


def _row(kind: Kind, currency: str, results: Sequence[ResultFacts]) -> ResultRow:
    by_grade = {grade: [one for one in results if one.grade is grade] for grade in GRADES}
    asked = [one for one in results if is_asked(one)]
    answered = [one for one in asked if one.is_answered]
    silent = [one for one in asked if not one.is_answered]
    is_hidden = any(is_small(part) for part in (asked, answered, silent))
    return ResultRow(
        kind=kind,
        currency=currency,
        columns={grade: _column(grade, by_grade) for grade in GRADES},
        asked=WITHHELD if is_hidden else len(asked),
        answered=WITHHELD if is_hidden else len(answered),
        response=WITHHELD if is_hidden else response_rate(len(answered), len(asked)),
        disputed=sum(one.grade is Grade.DISPUTED for one in results),
    )


def is_standing(result: ResultFacts) -> bool:
    """Whether a result counts: neither disputed nor withdrawn."""
    return result.grade not in EXITS


def is_asked(result: ResultFacts) -> bool:
    """Whether the firm was asked about a result that somebody still claims."""
    return result.is_asked and result.grade is not Grade.WITHDRAWN


def response_rate(answered: int, asked: int) -> Decimal | None:
    """answered / asked to three places, 0 to 1; None when nobody was asked."""
    return (Decimal(answered) / asked).quantize(THOUSANDTH) if asked else None


def _column(grade: Grade, by_grade: Mapping[Grade, Sequence[ResultFacts]]) -> Column:
    results, lower = by_grade[grade], below(grade)
    n_most, most = None, None
    if lower is not None:
        waiting = by_grade[lower]
        # A bound less a column that is shown would be the one that is not.
        is_hidden = is_small(results) or is_small(waiting)
        n_most = WITHHELD if is_hidden else len(results) + len(waiting)
        most = WITHHELD if is_hidden else _sum(results) + _sum(waiting)
    is_adjusted = grade is Grade.ATTRIBUTED
    if is_small(results):
        return Column(WITHHELD, WITHHELD, WITHHELD if is_adjusted else None, n_most, most)
    unadjusted = sum((best(one) for one in results), ZERO) if is_adjusted else None
    return Column(len(results), _sum(results), unadjusted, n_most, most)


def best(result: ResultFacts) -> Decimal:
    """What is known best: the confirmed value, else the claimed one."""
    return result.claimed if result.confirmed is None else result.confirmed


def counted(result: ResultFacts) -> Decimal:
    """What a result counts in its column: the best value known, attributed the part put down to
    the help.
    """
    if result.grade is Grade.ATTRIBUTED:
        return attributed(best(result), result.band or Band.ALL)
    return best(result)


def is_small(results: Iterable[ResultFacts]) -> bool:
    """Whether these come from so few firms that a figure would tell about one of them."""
    return 0 < len({one.firm for one in results}) < SMALL_GROUP


def _sum(results: Iterable[ResultFacts]) -> Decimal:
    return sum((counted(one) for one in results), ZERO)
