"""Reading days and costs so that what is doubtful shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from firms.imports.rules import MoneyFormat, Unreadable
from firms.imports.rules.cells import FIRST_YEAR, LAST_YEAR, date_pattern, money_reader

#: Whole digits a fee has room for.
LONGEST_COST = 12
_CENTURIES = (1900, 2000, 2100)
_SIGNS = {"$": ("USD", "CAD", "AUD", "NZD", "SGD"), "€": ("EUR",), "£": ("GBP",), "₽": ("RUB",)}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")


@dataclass(frozen=True)
class Day:
    """A day as read. `others`: days that another form of the mapping reads; `is_short`: the year
    has two digits and the century is the one nearest to today.
    """

    day: date
    others: tuple[date, ...] = ()
    is_short: bool = False


class DayReader:
    """Reads days in any of the forms a mapping names."""

    def __init__(self, shapes: Sequence[str], *, today: date) -> None:
        self.shapes, self.today = tuple(shapes), today
        self._patterns = [date_pattern(shape) for shape in self.shapes]

    def read(self, value: str) -> Day | None:
        """The day, with other possible readings; empty text is None.

        Raises Unreadable: date_not_readable, date_out_of_range.
        """
        if not value:
            return None
        found = [day for pattern in self._patterns if (day := self._match(pattern, value))]
        if not found:
            raise Unreadable("date_not_readable", formats=", ".join(self.shapes))
        first = found[0]
        if not FIRST_YEAR <= first.day.year <= LAST_YEAR:
            raise Unreadable("date_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
        others = dict.fromkeys(other.day for other in found[1:] if other.day != first.day)
        return Day(first.day, tuple(others), first.is_short)

    def _match(self, pattern: re.Pattern[str], value: str) -> Day | None:
        found = pattern.fullmatch(value)
        if found is None:
            return None
        year, is_short = int(found["y"]), len(found["y"]) == 2
        if is_short:
            year += min(_CENTURIES, key=lambda century: abs(century + year - self.today.year))
        try:
            return Day(date(year, int(found["m"]), int(found["d"])), is_short=is_short)
        except ValueError:
            return None


@dataclass(frozen=True)
class Cost:
    """A cost as read; None is unknown. `is_odd`: not written as the mapping says."""

    amount: Decimal | None
    is_odd: bool = False


def read_cost(value: str, shape: MoneyFormat, currency: str) -> Cost:
    """The cost in a cell as it stands, spaces included; `$60 ` can be read but is odd.

    Raises Unreadable: amount_not_readable.
    """
    if not value.strip():
        return Cost(None)
    try:
        amount = money_reader(shape)(value)
    except Unreadable:
        return Cost(_odd(value, shape, currency), is_odd=True)
    return Cost(_within(amount))


def _odd(value: str, shape: MoneyFormat, currency: str) -> Decimal:
    text = value.strip()
    for sign, currencies in _SIGNS.items():
        if currency in currencies:
            text = text.replace(sign, "", 1)
    text = re.sub(rf"(?i)\b{re.escape(currency)}\b", "", text, count=1)
    for mark in (shape.thousands, " ", "\u00a0", "\u202f"):
        text = text.replace(mark, "") if mark else text
    text = text.replace(shape.decimal, ".")
    if not _NUMBER.fullmatch(text) or not text.isascii():
        raise Unreadable("amount_not_readable")
    try:
        amount = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise Unreadable("amount_not_readable") from None
    return _within(amount)


def _within(amount: Decimal | None) -> Decimal:
    if amount is None or amount < 0 or amount >= Decimal(10) ** LONGEST_COST:
        raise Unreadable("amount_not_readable")
    return amount
