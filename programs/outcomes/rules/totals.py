"""Totals of results: by kind and currency, a column a grade, never added across grades.

A result counts once, in the column of its highest grade. Beside the columns stand the share of
firms' answers and what can be said at least and at most: at least what firms confirmed, at most
that and every unanswered claim taken at its word.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from config.shared.small_groups import SMALL_GROUP, WITHHELD, Withheld
from programs.outcomes.rules.contribution import Band, attributed
from programs.outcomes.rules.grades import CONFIRMED_OR_MORE, EXITS, GRADES, Grade
from programs.outcomes.rules.kinds import Kind

THOUSANDTH = Decimal("0.001")
ZERO = Decimal(0)


@dataclass(frozen=True)
class ResultFacts:
    """One standing result. Values are money in `currency` or a count ("" as currency); of a
    divided deal, its part. `confirmed` is None until the firm said so.
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


@dataclass(frozen=True)
class Column:
    """Results of one grade: how many, and their value. `unadjusted`: confirmed, where attributed
    stands as the value.
    """

    n: int | Withheld
    value: Decimal | Withheld
    unadjusted: Decimal | Withheld | None = None


@dataclass(frozen=True)
class ResultRow:
    """Results of one kind in one currency. `low`, `high`: the bounds of what was reached."""

    kind: Kind
    currency: str
    columns: Mapping[Grade, Column]
    asked: int | Withheld
    answered: int | Withheld
    response: Decimal | Withheld | None
    low: Decimal | Withheld
    high: Decimal | Withheld
    disputed: int

    @property
    def has_withheld(self) -> bool:
        """Whether some figure of the row is not shown."""
        shown = [column.n for column in self.columns.values()]
        return WITHHELD in (*shown, self.asked, self.low)


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
    standing = [one for one in results if one.grade not in EXITS]
    columns = {
        grade: _column(grade, [one for one in standing if one.grade is grade]) for grade in GRADES
    }
    asked = [one for one in results if one.is_asked and one.grade is not Grade.WITHDRAWN]
    answered = [one for one in asked if one.is_answered]
    is_small = _is_small(asked) or _is_small(answered)
    low = sum((_best(one) for one in standing if one.grade in CONFIRMED_OR_MORE), ZERO)
    open_claims = sum((one.claimed for one in standing if one.grade is Grade.CLAIMED), ZERO)
    # A bound less the columns that are shown would be the one that is not.
    hides = any(column.n is WITHHELD for column in columns.values())
    return ResultRow(
        kind=kind,
        currency=currency,
        columns=columns,
        asked=WITHHELD if is_small else len(asked),
        answered=WITHHELD if is_small else len(answered),
        response=WITHHELD if is_small else response_rate(len(answered), len(asked)),
        low=WITHHELD if hides else low,
        high=WITHHELD if hides else low + open_claims,
        disputed=sum(one.grade is Grade.DISPUTED for one in results),
    )


def response_rate(answered: int, asked: int) -> Decimal | None:
    """answered / asked to three places, 0 to 1; None when nobody was asked."""
    return (Decimal(answered) / asked).quantize(THOUSANDTH) if asked else None


def _column(grade: Grade, results: Sequence[ResultFacts]) -> Column:
    is_adjusted = grade is Grade.ATTRIBUTED
    if _is_small(results):
        return Column(WITHHELD, WITHHELD, WITHHELD if is_adjusted else None)
    unadjusted = sum((_best(one) for one in results), ZERO)
    if not is_adjusted:
        return Column(len(results), unadjusted)
    value = sum((attributed(_best(one), one.band or Band.ALL) for one in results), ZERO)
    return Column(len(results), value, unadjusted)


def _best(result: ResultFacts) -> Decimal:
    """What is known best: the confirmed value, else the claimed one."""
    return result.claimed if result.confirmed is None else result.confirmed


def _is_small(results: Sequence[ResultFacts]) -> bool:
    """Whether these come from so few firms that a figure would tell about one of them."""
    return 0 < len({one.firm for one in results}) < SMALL_GROUP
