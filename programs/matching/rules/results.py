"""What matching answers: scores with reason codes and figures; the words are in `sentences`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assessments.scoring.results import Band

Params = Mapping[str, object]


@dataclass(frozen=True)
class Target:
    """One constraint the intervention works on. `contribution` = priority × strength / 3."""

    constraint: str
    severity: Decimal
    band: Band
    strength: int
    contribution: Decimal


@dataclass(frozen=True)
class Reason:
    """Why this is recommended: targets_constraint, stage_fit, evidence_positive."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True)
class Caution:
    """What to mind: the codes stand in `ranking` and in `sentences`."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True)
class Remedy:
    """What would make the firm eligible: stage_reached, product_form_offered, years_exported."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """Why the firm is not eligible, and what would change it (None when nothing sensible would)."""

    code: str
    params: Params = field(default_factory=dict)
    remedy: Remedy | None = None


@dataclass(frozen=True)
class EligibilityTest:
    """One eligibility test: stage, product_form, export_years, no_recent_exports.

    `passed` is None when the facts are missing: to be checked by a person, never a silent pass.
    """

    code: str
    passed: bool | None
    found: Params = field(default_factory=dict)
    needed: Params = field(default_factory=dict)


@dataclass(frozen=True)
class Recommendation:
    """One intervention for one firm. `score` is the sum of the targets' contributions.

    `requires_reason`: the pack's bundling rules let an adviser assign it only with a recorded
    reason. `is_finance` is repeated here because a bundle has to know it.
    """

    code: str
    score: Decimal
    targets: tuple[Target, ...]
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...]
    eligible: bool
    why_not: tuple[Refusal, ...]
    tests: tuple[EligibilityTest, ...]
    requires_reason: bool = False
    is_finance: bool = False


def as_data(value: object) -> object:
    """The same as plain JSON data: objects, lists, strings, numbers; figures lose no digit shown.

    Decimals become int when whole, else float; dataclasses become objects by field name.
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): as_data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_data(getattr(value, each.name)) for each in fields(value)}
    return value
