"""How far a target is reached: what an indicator counts of results, by the grade it counts.

A result that went on to a higher grade has come as far as the lower one too; it counts once, at
one measure, and nothing of a lower grade is added. Currencies are never added up.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from config.shared.small_groups import WITHHELD, Withheld
from programs.outcomes.rules.grades import Grade, has_reached
from programs.outcomes.rules.kinds import Kind
from programs.outcomes.rules.totals import THOUSANDTH, ZERO, ResultFacts, best, counted, is_small


class Counts(StrEnum):
    """What is counted of the results that belong to an indicator."""

    CONFIRMED_VALUE = "confirmed_value"
    ATTRIBUTED_VALUE = "attributed_value"
    NEW_EXPORTERS = "new_exporters"
    MARKETS = "markets"


@dataclass(frozen=True)
class Measure:
    """Results of these kinds that have come as far as `grade`."""

    counts: Counts
    grade: Grade
    kinds: frozenset[Kind]

    @property
    def is_money(self) -> bool:
        return self.counts in (Counts.CONFIRMED_VALUE, Counts.ATTRIBUTED_VALUE)


_DEALS = frozenset({Kind.CONTRACT, Kind.EXPORT_SALE})
_SALES = frozenset({Kind.EXPORT_SALE})
_MARKETS = frozenset({Kind.NEW_MARKET})

#: Indicators of the methodology that are counted from results, as their definitions say. The
#: others (such as retention or time to stage) have other sources.
MEASURES: dict[str, Measure] = {
    "confirmed_result": Measure(Counts.CONFIRMED_VALUE, Grade.EVIDENCED, _DEALS),
    "attributed_value": Measure(Counts.ATTRIBUTED_VALUE, Grade.ATTRIBUTED, _DEALS),
    "new_exporter": Measure(Counts.NEW_EXPORTERS, Grade.EVIDENCED, _SALES),
    "market_expansion": Measure(Counts.MARKETS, Grade.EVIDENCED, _MARKETS),
}


@dataclass(frozen=True)
class Reached:
    """What was reached in one currency ("" for a number). `results`: the list behind it."""

    currency: str
    value: Decimal | Withheld
    results: tuple[ResultFacts, ...]


@dataclass(frozen=True)
class Progress:
    """`main` is in the currency of the target, `others` in further ones, not added to it.

    `share` of the target, to three places; None where the target is nothing.
    """

    main: Reached
    others: tuple[Reached, ...]
    share: Decimal | Withheld | None

    def of(self, currency: str) -> Reached | None:
        """What was reached in a currency; None in one that no result has."""
        found = (one for one in (self.main, *self.others) if one.currency == currency)
        return next(found, None)


def progress(
    measure: Measure, goal: Decimal, results: Iterable[ResultFacts], *, currency: str
) -> Progress:
    """How far `goal` is reached by the results of its period; `currency` is that of money goals."""
    mine = [
        one
        for one in results
        if one.kind in measure.kinds and has_reached(one.grade, measure.grade)
    ]
    if not measure.is_money:
        main = _reached(measure, "", mine)
        return Progress(main, (), _share(main.value, goal))
    split: dict[str, list[ResultFacts]] = {currency: []}
    for one in mine:
        split.setdefault(one.currency, []).append(one)
    main, *others = (
        _reached(measure, each, split[each])
        for each in sorted(split, key=lambda each: (each != currency, each))
    )
    return Progress(main, tuple(others), _share(main.value, goal))


def _reached(measure: Measure, currency: str, results: Sequence[ResultFacts]) -> Reached:
    picked = _PICKS[measure.counts](results)
    # What is reached less the columns that are shown would be the one that is not.
    is_hidden = is_small(picked) or any(is_small(part) for part in _columns(measure, picked))
    value = WITHHELD if is_hidden else _VALUES[measure.counts](picked)
    return Reached(currency, value, tuple(picked))


def _columns(measure: Measure, results: Iterable[ResultFacts]) -> Iterable[list[ResultFacts]]:
    """The parts of a figure that columns show too; no column tells about new exporters."""
    parts: dict[tuple[Kind, Grade], list[ResultFacts]] = {}
    if measure.counts is not Counts.NEW_EXPORTERS:
        for one in results:
            parts.setdefault((one.kind, one.grade), []).append(one)
    return parts.values()


def _all(results: Iterable[ResultFacts]) -> list[ResultFacts]:
    return list(results)


def _first_sales(results: Iterable[ResultFacts]) -> list[ResultFacts]:
    """The first sale of each firm that had no exports before."""
    return _first_of_each((one for one in results if one.is_first_sale), lambda one: one.firm)


def _new_markets(results: Iterable[ResultFacts]) -> list[ResultFacts]:
    """The first result of each pair of a firm and a market."""
    return _first_of_each(results, lambda one: (one.firm, one.market))


def _first_of_each(
    results: Iterable[ResultFacts], key: Callable[[ResultFacts], object]
) -> list[ResultFacts]:
    first: dict[object, ResultFacts] = {}
    for one in sorted(results, key=lambda one: (one.occurred_on, one.key)):
        first.setdefault(key(one), one)
    return list(first.values())


def _number(results: Sequence[ResultFacts]) -> Decimal:
    return Decimal(len(results))


_PICKS: dict[Counts, Callable[[Iterable[ResultFacts]], list[ResultFacts]]] = {
    Counts.CONFIRMED_VALUE: _all,
    Counts.ATTRIBUTED_VALUE: _all,
    Counts.NEW_EXPORTERS: _first_sales,
    Counts.MARKETS: _new_markets,
}
_VALUES: dict[Counts, Callable[[Sequence[ResultFacts]], Decimal]] = {
    Counts.CONFIRMED_VALUE: lambda results: sum((best(one) for one in results), ZERO),
    Counts.ATTRIBUTED_VALUE: lambda results: sum((counted(one) for one in results), ZERO),
    Counts.NEW_EXPORTERS: _number,
    Counts.MARKETS: _number,
}


def value_in(measure: Measure, result: ResultFacts) -> Decimal:
    """What one result of the list counts: its value at the measure, or one."""
    return _VALUES[measure.counts]([result])


def _share(value: Decimal | Withheld, goal: Decimal) -> Decimal | Withheld | None:
    if isinstance(value, Withheld):
        return WITHHELD
    return (value / goal).quantize(THOUSANDTH) if goal else None
