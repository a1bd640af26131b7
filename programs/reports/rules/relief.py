"""Constraint relief: what became of each constraint between baseline and now, in pairs.

A pair counts only if both severities come from one version of the methodology (pack indicator
`constraint_relief`); an unknown severity leaves the pair out of the mean, it is never a zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from config.shared.small_groups import SMALL_GROUP, WITHHELD, Withheld

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class SeverityPair:
    """One firm and constraint: severities 0 to 100, None if not assessed, and their versions."""

    constraint: str
    before: Decimal | None
    after: Decimal | None
    version_before: str
    version_after: str


@dataclass(frozen=True)
class ConstraintRelief:
    """Mean severities of one constraint over `n` pairs, in points to one place.

    `change` is after minus before, `relief` its opposite: positive is better. The means are
    withheld below five pairs. `unknown` and `other_version` count the pairs left out.
    """

    constraint: str
    n: int
    before: Decimal | Withheld
    after: Decimal | Withheld
    change: Decimal | Withheld
    unknown: int
    other_version: int

    @property
    def relief(self) -> Decimal | Withheld:
        """Baseline minus now, as the pack defines the indicator."""
        return self.change if isinstance(self.change, Withheld) else -self.change

    @property
    def is_withheld(self) -> bool:
        """Whether there are too few pairs to show."""
        return self.n < SMALL_GROUP


def constraint_relief(
    pairs: Iterable[SeverityPair], constraints: Sequence[str] = ()
) -> tuple[ConstraintRelief, ...]:
    """Relief by constraint: those of `constraints` in that order, then others by code.

    A pair is left out for its versions first, then for an unknown severity, so
    n + unknown + other_version is the number of pairs given.
    """
    by_constraint: dict[str, list[SeverityPair]] = defaultdict(list)
    for pair in pairs:
        by_constraint[pair.constraint].append(pair)
    codes = dict.fromkeys([*constraints, *sorted(by_constraint)])
    return tuple(_relief(code, by_constraint.get(code, [])) for code in codes)


def _relief(constraint: str, pairs: Sequence[SeverityPair]) -> ConstraintRelief:
    comparable = [pair for pair in pairs if pair.version_before == pair.version_after]
    known = [
        (pair.before, pair.after)
        for pair in comparable
        if pair.before is not None and pair.after is not None
    ]
    n = len(known)
    left_out = {"unknown": len(comparable) - n, "other_version": len(pairs) - len(comparable)}
    if n < SMALL_GROUP:
        return ConstraintRelief(constraint, n, WITHHELD, WITHHELD, WITHHELD, **left_out)
    before = sum((pair[0] for pair in known), Decimal()) / n
    after = sum((pair[1] for pair in known), Decimal()) / n
    return ConstraintRelief(
        constraint,
        n,
        before.quantize(TENTH),
        after.quantize(TENTH),
        (after - before).quantize(TENTH),
        **left_out,
    )
