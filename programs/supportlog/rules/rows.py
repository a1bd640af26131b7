"""One row of a log becomes a firm's period of support, or a refusal with its reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import blake2b
from typing import TypeVar, cast

from firms.imports.rules.cells import (
    Refusal,
    Unreadable,
    are_plain,
    date_reader,
    money_reader,
    read_text,
    read_value,
)
from firms.register.rules import legal_form, normalised
from programs.engagements.rules import Period
from programs.supportlog.rules.plan import ACCEPTED, Plan

Read = TypeVar("Read")

LONGEST_NAME = 200
LONGEST_KEY = 120
LONGEST_SHOWN = 200


@dataclass(frozen=True)
class SupportRow:
    """A readable row. Amounts in `currency`, None where the log says nothing."""

    row: int
    key: str
    deal: str
    firm: str
    firm_words: str
    firm_form: str
    flags: frozenset[str]
    intervention: str
    decision: str
    decided_on: date
    starts_on: date | None
    ends_on: date | None
    currency: str
    authorized: Decimal | None
    used: Decimal | None
    claim_paid: Decimal | None
    destination: str
    is_renewal: bool
    details: Mapping[str, object]

    @property
    def period(self) -> Period:
        """The row as the rule that folds periods into an engagement reads it."""
        return Period(
            is_approved=self.decision == ACCEPTED,
            decided_on=self.decided_on,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            authorized=self.authorized,
            used=self.used,
        )

    @property
    def fingerprint(self) -> str:
        """Sixteen signs that change when a fact of the row changes, whatever its spelling."""
        facts = (
            self.deal,
            self.firm_words,
            self.intervention,
            self.decision,
            self.decided_on,
            self.starts_on,
            self.ends_on,
            self.currency,
            self.authorized,
            self.used,
            self.claim_paid,
            self.destination,
        )
        return blake2b("\x1f".join(map(str, facts)).encode(), digest_size=8).hexdigest()


class RowReader:
    """Reads rows of one log by its plan. The same cells always give the same answer."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._date = date_reader(plan.dates)
        self._money = money_reader(plan.money)
        self._columns = plan.columns

    def money(self, value: str) -> Decimal | None:
        """An amount as the log writes it; raises Unreadable."""
        return self._money(value)

    def read(self, row: int, cells: Mapping[str, str]) -> SupportRow | Refusal:
        """The row as support to a firm, or the first reason why it cannot be taken over."""
        try:
            return self._read(row, cells)
        except _Refused as refused:
            value = cells.get(refused.column, "")[:LONGEST_SHOWN].replace("\x00", "�")
            return Refusal(row, refused.column, value, refused.code, refused.params)

    def _read(self, row: int, raw: Mapping[str, str]) -> SupportRow:
        plan, period = self.plan, self.plan.period
        if are_plain(raw[column] for column in self._columns):
            cells = {column: raw[column].strip() for column in self._columns}
        else:
            cells = {column: _at(column, read_text, raw[column]) for column in self._columns}
        key = self._needed(cells, plan.row_key, LONGEST_KEY)
        firm = self._firm(cells)
        deal = self._needed(cells, plan.deal_key, LONGEST_KEY)
        decided = _at(plan.decided_on, self._date, self._needed(cells, plan.decided_on))
        decided_on = cast(date, decided)
        starts_on, ends_on = self._span(cells, decided_on)
        amounts = {
            name: _at(column, self._money, cells[column]) for name, column in period.amounts.items()
        }
        values = period.decisions
        return SupportRow(
            row=row,
            key=key,
            deal=deal,
            firm=firm,
            firm_words=normalised(firm)[:LONGEST_NAME],
            firm_form=legal_form(firm),
            flags=self._flags(cells),
            intervention=self._intervention(cells),
            decision=_at(
                period.decision, lambda cell: read_value(values, cell), cells[period.decision]
            ),
            decided_on=decided_on,
            starts_on=starts_on,
            ends_on=ends_on,
            currency=self._currency(cells),
            authorized=amounts.get("authorized"),
            used=amounts.get("used"),
            claim_paid=amounts.get("claim_paid"),
            destination=self._destination(cells),
            is_renewal=self._is_renewal(cells),
            details=self._details(cells),
        )

    def _needed(self, cells: Mapping[str, str], column: str, at_most: int = LONGEST_NAME) -> str:
        if not cells[column]:
            raise _Refused(column, Unreadable("missing"))
        return _at(column, lambda cell: read_text(cell, at_most=at_most), cells[column])

    def _firm(self, cells: Mapping[str, str]) -> str:
        column = self.plan.firm.name
        name = " ".join(self._needed(cells, column).split())
        if self.plan.firm.placeholders.covers(name) or not normalised(name):
            raise _Refused(column, Unreadable("not_a_firm"))
        return name

    def _span(self, cells: Mapping[str, str], decided_on: date) -> tuple[date | None, date | None]:
        """Start, else the decision but never after the end; and the end."""
        period = self.plan.period
        starts = _at(period.starts_on, self._date, cells.get(period.starts_on or "", ""))
        ends = _at(period.ends_on, self._date, cells.get(period.ends_on or "", ""))
        if starts and ends and ends < starts:
            raise _Refused(period.ends_on, Unreadable("ends_before_start", start=str(starts)))
        first = Period(is_approved=True, decided_on=decided_on, starts_on=starts, ends_on=ends)
        return first.first_day, ends

    def _flags(self, cells: Mapping[str, str]) -> frozenset[str]:
        """Flags the row proves. An amount of nothing proves nothing."""
        return frozenset(
            flag
            for flag, column in self.plan.firm.flags.items()
            if (_at(column, self._money, cells[column]) or 0) > 0
        )

    def _intervention(self, cells: Mapping[str, str]) -> str:
        choices = self.plan.interventions
        for choice in choices:
            if choice.when.holds(cells):
                return choice.use
        column = next(iter(choices[0].when.columns))
        raise _Refused(column, Unreadable("no_intervention"))

    def _currency(self, cells: Mapping[str, str]) -> str:
        column = self.plan.currency_column
        if column is None:
            return self.plan.currency or ""
        code = cells[column]
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise _Refused(column, Unreadable("currency_not_readable"))
        return code

    def _destination(self, cells: Mapping[str, str]) -> str:
        known = self.plan.period.destination
        if known is None or cells[known.column] in known.nowhere:
            return ""
        return _at(known.column, lambda cell: read_value(known.codes, cell), cells[known.column])

    def _sequence(self, cells: Mapping[str, str]) -> int | None:
        """The number of the period or tranche, None where the key does not carry one."""
        known = self.plan.period.sequence
        if known is None:
            return None
        value = cells[known.column]
        digits = value[-known.last_digits :]
        fits = known.length is None or len(value) == known.length
        return int(digits) if fits and digits.isascii() and digits.isdigit() else None

    def _is_renewal(self, cells: Mapping[str, str]) -> bool:
        sequence = self._sequence(cells)
        return bool(sequence and sequence > 1 and self.plan.period.renewal_when.holds(cells))

    def _details(self, cells: Mapping[str, str]) -> dict[str, object]:
        period = self.plan.period
        details: dict[str, object] = {
            name: cells[column] for name, column in period.details.items() if cells[column]
        }
        sequence = self._sequence(cells)
        return details if sequence is None else details | {"sequence": sequence}


class _Refused(Exception):
    """The first cell of a row that stops it."""

    def __init__(self, column: str | None, reason: Unreadable) -> None:
        super().__init__(column)
        self.column, self.code, self.params = column or "", reason.code, reason.params


def _at(column: str | None, read: Callable[[str], Read], value: str) -> Read:
    """Read a cell; what cannot be read is known by its column."""
    try:
        return read(value)
    except Unreadable as reason:
        raise _Refused(column, reason) from None
