"""Reading JSON nobody vouches for: bytes in, a plain tree out; then value by value, errors kept."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SIZE_LIMIT = 1_000_000
DEPTH_LIMIT = 32
TEXT_LIMIT = 200
MONEY_LIMIT = Decimal(10) ** 15

_AMOUNT = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,6})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True)
class CaseError:
    """One thing wrong. `field` is a dotted path such as years[1].export, or "file"."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class CaseErrors(ValueError):
    """The case was refused; `errors` holds every reason."""

    def __init__(self, errors: Collection[CaseError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class Doubled(dict[str, Any]):
    """A JSON object that remembers the keys that stood in it twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _value in pairs]
        self.doubled = tuple(sorted({key for key in keys if keys.count(key) > 1}))


def read_json(data: bytes) -> Any:
    """The document in the bytes; numbers with a point become Decimal. Raises CaseErrors."""
    if len(data) > SIZE_LIMIT:
        raise _file_error(_("The file is larger than %(limit)d bytes.") % {"limit": SIZE_LIMIT})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = _("The file is not UTF-8 text (byte %(position)d).")
        raise _file_error(sentence % {"position": error.start}) from error
    if not text.strip():
        raise _file_error(_("The file is empty."))
    if _depth(text) > DEPTH_LIMIT:
        raise _file_error(_("Nested deeper than %(limit)d levels.") % {"limit": DEPTH_LIMIT})
    try:
        return json.loads(
            text,
            object_pairs_hook=Doubled,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=Decimal,
        )
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        sentence = _("The file is not valid JSON: line %(line)d, column %(column)d.")
        raise _file_error(sentence % place) from error


def _file_error(message: str) -> CaseErrors:
    return CaseErrors([CaseError("file", message)])


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        if found[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in "]}":
            depth -= 1
    return deepest


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < 20 else _fraction(digits)


def _fraction(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("Infinity")


class Reader:
    """Takes typed values out of a JSON tree by dotted path and collects every error on the way.

    Each method answers the value, or None when it is absent, null or wrong.
    """

    def __init__(self) -> None:
        self.errors: list[CaseError] = []

    def fail(self, path: str, message: str) -> None:
        self.errors.append(CaseError(path, message))

    def mapping(self, value: Any, path: str, known: Collection[str]) -> Mapping[str, Any]:
        """An object with known keys only."""
        if not isinstance(value, Doubled):
            self._wrong(path, value, _("an object"))
            return {}
        for key in value.doubled:
            self.fail(_join(path, key), _("This key stands here twice."))
        for key in value:
            if key not in known:
                self.fail(_join(path, key), _not_known(key, known))
        return value

    def rows(self, value: Any, path: str) -> Iterator[tuple[str, Any]]:
        """The entries of a list with their paths; an absent list is empty."""
        if value is None:
            return
        if not isinstance(value, list):
            self._wrong(path, value, _("a list"))
            return
        for place, entry in enumerate(value):
            yield f"{path}[{place}]", entry

    def text(self, value: Any, path: str, *, limit: int = TEXT_LIMIT) -> str:
        """A text of at most `limit` characters without control characters."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self._wrong(path, value, _("a text"))
            return ""
        if len(value) > limit:
            sentence = ngettext(
                "Longer than %(limit)d character.", "Longer than %(limit)d characters.", limit
            )
            self.fail(path, sentence % {"limit": limit})
            return ""
        if any(ord(sign) < 32 or 0xD800 <= ord(sign) <= 0xDFFF for sign in value):
            self.fail(path, _("The text holds a character that cannot be stored."))
            return ""
        return value.strip()

    def code(self, value: Any, path: str, known: Collection[str]) -> str | None:
        """One of the known codes."""
        found = self.text(value, path)
        if not found:
            if value == "":
                self.fail(path, _not_known("", known))
            return None
        if found not in known:
            self.fail(path, _not_known(found, known))
            return None
        return found

    def flag(self, value: Any, path: str) -> bool | None:
        """True or false."""
        if value is None or isinstance(value, bool):
            return value
        self._wrong(path, value, _("true or false"))
        return None

    def whole(self, value: Any, path: str, low: int, high: int) -> int | None:
        """A whole number from `low` to `high`."""
        if value is None:
            return None
        if not isinstance(value, int | Decimal) or isinstance(value, bool) or _is_broken(value):
            self._wrong(path, value, _("a whole number"))
        elif isinstance(value, Decimal) or not low <= value <= high:
            self._out_of_range(path, value, low, high)
        else:
            return value
        return None

    def money(self, value: Any, path: str) -> Decimal | None:
        """An amount: a number, or a text such as "1200.50"; zero or more."""
        if value is None:
            return None
        if isinstance(value, str) and _AMOUNT.fullmatch(value.strip()):
            value = Decimal(value.strip())
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self._wrong(path, value, _("an amount such as 1200.50"))
            return None
        amount = Decimal(value)
        if amount.is_nan():
            self._wrong(path, value, _("an amount such as 1200.50"))
        elif amount < 0:
            self.fail(path, _("%(found)s is below zero.") % {"found": plain(amount)})
        elif amount > MONEY_LIMIT:
            self._out_of_range(path, value, 0, int(MONEY_LIMIT))
        else:
            return amount
        return None

    def day(self, value: Any, path: str) -> date | None:
        """A date written 2026-11-22."""
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.fail(path, _("%(found)s is not a day of the calendar.") % {"found": value})
                return None
        self._wrong(path, value, _("a date such as 2026-11-22"))
        return None

    def _wrong(self, path: str, value: Any, needed: str) -> None:
        # Translators: needed is "a list", "a whole number" and the like; found shows the value.
        sentence = _("This must be %(needed)s, not %(found)s.")
        self.fail(path, sentence % {"needed": needed, "found": _shown(value)})

    def _out_of_range(self, path: str, value: Any, low: int, high: int) -> None:
        sentence = _("%(found)s is outside the range from %(low)d to %(high)d.")
        self.fail(path, sentence % {"found": _shown(value), "low": low, "high": high})


def _is_broken(value: int | Decimal) -> bool:
    """Written with a point, such as 3.5 or 2024.0; enormous figures count as whole."""
    return isinstance(value, Decimal) and (value.is_nan() or abs(value) < MONEY_LIMIT)


def plain(amount: Decimal | int) -> str:
    """A figure as people write it, without an exponent unless it is enormous."""
    figure = Decimal(amount)
    return f"{figure.normalize():f}" if abs(figure.adjusted()) < 30 else f"{figure:.3E}"


def _join(path: str, key: str) -> str:
    name = key if key.isprintable() and len(key) <= 60 else json.dumps(key)[:60]
    return f"{path}.{name}" if path else name


def _not_known(found: str, known: Collection[str]) -> str:
    near = get_close_matches(found[:60], sorted(known), n=1)
    if near:
        sentence = _("“%(found)s” is not known. Did you mean “%(near)s”?")
        return sentence % {"found": found[:60], "near": near[0]}
    if len(known) <= 24:
        sentence = _("“%(found)s” is not known. Known are: %(known)s.")
        return sentence % {"found": found[:60], "known": ", ".join(sorted(known))}
    return _("“%(found)s” is not known.") % {"found": found[:60]}


def _shown(value: Any) -> str:
    """The value in a few characters: people see what they wrote, not our types."""
    if isinstance(value, Decimal):
        return str(value) if not value.is_finite() else plain(value)
    shown = json.dumps(value, ensure_ascii=True, default=str)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."
