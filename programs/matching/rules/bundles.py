"""A bundle: greedy cover of what is still open of the top constraints (pack: bundling rules)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from assessments.scoring.results import ConstraintScore
from programs.matching.rules.offers import FULL_STRENGTH, BundlingRules
from programs.matching.rules.ranking import QUANTUM, limiting
from programs.matching.rules.results import Recommendation


@dataclass(frozen=True)
class Cover:
    """What one pick adds: `share` of the open priority of the top constraints, 0 to 1."""

    code: str
    share: Decimal


def top_constraints(profile: Iterable[ConstraintScore], top: int = 3) -> dict[str, Decimal]:
    """The constraints with the highest priority: code → priority, highest first, ties by code."""
    rows = [
        (row.constraint, row.priority)
        for row in profile
        if row.priority is not None and row.priority > 0
    ]
    return dict(sorted(rows, key=lambda row: (-row[1], row[0]))[:top])


def bundle(
    recommendations: Iterable[Recommendation],
    profile: Sequence[ConstraintScore],
    *,
    rules: BundlingRules,
    top: int = 3,
    limit: int = 3,
) -> tuple[str, ...]:
    """Codes of at most `limit` interventions that together cover the top constraints.

    Each pick takes strength / 3 of what is still open; the next pick is the one that takes most
    of the rest (ties by code); it ends when nothing adds. Only eligible interventions that need
    no recorded reason are picked. Where the pack forbids finance as the only help (competitiveness
    high or blocking), another intervention on that constraint joins, or the bundle is empty.
    """
    free = sorted(
        (each for each in recommendations if each.eligible and not each.requires_reason),
        key=lambda each: each.code,
    )
    left = top_constraints(profile, top)
    picked: list[Recommendation] = []
    while len(picked) < limit:
        rest = [each for each in free if each not in picked]
        best = max(rest, key=lambda each: _gain(each, left), default=None)
        if best is None or _gain(best, left) <= 0:
            break
        picked.append(best)
        left = _after(best, left)
    limits = limiting(rules.finance, {row.constraint: row for row in profile})
    if limits and all(each.is_finance for each in picked):
        picked = _with_partner(picked, free, limits, limit)
    return tuple(each.code for each in picked)


def cover(
    codes: Iterable[str],
    recommendations: Iterable[Recommendation],
    profile: Sequence[ConstraintScore],
    *,
    top: int = 3,
) -> tuple[Cover, ...]:
    """What each pick adds in the order given; the shares never exceed 1 together."""
    by_code = {each.code: each for each in recommendations}
    left = top_constraints(profile, top)
    whole = sum(left.values(), Decimal(0))
    covers = []
    for code in codes:
        share = _gain(by_code[code], left) / whole if whole else Decimal(0)
        covers.append(Cover(code, share.quantize(QUANTUM, ROUND_DOWN)))
        left = _after(by_code[code], left)
    return tuple(covers)


def _gain(recommendation: Recommendation, left: Mapping[str, Decimal]) -> Decimal:
    parts = (
        left[target.constraint] * target.strength / FULL_STRENGTH
        for target in recommendation.targets
        if target.constraint in left
    )
    return sum(parts, Decimal(0))


def _after(recommendation: Recommendation, left: Mapping[str, Decimal]) -> dict[str, Decimal]:
    strength = {target.constraint: target.strength for target in recommendation.targets}
    return {
        code: open_part * (FULL_STRENGTH - strength.get(code, 0)) / FULL_STRENGTH
        for code, open_part in left.items()
    }


def _with_partner(
    picked: list[Recommendation],
    free: list[Recommendation],
    limits: tuple[str, ...],
    limit: int,
) -> list[Recommendation]:
    """Add, in the last place, the best intervention on `limits` that is not finance."""
    partners = [each for each in free if not each.is_finance and _part_on(each, limits) > 0]
    if not picked or not partners:
        return []
    best = min(partners, key=lambda each: (-_part_on(each, limits), -each.score, each.code))
    return [*picked[: limit - 1], best]


def _part_on(recommendation: Recommendation, constraints: tuple[str, ...]) -> Decimal:
    parts = (
        target.contribution for target in recommendation.targets if target.constraint in constraints
    )
    return sum(parts, Decimal(0))
