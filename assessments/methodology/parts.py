"""The parts of a methodology pack as frozen values. Pure: a row of the document in, a part out.

A text is a mapping of language code to words; every part reads its row as validated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

Row = Mapping[str, Any]
Text = Mapping[str, str]


def decimal(value: float | str) -> Decimal:
    """The number as it was written: 0.1 becomes exactly one tenth."""
    return Decimal(str(value))


def name_of(row: Row, languages: tuple[str, ...]) -> Text:
    """The words of a row that keeps its translations beside its code."""
    return {language: row[language] for language in languages if language in row}


@dataclass(frozen=True)
class Named:
    """A code with its words; `rule` and `source` where the pack states them."""

    code: str
    name: Text
    rule: Text = field(default_factory=dict)
    source: str = ""
    stage: str = ""

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        return cls(
            code=row["code"],
            name=name_of(row, languages),
            rule=row.get("rule", {}),
            source=row.get("source", ""),
            stage=row.get("stage", ""),
        )


@dataclass(frozen=True)
class StageSpec:
    """A stage of internationalisation; `order` counts from 1."""

    code: str
    order: int
    name: Text
    definition: Text
    source: str
    exit_test: Text
    growth_tests: tuple[Named, ...]

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        tests = row.get("growth_tests", ())
        return cls(
            code=row["code"],
            order=row["order"],
            name=name_of(row, languages),
            definition=row["definition"],
            source=row.get("source", ""),
            exit_test=row.get("exit_test", {}),
            growth_tests=tuple(Named.from_row(test, languages) for test in tests),
        )


@dataclass(frozen=True)
class AnswerOption:
    """One answer of a scale; `value` None is "don't know"."""

    value: int | None
    text: Text


@dataclass(frozen=True)
class AnswerScale:
    """A scale of answers, 0 to `top`."""

    code: str
    is_higher_better: bool
    options: tuple[AnswerOption, ...]

    @property
    def top(self) -> int:
        """The highest answer of the scale."""
        return max(self.values)

    @property
    def values(self) -> frozenset[int]:
        """The answers one may give, "don't know" apart."""
        return frozenset(option.value for option in self.options if option.value is not None)

    def severity(self, answer: int) -> Fraction:
        """How much the answer holds the firm back, 0 (not at all) to 1; else ValueError."""
        if answer not in self.values:
            raise ValueError(f"{answer!r} is not an answer of the scale {self.code}")
        return Fraction(self.top - answer if self.is_higher_better else answer, self.top)

    @classmethod
    def from_row(cls, code: str, row: Row, languages: tuple[str, ...]) -> Self:
        options = (AnswerOption(o["value"], name_of(o, languages)) for o in row["options"])
        return cls(code, row["direction"] == "higher_is_better", tuple(options))


@dataclass(frozen=True)
class Question:
    """One question; `scale` is the code of an answer scale."""

    id: str
    scale: str
    text: Text
    constraint: str


@dataclass(frozen=True)
class ConstraintSpec:
    """A constraint type with its questions; `short` is the name for narrow places."""

    code: str
    group: str
    stages: tuple[str, ...]
    name: Text
    short: Text
    definition: Text
    source: str
    leonidou: tuple[str, ...]
    itc: str
    questions: tuple[Question, ...]

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        questions = (
            Question(q["id"], q["scale"], name_of(q, languages), row["code"])
            for q in row["questions"]
        )
        return cls(
            code=row["code"],
            group=row["group"],
            stages=tuple(row["stages"]),
            name=name_of(row, languages),
            short=row.get("short") or name_of(row, languages),
            definition=row["definition"],
            source=row.get("source", ""),
            leonidou=tuple(row.get("leonidou", ())),
            itc=row.get("itc", ""),
            questions=tuple(questions),
        )


@dataclass(frozen=True)
class EligibleIf:
    """What can be tested by machine; empty means no limit."""

    product_forms: tuple[str, ...] = ()
    min_export_years: int | None = None


@dataclass(frozen=True)
class InterventionSpec:
    """A kind of help: `addresses` maps constraint code to strength 1 to 3."""

    code: str
    name: Text
    stages: tuple[str, ...]
    addresses: Mapping[str, int]
    eligibility: Text
    eligible_if: EligibleIf
    capacity: str
    typical_duration_days: int
    follow_up_days: tuple[int, ...]
    outcomes: tuple[str, ...]
    evidence: tuple[str, ...]
    caution: Text
    requires: tuple[str, ...]

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        tests = row.get("eligible_if", {})
        return cls(
            code=row["code"],
            name=name_of(row, languages),
            stages=tuple(row["stages"]),
            addresses={code: strength for code, strength in row["addresses"].items() if strength},
            eligibility=row["eligibility"],
            eligible_if=EligibleIf(
                tuple(tests.get("product_form", ())), tests.get("min_export_years")
            ),
            capacity=row["capacity"],
            typical_duration_days=row["typical_duration_days"],
            follow_up_days=tuple(row["follow_up_days"]),
            outcomes=tuple(row["outcomes"]),
            evidence=tuple(row["evidence"]),
            caution=row.get("caution", {}),
            requires=tuple(row.get("requires", ())),
        )


@dataclass(frozen=True)
class BundlingRule:
    """How interventions combine. `top`: how many of the highest constraints a bundle covers."""

    code: str
    text: Text
    interventions: tuple[str, ...]
    constraints: tuple[str, ...]
    from_band: str
    top: tuple[int, ...]
    evidence: tuple[str, ...]

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        return cls(
            code=row["code"],
            text=name_of(row, languages),
            interventions=tuple(row.get("interventions", ())),
            constraints=tuple(row.get("constraints", ())),
            from_band=row.get("from_band", ""),
            top=tuple(row.get("top", ())),
            evidence=tuple(row.get("evidence", ())),
        )


@dataclass(frozen=True)
class EntryMode:
    """A way to be abroad; resources, control and risk from 1 (low) to 5 (high)."""

    code: str
    name: Text
    family: str
    resources: int
    control: int
    risk: int
    suits: Text

    def is_above(self, other: "EntryMode") -> bool:
        """Whether this mode needs more resources or gives more control than the other."""
        return self.resources > other.resources or self.control > other.control

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        levels = {level: row[level] for level in ("family", "resources", "control", "risk")}
        return cls(row["code"], name_of(row, languages), suits=row["suits"], **levels)
