"""How one agency's log is read: what its mapping file says, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from firms.imports.rules import MoneyFormat

ACCEPTED = "accepted"
DECLINED = "declined"


@dataclass(frozen=True)
class Condition:
    """All named columns hold one of their values; without columns always true."""

    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def holds(self, cells: Mapping[str, str]) -> bool:
        return all(cells[column] in values for column, values in self.columns.items())


@dataclass(frozen=True)
class Choice:
    """An intervention (its code) for rows of which the condition holds."""

    when: Condition
    use: str


@dataclass(frozen=True)
class Placeholders:
    """Names that are not firms: exact ones, and beginnings of names. Case does not matter."""

    exact: frozenset[str] = frozenset()
    prefix: tuple[str, ...] = ()

    def covers(self, name: str) -> bool:
        folded = " ".join(name.casefold().split())
        return folded in self.exact or any(
            folded == start or folded.startswith(f"{start} ") for start in self.prefix
        )


@dataclass(frozen=True)
class Sequence:
    """The number of a period or tranche: the last digits of a column whose value is that long."""

    column: str
    last_digits: int
    length: int | None = None


@dataclass(frozen=True)
class Destination:
    """Names of countries and their ISO codes; `nowhere` are values that name no destination."""

    column: str
    codes: Mapping[str, str]
    nowhere: frozenset[str]


class Count(StrEnum):
    """What a control total counts: rows, different values, rows by value, or a sum."""

    ROWS = "rows"
    DISTINCT = "distinct"
    EACH = "each"
    SUM = "sum"


@dataclass(frozen=True)
class Control:
    """One control total; `titles` by language."""

    code: str
    count: Count
    column: str
    titles: Mapping[str, str]


@dataclass(frozen=True)
class OfficePlan:
    """The office that takes over firms when the command names none."""

    code: str
    name: str
    country: str
    time_zone: str


@dataclass(frozen=True)
class FirmPlan:
    """Where a firm comes from. `flags`: ownership flag → column whose amount is above zero."""

    name: str
    country: str
    office: OfficePlan | None
    placeholders: Placeholders
    flags: Mapping[str, str]


@dataclass(frozen=True)
class PeriodPlan:
    """Where a period comes from; every column but decision may be absent (None)."""

    decision: str
    decisions: Mapping[str, str]
    starts_on: str | None
    ends_on: str | None
    authorized: str | None
    used: str | None
    claim_paid: str | None
    destination: Destination | None
    sequence: Sequence | None
    renewal_when: Condition
    details: Mapping[str, str]

    @property
    def amounts(self) -> dict[str, str]:
        """Field → column of every amount the log has."""
        found = {"authorized": self.authorized, "used": self.used, "claim_paid": self.claim_paid}
        return {name: column for name, column in found.items() if column}


@dataclass(frozen=True)
class Plan:
    """A whole mapping file, checked."""

    source: str
    titles: Mapping[str, str]
    encoding: str
    delimiter: str
    dates: tuple[str, ...]
    money: MoneyFormat
    currency: str | None
    currency_column: str | None
    row_key: str
    firm: FirmPlan
    deal_key: str
    decided_on: str
    interventions: tuple[Choice, ...]
    period: PeriodPlan
    new_interventions: tuple[Mapping[str, Any], ...]
    controls: tuple[Control, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the mapping reads, once, in a steady order."""
        period = self.period
        named: list[str | None] = [
            self.row_key,
            self.firm.name,
            self.deal_key,
            self.decided_on,
            self.currency_column,
            period.decision,
            period.starts_on,
            period.ends_on,
            *period.amounts.values(),
            period.destination.column if period.destination else None,
            period.sequence.column if period.sequence else None,
            *self.firm.flags.values(),
            *period.renewal_when.columns,
            *(column for choice in self.interventions for column in choice.when.columns),
            *period.details.values(),
            *(control.column for control in self.controls if control.column),
        ]
        return tuple(dict.fromkeys(column for column in named if column))
