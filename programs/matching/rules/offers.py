"""What matching may know of interventions: the same facts from a pack or from the catalogue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from assessments.scoring.facts import ProductForm
from assessments.scoring.results import Band, Stage

#: Full strength of an intervention on a constraint; strengths run from 0 to this.
FULL_STRENGTH = Decimal(3)

#: Interventions for firms without exports in the last 12 months: their eligibility text says so.
FOR_BEGINNERS = frozenset({"export_basics_training"})

#: Bands from mild to hard; "not assessed" is none of them.
BANDS = (Band.LOW, Band.MODERATE, Band.HIGH, Band.BLOCKING)


def is_at_least(band: Band, floor: Band) -> bool:
    """Whether a band is as hard as the floor or harder; what is not assessed never is."""
    return band in BANDS and BANDS.index(band) >= BANDS.index(floor)


@dataclass(frozen=True)
class Evidence:
    """One source on what the intervention did elsewhere; `direction` is the pack's code."""

    reference: str
    direction: str = ""


@dataclass(frozen=True)
class InterventionFacts:
    """One kind of help. `addresses`: constraint code → strength, 0 to 3.

    Empty `product_forms` and a `min_export_years` of 0 mean that the intervention does not ask.
    `comes_after` names interventions that should come first.
    """

    code: str
    stages: tuple[Stage, ...]
    addresses: Mapping[str, int]
    product_forms: tuple[ProductForm, ...] = ()
    min_export_years: int = 0
    is_for_beginners: bool = False
    is_finance: bool = False
    has_caution: bool = False
    evidence: tuple[Evidence, ...] = ()
    comes_after: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        code: str,
        *,
        stages: Iterable[str],
        addresses: Mapping[str, int],
        product_forms: Iterable[str] = (),
        min_export_years: int | None = None,
        evidence: Iterable[Evidence] = (),
        has_caution: bool = False,
        is_finance: bool = False,
        comes_after: Iterable[str] = (),
    ) -> "InterventionFacts":
        """Facts from plain codes. Raises ValueError for an unknown stage or product form."""
        return cls(
            code=code,
            stages=tuple(Stage(stage) for stage in stages),
            addresses=dict(addresses),
            product_forms=tuple(ProductForm(form) for form in product_forms),
            min_export_years=min_export_years or 0,
            is_for_beginners=code in FOR_BEGINNERS,
            is_finance=is_finance,
            has_caution=has_caution,
            evidence=tuple(evidence),
            comes_after=tuple(comes_after),
        )


class WrittenRule(Protocol):
    """A bundling rule as a pack writes it."""

    @property
    def code(self) -> str: ...
    @property
    def interventions(self) -> tuple[str, ...]: ...
    @property
    def constraints(self) -> tuple[str, ...]: ...
    @property
    def from_band(self) -> str: ...


@dataclass(frozen=True)
class Condition:
    """These interventions are limited while one of these constraints is in `from_band` or worse."""

    interventions: frozenset[str] = frozenset()
    constraints: tuple[str, ...] = ()
    from_band: Band = Band.BLOCKING


@dataclass(frozen=True)
class BundlingRules:
    """How interventions combine (pack: bundling_rules); a rule a pack leaves out limits nothing.

    `hold`: assigned only with a recorded reason. `finance`: never the only help.
    """

    hold: Condition = field(default_factory=Condition)
    finance: Condition = field(default_factory=Condition)

    @classmethod
    def of(cls, written: Iterable[WrittenRule]) -> "BundlingRules":
        """From the rules `hold_market_events` and `finance_not_alone` of a pack."""
        found = {
            rule.code: Condition(
                frozenset(rule.interventions), tuple(rule.constraints), Band(rule.from_band)
            )
            for rule in written
            if rule.code in {"hold_market_events", "finance_not_alone"}
        }
        return cls(
            hold=found.get("hold_market_events", Condition()),
            finance=found.get("finance_not_alone", Condition()),
        )
