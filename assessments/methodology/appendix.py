"""What stands beside the instrument in a pack: plan sections, indicators, bands, references."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from assessments.methodology.parts import Row, Text, decimal, name_of


@dataclass(frozen=True)
class PlanItem:
    """One item of a plan section; `spec` keeps its columns, fields or options as written."""

    code: str
    type: str
    name: Text
    spec: Row

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        spec = {key: row[key] for key in row if key not in {"code", "type", *languages}}
        return cls(row["code"], row["type"], name_of(row, languages), spec)


@dataclass(frozen=True)
class PlanSection:
    """One of the recommendations of a market-entry plan (Ilkevich 2025)."""

    code: str
    order: int
    name: Text
    items: tuple[PlanItem, ...]

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        items = tuple(PlanItem.from_row(item, languages) for item in row["items"])
        return cls(row["code"], row["order"], name_of(row, languages), items)


@dataclass(frozen=True)
class Indicator:
    """What is counted, in which unit, and how."""

    code: str
    name: Text
    unit: str
    definition: Text

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        return cls(row["code"], name_of(row, languages), row["unit"], row["definition"])


@dataclass(frozen=True)
class HelpBand:
    """How much would have happened without help; `midpoint` 0 to 1."""

    code: str
    name: Text
    midpoint: Decimal

    @classmethod
    def from_row(cls, row: Row, languages: tuple[str, ...]) -> Self:
        return cls(row["code"], name_of(row, languages), decimal(row["midpoint"]))


@dataclass(frozen=True)
class Reference:
    """A piece of evidence; `checked` says how far we read it."""

    code: str
    cite: str
    effect: Text
    direction: str
    checked: str

    @classmethod
    def from_row(cls, code: str, row: Row) -> Self:
        words = (row["cite"], row.get("effect", {}), row.get("direction", ""), row["checked"])
        return cls(code, *words)
