"""The numbers of a pack: scoring weights and bands, and the cuts behind stages and movement."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Self

from assessments.methodology.parts import Row, Text, decimal, name_of


@dataclass(frozen=True)
class BandSpec:
    """A band of severity from `start` (0 to 100) up to the next band's."""

    code: str
    start: Decimal
    name: Text


@dataclass(frozen=True)
class StageWeights:
    """How much a constraint counts by the distance of its stages from the firm's; 0 to 1."""

    own: Decimal
    adjacent: Decimal
    other: Decimal
    cross_cutting: Decimal


@dataclass(frozen=True)
class Scoring:
    """How answers become severities and priorities. `bands` ascend from 0."""

    minimum_coverage: Decimal
    bands: tuple[BandSpec, ...]
    weights: StageWeights
    override_severity: Decimal
    override_weight: Decimal
    respondents: tuple[str, ...]

    def band(self, severity: Fraction | Decimal) -> str:
        """Code of the highest band that starts at or below the severity (0 to 100)."""
        return [band.code for band in self.bands if band.start <= severity][-1]

    def band_rank(self, code: str) -> int:
        """Position of a band, 0 for the mildest; ValueError for an unknown code."""
        return [band.code for band in self.bands].index(code)

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        weight, override = row["stage_weight"], row["blocking_override"]
        return cls(
            minimum_coverage=decimal(row["minimum_coverage"]),
            bands=tuple(
                BandSpec(b["code"], decimal(b["from"]), name_of(b, languages)) for b in row["bands"]
            ),
            weights=StageWeights(
                own=decimal(weight["own_stage"]),
                adjacent=decimal(weight["adjacent_stage"]),
                other=decimal(weight["other_stage"]),
                cross_cutting=decimal(weight["cross_cutting"]),
            ),
            override_severity=decimal(override["from_severity"]),
            override_weight=decimal(override["minimum_weight"]),
            respondents=tuple(row["respondents"]),
        )


@dataclass(frozen=True)
class GrowthCuts:
    """When a firm grows abroad: years of exports and the growth tests."""

    years: int
    young_share: Decimal
    share: Decimal
    markets: int
    repeat_buyers: int
    above_mode: str
    tests_needed: int


@dataclass(frozen=True)
class PathwayCuts:
    """Years and shares that tell the pathways apart; `lll_home` holds development levels."""

    early_years: int
    global_share: Decimal
    born_again_years: int
    domestic_spell_years: int
    born_again_window_years: int
    lll_parts: int
    lll_home: tuple[str, ...]
    gap_months: int


@dataclass(frozen=True)
class MovementCuts:
    """What counts as a rise or a fall; shares of the earlier figure."""

    fall: Fraction
    fall_years: int
    rise: Decimal
    markets_halved: Fraction


@dataclass(frozen=True)
class Cuts:
    """All cuts of a pack: proposals, default, not validated."""

    growth: GrowthCuts
    steps_needed: int
    step_months: int
    phase_rise: Decimal
    market_added_months: int
    pathway: PathwayCuts
    movement: MovementCuts

    @classmethod
    def from_row(cls, row: Row) -> Self:
        growth, pathway, overlay = dict(row["growth"]), dict(row["pathway"]), dict(row["overlay"])
        trajectory = row["trajectory"]
        for key in ("young_share", "share"):
            growth[key] = decimal(growth[key])
        pathway["global_share"] = decimal(pathway["global_share"])
        overlay["lll_home"] = tuple(overlay["lll_home"])
        return cls(
            growth=GrowthCuts(**growth),
            steps_needed=row["activity"]["steps"],
            step_months=row["activity"]["step_months"],
            phase_rise=decimal(row["phase"]["value_rise"]),
            market_added_months=row["phase"]["market_added_months"],
            pathway=PathwayCuts(**pathway, **overlay),
            movement=MovementCuts(
                fall=Fraction(trajectory["fall"]),
                fall_years=trajectory["fall_years"],
                rise=decimal(trajectory["rise"]),
                markets_halved=Fraction(trajectory["markets_halved"]),
            ),
        )


@dataclass(frozen=True)
class Silence:
    """Months without an invoice after which a firm is dormant, and after which it has lapsed."""

    dormant_after_months: int
    lapsed_after_months: int


@dataclass(frozen=True)
class MovementRules:
    """Silence by product form, and the worded rules of movement by code."""

    usual: Silence
    capital_goods: Silence
    texts: Mapping[str, Text]

    @classmethod
    def from_row(cls, row: Row) -> Self:
        usual = Silence(row["dormant_after_months"], row["lapsed_after_months"])
        capital = Silence(
            row["capital_goods_dormant_after_months"], row["capital_goods_lapsed_after_months"]
        )
        texts = {key: words for key, words in row.items() if isinstance(words, Mapping)}
        return cls(usual, capital, texts)
