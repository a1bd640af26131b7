"""Reading one cell: dates, amounts and text, strictly as the mapping says."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST_CELL = 10_000
#: Whole digits an amount column of the database holds.
LONGEST_AMOUNT = 14

#: Signs no cell may hold: they cannot be stored, or hide or turn the text.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_DATE_PARTS = {"YYYY": "(?P<y>[0-9]{4})", "MM": "(?P<m>[0-9]{2})", "DD": "(?P<d>[0-9]{2})"}
_DATE_PARTS |= {"M": "(?P<m>[0-9]{1,2})", "D": "(?P<d>[0-9]{1,2})"}
_DATE_PARTS |= {"YY": "(?P<y>[0-9]{2})"}
_DATE_TOKEN = re.compile("YYYY|YY|MM|DD|M|D")


@dataclass(frozen=True)
class MoneyFormat:
    """How an amount is written: sign before or after it, thousands mark, decimal mark."""

    prefix: str = ""
    suffix: str = ""
    thousands: str = ""
    decimal: str = "."


@dataclass(frozen=True)
class Refusal:
    """A refused row: line of the file, column, value as found, reason code with its figures."""

    row: int
    column: str
    value: str
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)


class Unreadable(ValueError):
    """A cell that cannot be read: a reason code and the figures of its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def read_text(value: str, *, at_most: int = LONGEST_CELL) -> str:
    """The text without spaces around it; a formula stays plain text.

    Raises Unreadable: cell_too_long, forbidden_sign.
    """
    if len(value) > at_most:
        raise Unreadable("cell_too_long", length=len(value), limit=at_most)
    if _FORBIDDEN.search(value):
        raise Unreadable("forbidden_sign")
    return value.strip()


def are_plain(cells: Iterable[str]) -> bool:
    """Whether `read_text` would take every one of these cells; one look at all of them."""
    held = list(cells)
    return max(map(len, held), default=0) <= LONGEST_CELL and not _FORBIDDEN.search("\n".join(held))


def date_reader(formats: tuple[str, ...]) -> Callable[[str], date | None]:
    """A reader of dates in any of the formats; empty text is None.

    Raises Unreadable: date_not_readable, date_out_of_range.
    """
    patterns = [date_pattern(shape) for shape in formats]

    @lru_cache(maxsize=4_096)
    def read(value: str) -> date | None:
        if not value:
            return None
        found = next(filter(None, (pattern.fullmatch(value) for pattern in patterns)), None)
        if found is None:
            raise Unreadable("date_not_readable", formats=", ".join(formats))
        try:
            day = date(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError:
            raise Unreadable("date_not_readable", formats=", ".join(formats)) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Unreadable("date_out_of_range", first=FIRST_YEAR, last=LAST_YEAR)
        return day

    return read


def is_date_format(shape: str, *, short_years: bool = False) -> bool:
    """Whether year, month and day stand in the format exactly once; years of two digits are for
    imports that ask a person about the century.
    """
    tokens = _DATE_TOKEN.findall(shape)
    if "YY" in tokens and not short_years:
        return False
    return sorted(token[0] for token in tokens) == ["D", "M", "Y"]


def date_pattern(shape: str) -> re.Pattern[str]:
    """The format as a pattern with the groups `y`, `m`, `d`."""
    parts = _DATE_TOKEN.split(shape)
    tokens = [_DATE_PARTS[token] for token in _DATE_TOKEN.findall(shape)]
    pattern = re.escape(parts[0])
    for token, after in zip(tokens, parts[1:], strict=True):
        pattern += token + re.escape(after)
    return re.compile(pattern)


def money_reader(shape: MoneyFormat) -> Callable[[str], Decimal | None]:
    """A reader of amounts in whole cents; empty text is None.

    Raises Unreadable: amount_not_readable, amount_too_large.
    """
    pattern = _money_pattern(shape)
    drop = {shape.thousands, "\u00a0", "\u202f"} if shape.thousands else set()

    @lru_cache(maxsize=4_096)
    def read(value: str) -> Decimal | None:
        if not value:
            return None
        found = pattern.fullmatch(value)
        if found is None:
            raise Unreadable("amount_not_readable", example=_example(shape))
        whole = found["whole"]
        for mark in drop:
            whole = whole.replace(mark, "")
        if len(whole.lstrip("0")) > LONGEST_AMOUNT:
            raise Unreadable("amount_too_large", digits=LONGEST_AMOUNT)
        amount = Decimal(f"{whole}.{found['cents'] or '0'}").quantize(Decimal("0.01"))
        return -amount if found["minus"] or found["minus2"] else amount

    return read


def read_value(values: Mapping[str, str], value: str) -> str:
    """What a value stands for. Raises Unreadable: value_not_mapped."""
    try:
        return values[value]
    except KeyError:
        raise Unreadable("value_not_mapped") from None


def _money_pattern(shape: MoneyFormat) -> re.Pattern[str]:
    whole = "[0-9]+"
    if shape.thousands:
        mark = "[ \u00a0\u202f]" if shape.thousands == " " else re.escape(shape.thousands)
        whole = f"[0-9]{{1,3}}(?:{mark}[0-9]{{3}})+|[0-9]+"
    return re.compile(
        f"(?P<minus>-?){re.escape(shape.prefix)} ?(?P<minus2>-?)(?P<whole>{whole})"
        f"(?:{re.escape(shape.decimal)}(?P<cents>[0-9]{{1,2}}))? ?{re.escape(shape.suffix)}"
    )


def _example(shape: MoneyFormat) -> str:
    return f"{shape.prefix}1{shape.thousands}234{shape.decimal}50{shape.suffix}"
