"""Answers to a constraint profile. Pure and exact: fractions inside, rounded once at the end.

Severities 0 to 100 and priorities are rounded half up to 0.01, coverage to 0.0001; bands, the
blocking override and the order of the profile are decided on the exact values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from assessments.methodology.structure import ConstraintSpec, Pack
from assessments.scoring.facts import Answers
from assessments.scoring.results import Band, ConstraintScore

HUNDREDTH = Decimal("0.01")
TEN_THOUSANDTH = Decimal("0.0001")


@dataclass(frozen=True)
class Gap:
    """Two readings of one constraint. `gap` = adviser − firm, None when either is unknown."""

    constraint: str
    firm: Decimal | None
    adviser: Decimal | None
    gap: Decimal | None


@dataclass(frozen=True)
class MovedAnswer:
    """An answer that is not what it was; None is "don't know" or not asked."""

    question: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Change:
    """Relief of one constraint: `relief` = before − after, None when either is unknown."""

    constraint: str
    before: Decimal | None
    after: Decimal | None
    relief: Decimal | None
    moved: tuple[MovedAnswer, ...]


@dataclass(frozen=True)
class _Reading:
    severity: Fraction | None
    coverage: Fraction
    because: tuple[str, ...]


def score_profile(pack: Pack, answers: Answers, stage: str) -> tuple[ConstraintScore, ...]:
    """All constraints of the pack, the most pressing first, those not assessed last.

    `answers` question id → answer, None for "don't know"; ids the pack does not know are left
    alone. `stage` a stage code of the pack. Raises KeyError for an unknown stage and ValueError
    for an answer off its scale. Order: priority, then severity, both falling, then code.
    """
    rated = [_rate(pack, constraint, answers, stage) for constraint in pack.constraints]
    return tuple(score for _, score in sorted(rated, key=lambda row: row[0]))


def compare(firm: Sequence[ConstraintScore], adviser: Sequence[ConstraintScore]) -> tuple[Gap, ...]:
    """Where firm and adviser see a constraint differently: the widest gap first, unknown last."""
    firms, advisers = _severities(firm), _severities(adviser)
    gaps = [
        Gap(code, firms.get(code), advisers.get(code), _minus(advisers.get(code), firms.get(code)))
        for code in {**firms, **advisers}
    ]
    return tuple(sorted(gaps, key=lambda gap: _widest_first(gap.gap, gap.constraint)))


def changes(pack: Pack, before: Answers, after: Answers) -> tuple[Change, ...]:
    """Relief between two assessments on this one version, with the answers that moved it.

    Both are scored with the same pack, so figures of different versions never meet. Greatest
    change first, unknown last.
    """
    found = []
    for constraint in pack.constraints:
        was = _rounded(_read(pack, constraint, before).severity)
        now = _rounded(_read(pack, constraint, after).severity)
        moved = tuple(
            MovedAnswer(q.id, before.get(q.id), after.get(q.id))
            for q in constraint.questions
            if before.get(q.id) != after.get(q.id)
        )
        found.append(Change(constraint.code, was, now, _minus(was, now), moved))
    return tuple(sorted(found, key=lambda row: _widest_first(row.relief, row.constraint)))


def stage_weight(pack: Pack, constraint: ConstraintSpec, stage: str) -> Decimal:
    """Weight 0 to 1 of a constraint at a stage: cross-cutting (listed in every stage), own, one
    stage away from the nearest listed stage, or further."""
    weights = pack.scoring.weights
    if set(constraint.stages) == set(pack.stages_by_code):
        return weights.cross_cutting
    order = pack.stage(stage).order
    distance = min(abs(pack.stage(code).order - order) for code in constraint.stages)
    return {0: weights.own, 1: weights.adjacent}.get(distance, weights.other)


def _rate(
    pack: Pack, constraint: ConstraintSpec, answers: Answers, stage: str
) -> tuple[tuple[bool, Fraction, Fraction, str], ConstraintScore]:
    """A score with its place in the order."""
    reading, scoring = _read(pack, constraint, answers), pack.scoring
    weight = stage_weight(pack, constraint, pack.stage(stage).code)
    severity, priority, band = reading.severity, None, Band.NOT_ASSESSED
    if severity is not None:
        band = Band(scoring.band(severity))
        if severity >= scoring.override_severity:
            weight = max(weight, scoring.override_weight)
        priority = severity * Fraction(weight)
    score = ConstraintScore(
        constraint=constraint.code,
        severity=_rounded(severity),
        coverage=_round(reading.coverage, TEN_THOUSANDTH),
        answered=len(reading.because),
        questions=len(constraint.questions),
        band=band,
        weight=weight,
        priority=_rounded(priority),
        because=reading.because,
    )
    place = (severity is None, -(priority or Fraction(0)), -(severity or Fraction(0)))
    return (*place, constraint.code), score


def _read(pack: Pack, constraint: ConstraintSpec, answers: Answers) -> _Reading:
    found: list[tuple[Fraction, str]] = []
    for question in constraint.questions:
        answer = answers.get(question.id)
        if answer is not None:
            found.append((pack.scale_of(question).severity(answer), question.id))
    coverage = Fraction(len(found), len(constraint.questions))
    severity = None
    if found and coverage >= pack.scoring.minimum_coverage:
        severity = 100 * sum((part for part, _ in found), Fraction(0)) / len(found)
    worst_first = sorted(found, key=lambda part: (-part[0], part[1]))
    return _Reading(severity, coverage, tuple(question for _, question in worst_first))


def _severities(scores: Sequence[ConstraintScore]) -> Mapping[str, Decimal | None]:
    return {score.constraint: score.severity for score in scores}


def _minus(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left - right


def _widest_first(gap: Decimal | None, code: str) -> tuple[bool, Decimal, str]:
    return gap is None, -abs(gap or Decimal(0)), code


def _rounded(value: Fraction | None) -> Decimal | None:
    return None if value is None else _round(value, HUNDREDTH)


def _round(value: Fraction, step: Decimal) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(step, ROUND_HALF_UP)
