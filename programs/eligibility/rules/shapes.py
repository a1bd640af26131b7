"""Which fields each type of clause has, and what may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assessments.scoring.results import Stage
from programs.eligibility.rules.clauses import Kind
from programs.eligibility.rules.readings import BANDS

#: Limits that keep criteria readable, and the nearest pass quick to find.
MOST_GROUPS, MOST_CLAUSES, MOST_WAYS = 8, 10, 300
MOST_VALUES, LONGEST_TEXT, MOST_WHOLE = 60, 120, 1_000_000
MOST_MONTHS, MOST_YEARS = 120, 10


class Ends(StrEnum):
    """What a range counts."""

    WHOLE = "whole"
    AMOUNT = "amount"


@dataclass(frozen=True)
class Shape:
    """The fields of one type. `values` and `subject` name a list of the vocabulary.

    `window`: the most it may be; `needs_window`: without it the clause says nothing.
    `has_low` and `has_high`: which ends there are; a range needs one of them, all others each.
    """

    values: str = ""
    one_value: bool = False
    subject: str = ""
    ends: Ends | None = None
    has_low: bool = True
    has_high: bool = True
    has_currency: bool = False
    window: int = 0
    needs_window: bool = False
    has_day: bool = False
    has_grant: bool = False


SHAPES: dict[Kind, Shape] = {
    Kind.STAGE: Shape(values="stages"),
    Kind.AGE: Shape(ends=Ends.WHOLE),
    Kind.EMPLOYEES: Shape(ends=Ends.WHOLE),
    Kind.TURNOVER: Shape(ends=Ends.AMOUNT, has_currency=True),
    Kind.SECTOR: Shape(values="sectors"),
    Kind.PRODUCT_FORM: Shape(values="product_forms"),
    Kind.COUNTRY: Shape(values="countries"),
    Kind.REGION: Shape(values="regions"),
    Kind.OWNED: Shape(subject="ownership"),
    Kind.NOT_OWNED: Shape(subject="ownership"),
    Kind.EXPORT_YEARS: Shape(ends=Ends.WHOLE),
    Kind.MARKETS_INCLUDE: Shape(values="countries"),
    Kind.MARKETS_AT_LEAST: Shape(ends=Ends.WHOLE, has_high=False),
    Kind.MARKETS_NONE: Shape(),
    Kind.CONSTRAINT_AT_LEAST: Shape(subject="constraints", values="bands", one_value=True),
    Kind.CONSTRAINT_AT_MOST: Shape(subject="constraints", values="bands", one_value=True),
    Kind.RECEIVED: Shape(values="interventions", window=MOST_MONTHS),
    Kind.NOT_RECEIVED: Shape(values="interventions", window=MOST_MONTHS),
    Kind.DOCUMENT: Shape(subject="documents", has_day=True),
    Kind.AID_CEILING: Shape(
        ends=Ends.AMOUNT,
        has_low=False,
        has_currency=True,
        window=MOST_YEARS,
        needs_window=True,
        has_grant=True,
    ),
}


def _no_codes() -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True)
class Vocabulary:
    """The codes that exist. Regions are free text: the register keeps them so."""

    sectors: frozenset[str] = field(default_factory=_no_codes)
    product_forms: frozenset[str] = field(default_factory=_no_codes)
    countries: frozenset[str] = field(default_factory=_no_codes)
    ownership: frozenset[str] = field(default_factory=_no_codes)
    constraints: frozenset[str] = field(default_factory=_no_codes)
    interventions: frozenset[str] = field(default_factory=_no_codes)
    documents: frozenset[str] = field(default_factory=_no_codes)
    currencies: frozenset[str] = field(default_factory=_no_codes)

    def of(self, name: str) -> frozenset[str] | None:
        """The codes of one list; None where anything may stand."""
        return self._lists().get(name)

    def _lists(self) -> Mapping[str, frozenset[str]]:
        return {
            "stages": frozenset(Stage),
            "bands": frozenset(BANDS),
            "sectors": self.sectors,
            "product_forms": self.product_forms,
            "countries": self.countries,
            "ownership": self.ownership,
            "constraints": self.constraints,
            "interventions": self.interventions,
            "documents": self.documents,
            "currencies": self.currencies,
        }
