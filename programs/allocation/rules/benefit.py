"""What a seat is expected to do for a firm: severity × strength × stage fit × evidence.

The severities are the firm's own (0 to 100), the strengths, stages and evidence those of the
intervention. All weights are the agency's to change: a default, not validated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from programs.matching.rules.ranking import DOUBTFUL, POSITIVE, POSITIVE_BUNDLES

#: Thousandths of a point: benefits are whole numbers of these, so that sums are exact.
UNIT = Decimal("0.001")
FULL_STRENGTH = Decimal(3)


@dataclass(frozen=True)
class Weights:
    """`stage_fit`: factor where the intervention does not serve the firm's stage; `evidence`:
    factor by the best direction of the evidence; `constraints`: factor by constraint code.
    """

    stage_misfit: Decimal = Decimal("0.5")
    evidence: Mapping[str, Decimal] = field(
        default_factory=lambda: {
            "positive": Decimal("1"),
            "mixed": Decimal("0.8"),
            "none": Decimal("0.6"),
        }
    )
    constraints: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Need:
    """One constraint of the firm that the intervention works on. Severity None: not assessed."""

    constraint: str
    severity: Decimal | None
    strength: int


@dataclass(frozen=True)
class Part:
    """What one constraint adds to the benefit, in points."""

    constraint: str
    severity: Decimal
    strength: int
    points: Decimal


@dataclass(frozen=True)
class Benefit:
    """Expected benefit in points with its parts, largest first. `is_known` False: no constraint
    that the intervention works on was assessed, so that nothing can be expected yet.
    """

    points: Decimal
    parts: tuple[Part, ...]
    stage_factor: Decimal
    evidence_factor: Decimal

    @property
    def is_known(self) -> bool:
        return bool(self.parts)

    @property
    def thousandths(self) -> int:
        return int(self.points / UNIT)


def expected_benefit(
    needs: Iterable[Need], *, fits_stage: bool | None, evidence: str, weights: Weights
) -> Benefit:
    """Add up severity × strength / 3 over the constraints, times stage fit, times evidence.

    A constraint that was not assessed adds nothing: unknown is not zero, and is shown as such by
    its absence. An unknown stage counts as one that does not fit. `evidence`: positive, mixed or
    none; raises KeyError for another word.
    """
    stage_factor = Decimal(1) if fits_stage else weights.stage_misfit
    evidence_factor = weights.evidence[evidence]
    parts = []
    for need in needs:
        if need.severity is None:
            continue
        weight = weights.constraints.get(need.constraint, Decimal(1))
        points = need.severity * need.strength / FULL_STRENGTH * weight
        points *= stage_factor * evidence_factor
        parts.append(Part(need.constraint, need.severity, need.strength, points.quantize(UNIT)))
    parts.sort(key=lambda part: (-part.points, part.constraint))
    return Benefit(
        sum((part.points for part in parts), Decimal(0)),
        tuple(parts),
        stage_factor,
        evidence_factor,
    )


def evidence_grade(directions: Iterable[str]) -> str:
    """The grade of what is known of the intervention elsewhere: positive, mixed or none.

    Positive findings beside doubtful ones are mixed.
    """
    found = set(directions)
    if found & DOUBTFUL:
        return "mixed"
    return "positive" if found & (POSITIVE | POSITIVE_BUNDLES) else "none"
