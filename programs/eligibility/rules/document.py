"""Written criteria: a plain JSON document in, criteria or every problem with its path out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from programs.eligibility.rules.clauses import Clause, Criteria, Group, Join, Kind, plain
from programs.eligibility.rules.shapes import (
    LONGEST_TEXT,
    MOST_CLAUSES,
    MOST_GROUPS,
    MOST_VALUES,
    MOST_WHOLE,
    SHAPES,
    Ends,
    Shape,
    Vocabulary,
)

_AMOUNT = re.compile(r"[0-9]{1,14}(\.[0-9]{1,2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where, as "groups[0].clauses[1].low", and a code with its figures."""

    path: str
    code: str
    found: Mapping[str, object] = field(default_factory=dict)


def written(criteria: Criteria) -> dict[str, Any]:
    """The document of criteria; `reading` it gives the same criteria back."""
    return {
        "join": str(criteria.join),
        "groups": [
            {"join": str(group.join), "clauses": [written_clause(each) for each in group.clauses]}
            for group in criteria.groups
        ],
    }


def written_clause(clause: Clause) -> dict[str, Any]:
    """One clause as it is stored; what is not used is left out."""
    fields = {
        "values": list(clause.values) or None,
        "subject": clause.subject or None,
        "low": _plain_number(clause.low),
        "high": _plain_number(clause.high),
        "currency": clause.currency or None,
        "window": clause.window,
        "day": clause.day.isoformat() if clause.day else None,
        "grant": _plain_number(clause.grant),
    }
    used = {name: value for name, value in fields.items() if value is not None}
    return {"type": str(clause.kind), **used}


def _plain_number(value: Decimal | int | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


class Reader:
    """Reads one document; every problem on the way is kept."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []

    def criteria(self, raw: object) -> Criteria:
        """The criteria as far as they can be read; trust them only without problems."""
        data = self._object(raw, "", {"join", "groups"})
        rows = self._rows(data.get("groups"), "groups", MOST_GROUPS, "too_many_groups")
        groups = [self._group(row, f"groups[{place}]") for place, row in enumerate(rows)]
        return Criteria(self._join(data.get("join", "all"), "join"), tuple(groups))

    def _group(self, raw: object, path: str) -> Group:
        data = self._object(raw, path, {"join", "clauses"})
        rows = self._rows(data.get("clauses"), f"{path}.clauses", MOST_CLAUSES, "too_many_clauses")
        read = [self.clause(row, f"{path}.clauses[{n}]") for n, row in enumerate(rows)]
        clauses = tuple(each for each in read if each is not None)
        if not rows:
            self._fail(path, "empty_group")
        for place, clause in enumerate(clauses):
            if clause in clauses[:place]:
                self._fail(f"{path}.clauses[{place}]", "repeated_clause")
        return Group(self._join(data.get("join", "all"), f"{path}.join"), clauses)

    def clause(self, raw: object, path: str) -> Clause | None:
        """One clause; None when its type is not known."""
        kind = raw.get("type") if isinstance(raw, Mapping) else None
        if not isinstance(kind, str) or kind not in set(Kind):
            self._fail(path, "unknown_type", found=_shown(kind))
            return None
        shape = SHAPES[Kind(kind)]
        data = self._object(raw, path, {"type", *_fields(shape)})
        low = self._number(data.get("low"), f"{path}.low", shape) if shape.has_low else None
        high = self._number(data.get("high"), f"{path}.high", shape) if shape.has_high else None
        grant = self._number(data.get("grant"), f"{path}.grant", shape)
        clause = Clause(
            kind=Kind(kind),
            values=self._values(data, path, shape),
            low=low,
            high=high,
            currency=self._code(data, path, "currency", "currencies" * shape.has_currency),
            subject=self._code(data, path, "subject", shape.subject),
            window=self._window(data, path, shape),
            day=self._day(data.get("day"), f"{path}.day"),
            grant=None if grant is None else Decimal(grant),
        )
        self._ends(clause, path, shape)
        return clause

    def _ends(self, clause: Clause, path: str, shape: Shape) -> None:
        """A range with an end, its ends in order, and a grant that can ever be given."""
        if shape.ends is None or any(each.path.startswith(path) for each in self.problems):
            return
        if clause.low is None and clause.high is None:
            self._fail(f"{path}.low" if shape.has_low else f"{path}.high", "empty_range")
        elif clause.low is not None and clause.high is not None and clause.low > clause.high:
            self._fail(f"{path}.low", "min_above_max", low=clause.low, high=clause.high)
        if shape.has_grant and clause.grant is None:
            self._fail(f"{path}.grant", "missing")
        elif clause.grant is not None and clause.grant > (clause.high or 0):
            self._fail(f"{path}.grant", "grant_above_ceiling", high=clause.high)

    def _values(self, data: Mapping[str, Any], path: str, shape: Shape) -> tuple[str, ...]:
        if not shape.values:
            return ()
        rows = self._rows(data.get("values"), f"{path}.values", MOST_VALUES, "too_many_values")
        if not rows:
            self._fail(f"{path}.values", "nothing_chosen")
        if shape.one_value and len(rows) > 1:
            self._fail(f"{path}.values", "only_one")
        kept: dict[str, str] = {}
        for place, row in enumerate(rows):
            here = f"{path}.values[{place}]"
            if self._is_known(row, here, shape.values) and plain(row) in kept:
                self._fail(here, "repeated_value", found=row)
            kept[plain(str(row))] = str(row)
        return tuple(sorted(kept.values()))

    def _code(self, data: Mapping[str, Any], path: str, name: str, wanted: str) -> str:
        if not wanted:
            return ""
        if data.get(name) in (None, ""):
            self._fail(f"{path}.{name}", "missing")
            return ""
        self._is_known(data[name], f"{path}.{name}", wanted)
        return str(data[name])

    def _is_known(self, value: object, path: str, wanted: str) -> bool:
        known = self.vocabulary.of(wanted)
        is_text = isinstance(value, str) and bool(plain(value)) and len(value) <= LONGEST_TEXT
        if is_text and (known is None or value in known):
            return True
        self._fail(path, "unknown_code", found=_shown(value))
        return False

    def _number(self, value: object, path: str, shape: Shape) -> Decimal | int | None:
        if value is None:
            return None
        if shape.ends is Ends.AMOUNT:
            if isinstance(value, str) and _AMOUNT.fullmatch(value):
                return Decimal(value)
            self._fail(path, "not_an_amount", found=_shown(value))
        elif isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_WHOLE:
            return value
        else:
            self._fail(path, "not_whole", found=_shown(value), most=MOST_WHOLE)
        return None

    def _window(self, data: Mapping[str, Any], path: str, shape: Shape) -> int | None:
        value, here = data.get("window"), f"{path}.window"
        if value is None:
            if shape.needs_window:
                self._fail(here, "missing")
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= shape.window:
            return value
        self._fail(here, "out_of_range", found=_shown(value), most=shape.window)
        return None

    def _day(self, value: object, path: str) -> date | None:
        if value is None:
            return None
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self._fail(path, "not_a_day", found=_shown(value))
        return None

    def _join(self, value: object, path: str) -> Join:
        if isinstance(value, str) and value in set(Join):
            return Join(value)
        self._fail(path, "unknown_join", found=_shown(value))
        return Join.ALL

    def _object(self, raw: object, path: str, known: set[str]) -> Mapping[str, Any]:
        if not isinstance(raw, Mapping):
            self._fail(path, "not_an_object")
            return {}
        for key in sorted(set(map(str, raw)) - known):
            self._fail(f"{path}.{key}".lstrip("."), "unknown_key", found=_shown(key))
        return raw

    def _rows(self, raw: object, path: str, most: int, too_many: str) -> Sequence[Any]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self._fail(path, "not_a_list")
            return []
        if len(raw) > most:
            self._fail(path, too_many, most=most)
        return raw[:most]

    def _fail(self, path: str, code: str, **found: object) -> None:
        self.problems.append(Problem(path, code, found))


def _fields(shape: Shape) -> set[str]:
    """The keys a clause of this shape may have."""
    used = {
        "values": shape.values,
        "subject": shape.subject,
        "low": shape.ends and shape.has_low,
        "high": shape.ends and shape.has_high,
        "currency": shape.has_currency,
        "window": shape.window,
        "day": shape.has_day,
        "grant": shape.has_grant,
    }
    return {name for name, is_used in used.items() if is_used}


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
