"""What the rules answer: values with reason codes; words live in labels and templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Stage(StrEnum):
    """Stages of internationalisation (Abonyi 2015)."""

    PREPARATION = "preparation"
    ACTIVE = "active_engagement"
    GROWTH = "growth_expansion"


class Phase(StrEnum):
    """Life-cycle phases (Kuivalainen et al. 2012, in Ilkevich 2025)."""

    PREPARATORY = "preparatory"
    LAUNCH = "launch"
    GROWTH = "growth"
    CONSOLIDATION = "consolidation"


class Pathway(StrEnum):
    """How the firm internationalises."""

    PRE_EXPORT = "pre_export"
    BORN_GLOBAL = "born_global"
    EARLY = "early_internationaliser"
    BORN_AGAIN_GLOBAL = "born_again_global"
    INCREMENTAL = "incremental"


class Overlay(StrEnum):
    """What is true beside the pathway."""

    LATECOMER_LLL = "latecomer_lll"
    OPPORTUNISTIC = "opportunistic"
    RE_ENTRANT = "re_entrant"
    NETWORK_LED = "network_led"


class Trajectory(StrEnum):
    """Where export value and share are going."""

    NONE = "none"
    INCREASING = "increasing"
    STABLE = "stable"
    DECREASING = "decreasing"
    RE_INCREASING = "re_increasing"


class Band(StrEnum):
    """Severity bands; the thresholds are the pack's."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    BLOCKING = "blocking"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class StageTest:
    """One test of the stage rules and what it found.

    `passed` is None when the facts are missing. `found` and `needed` hold codes and figures
    that a template words: for example {"share": Decimal("0.074"), "year": 2026}.
    """

    code: str
    gate: str
    passed: bool | None
    found: Mapping[str, object] = field(default_factory=dict)
    needed: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class StageReading:
    """Where the firm stands, proposed from dated evidence; a person decides."""

    stage: Stage
    phase: Phase
    pathway: Pathway
    overlays: tuple[Overlay, ...]
    trajectory: Trajectory
    is_dormant: bool
    is_prior_exporter: bool
    tests: tuple[StageTest, ...]


@dataclass(frozen=True)
class ConstraintScore:
    """How hard one constraint holds the firm back.

    `severity` 0 to 100, or None when fewer than the minimum share of questions was answered;
    `coverage` 0 to 1; `priority` = severity × weight, None with severity; `because` the ids of
    the answered questions, worst first.
    """

    constraint: str
    severity: Decimal | None
    coverage: Decimal
    answered: int
    questions: int
    band: Band
    weight: Decimal
    priority: Decimal | None
    because: tuple[str, ...] = ()
