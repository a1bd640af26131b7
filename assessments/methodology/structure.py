"""A methodology pack as one frozen value with lookups: a validated document in, a Pack out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from assessments.methodology.appendix import (
    HelpBand,
    Indicator,
    PlanItem,
    PlanSection,
    Reference,
)
from assessments.methodology.cuts import (
    BandSpec,
    Cuts,
    GrowthCuts,
    MovementCuts,
    MovementRules,
    PathwayCuts,
    Scoring,
    Silence,
    StageWeights,
)
from assessments.methodology.parts import (
    AnswerOption,
    AnswerScale,
    BundlingRule,
    ConstraintSpec,
    EligibleIf,
    EntryMode,
    InterventionSpec,
    Named,
    Question,
    Row,
    StageSpec,
    Text,
    name_of,
)

__all__ = [
    "FALLBACK_LANGUAGE",
    "AnswerOption",
    "AnswerScale",
    "BandSpec",
    "BundlingRule",
    "ConstraintSpec",
    "Cuts",
    "EligibleIf",
    "EntryMode",
    "GrowthCuts",
    "HelpBand",
    "Indicator",
    "InterventionSpec",
    "Meta",
    "MovementCuts",
    "MovementRules",
    "Named",
    "Pack",
    "PathwayCuts",
    "PlanItem",
    "PlanSection",
    "Question",
    "Reference",
    "Scoring",
    "Silence",
    "StageSpec",
    "StageWeights",
    "parse_pack",
    "text",
]

FALLBACK_LANGUAGE = "en"

Part = TypeVar("Part")


def text(words: Text, language: str) -> str:
    """The words in the language; else in its base language (`ru` for `ru-kz`), else in English."""
    for wanted in (language, language.split("-")[0], FALLBACK_LANGUAGE):
        if words.get(wanted):
            return words[wanted]
    return ""


@dataclass(frozen=True)
class Meta:
    """Which pack this is. `label` says how far its numbers may be trusted."""

    code: str
    version: str
    status: str
    label: Text
    valid_from: str
    review_every_days: int
    languages: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """The whole methodology. Lookups raise KeyError for a code the pack does not know."""

    meta: Meta
    scales: Mapping[str, AnswerScale]
    not_known: Text
    scoring: Scoring
    cuts: Cuts
    stages: tuple[StageSpec, ...]
    implementation_steps: tuple[Named, ...]
    phases: tuple[Named, ...]
    minimum_years: tuple[int, int]
    pathways: tuple[Named, ...]
    overlays: tuple[Named, ...]
    movement: MovementRules
    trajectories: tuple[Named, ...]
    exit_reasons: tuple[Named, ...]
    motives: Mapping[str, tuple[Named, ...]]
    mediators: tuple[Named, ...]
    groups: tuple[Named, ...]
    constraints: tuple[ConstraintSpec, ...]
    outcomes: tuple[Named, ...]
    interventions: tuple[InterventionSpec, ...]
    bundling_rules: tuple[BundlingRule, ...]
    entry_modes: tuple[EntryMode, ...]
    plan_sections: tuple[PlanSection, ...]
    plan_readiness: Text
    follow_up_days: tuple[int, ...]
    follow_up_basis: Text
    indicators: tuple[Indicator, ...]
    help_bands: tuple[HelpBand, ...]
    contribution_ratings: tuple[Named, ...]
    evidence_types: tuple[Named, ...]
    references: Mapping[str, Reference]

    @property
    def version(self) -> str:
        """The version as people name it, without the pack's code."""
        return self.meta.version

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order of the questionnaire."""
        return tuple(q for constraint in self.constraints for q in constraint.questions)

    @cached_property
    def stages_by_code(self) -> Mapping[str, StageSpec]:
        return {stage.code: stage for stage in self.stages}

    @cached_property
    def constraints_by_code(self) -> Mapping[str, ConstraintSpec]:
        return {constraint.code: constraint for constraint in self.constraints}

    @cached_property
    def questions_by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def interventions_by_code(self) -> Mapping[str, InterventionSpec]:
        return {intervention.code: intervention for intervention in self.interventions}

    @cached_property
    def modes_by_code(self) -> Mapping[str, EntryMode]:
        return {mode.code: mode for mode in self.entry_modes}

    @cached_property
    def bundling_by_code(self) -> Mapping[str, BundlingRule]:
        return {rule.code: rule for rule in self.bundling_rules}

    def stage(self, code: str) -> StageSpec:
        return self.stages_by_code[code]

    def constraint(self, code: str) -> ConstraintSpec:
        return self.constraints_by_code[code]

    def question(self, question_id: str) -> Question:
        return self.questions_by_id[question_id]

    def scale_of(self, question: Question) -> AnswerScale:
        """The scale the question is answered on."""
        return self.scales[question.scale]

    def intervention(self, code: str) -> InterventionSpec:
        return self.interventions_by_code[code]

    def mode(self, code: str) -> EntryMode:
        return self.modes_by_code[code]

    def text(self, words: Text, language: str) -> str:
        """The words in the language, or in English; see `text`."""
        return text(words, language)


def parse_pack(document: Row) -> Pack:
    """A pack from a document that passed validation; a broken one raises KeyError or TypeError."""
    languages = tuple(document["meta"]["languages"])

    def each(part: Callable[[Row, tuple[str, ...]], Part], rows: list[Row]) -> tuple[Part, ...]:
        return tuple(part(row, languages) for row in rows)

    movement, pathways = document["movement_rules"], document["pathways"]
    confirmation, follow_up = document["result_confirmation"], document["follow_up_defaults"]
    return Pack(
        meta=_meta(document["meta"], languages),
        scales=_scales(document["answer_scales"], languages),
        not_known=name_of(document["answer_scales"]["not_known"], languages),
        scoring=Scoring.from_row(document["scoring"], languages),
        cuts=Cuts.from_row(document["cuts"]),
        stages=tuple(sorted(each(StageSpec.from_row, document["stages"]), key=_by_order)),
        implementation_steps=each(Named.from_row, document["implementation_steps"]),
        phases=each(Named.from_row, document["lifecycle_phases"]),
        minimum_years=tuple(document["lifecycle_total_minimum_years"]),
        pathways=each(Named.from_row, pathways["primary"]),
        overlays=each(Named.from_row, pathways["overlays"]),
        movement=MovementRules.from_row(movement),
        trajectories=each(Named.from_row, movement["trajectory_labels"]),
        exit_reasons=each(Named.from_row, movement["exit_reasons"]),
        motives={k: each(Named.from_row, rows) for k, rows in document["motives"].items()},
        mediators=each(Named.from_row, document["mediators"]),
        groups=each(Named.from_row, document["constraint_groups"]),
        constraints=each(ConstraintSpec.from_row, document["constraints"]),
        outcomes=each(Named.from_row, document["outcomes"]),
        interventions=each(InterventionSpec.from_row, document["interventions"]),
        bundling_rules=each(BundlingRule.from_row, document["bundling_rules"]),
        entry_modes=each(EntryMode.from_row, document["entry_modes"]),
        plan_sections=each(PlanSection.from_row, document["plan_sections"]),
        plan_readiness=document["plan_readiness"],
        follow_up_days=tuple(follow_up["days"]),
        follow_up_basis=follow_up["basis"],
        indicators=each(Indicator.from_row, document["indicators"]),
        help_bands=each(HelpBand.from_row, confirmation["without_help_bands"]),
        contribution_ratings=each(Named.from_row, confirmation["contribution_ratings"]),
        evidence_types=each(Named.from_row, confirmation["evidence_types"]),
        references={c: Reference.from_row(c, row) for c, row in document["references"].items()},
    )


def _meta(row: Row, languages: tuple[str, ...]) -> Meta:
    return Meta(
        code=row["code"],
        version=row["version"],
        status=row["status"],
        label=row["label"],
        valid_from=row["valid_from"],
        review_every_days=row["review_every_days"],
        languages=languages,
    )


def _scales(row: Row, languages: tuple[str, ...]) -> dict[str, AnswerScale]:
    codes = [code for code in row if code != "not_known"]
    return {code: AnswerScale.from_row(code, row[code], languages) for code in codes}


def _by_order(stage: StageSpec) -> int:
    return stage.order
