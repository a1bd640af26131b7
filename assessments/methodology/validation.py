"""Is a document a pack? Its shape by JSON Schema, its meaning by `meaning`; every path named."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from assessments.methodology.loading import join
from assessments.methodology.meaning import find_meaning_problems
from assessments.methodology.problems import PackError, Problem

SCHEMA = Path(__file__).resolve().parents[1] / "reference" / "pack.schema.json"

#: How many problems are worth listing before the reader has enough to do.
PROBLEM_LIMIT = 100

_CODES = {
    "enum": "not_allowed",
    "minimum": "too_small",
    "maximum": "too_big",
    "pattern": "bad_format",
    "minLength": "bad_format",
    "maxLength": "too_many",
    "minItems": "too_few",
    "maxItems": "too_many",
    "minProperties": "too_few",
    "maxProperties": "too_many",
    "uniqueItems": "repeated",
    "const": "unsupported",
    "type": "wrong_type",
}


def find_problems(document: object) -> tuple[Problem, ...]:
    """Everything wrong with the document, in its order; empty for a good pack.

    Meaning is only read once the shape is right.
    """
    problems = list(_not_finite(document, "")) or list(_shape(document))
    if not problems and isinstance(document, Mapping):
        problems = list(find_meaning_problems(document))
    return tuple(problems[:PROBLEM_LIMIT])


def require_valid(document: object) -> None:
    """Raise PackError with all problems unless the document is a good pack."""
    if problems := find_problems(document):
        raise PackError(problems)


def _not_finite(value: object, path: str) -> Iterator[Problem]:
    """NaN passes every comparison of a schema, so it is looked for first."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Problem(path, "not_finite", {"found": value})
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _not_finite(part, join(path, str(key)))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _not_finite(part, join(path, index))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _shape(document: object) -> Iterator[Problem]:
    for error in sorted(_validator().iter_errors(document), key=_place):
        path = ""
        for part in error.absolute_path:
            path = join(path, part)
        yield from _problems_of(error, path)


def _place(error: ValidationError) -> tuple[tuple[str, ...], str]:
    return tuple(f"{part:>09}" for part in error.absolute_path), str(error.validator)


def _problems_of(error: ValidationError, path: str) -> Iterator[Problem]:
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        key = next(key for key in missing if f"'{key}' is" in error.message)
        yield Problem(join(path, key), "missing_key", {"key": key})
    elif error.validator == "additionalProperties":
        for key in _extra_keys(error):
            yield Problem(join(path, key), "unknown_key", {"key": key})
    else:
        params = {"found": _short(error.instance), "needed": _short(error.validator_value)}
        yield Problem(path, _CODES[str(error.validator)], params)


def _extra_keys(error: ValidationError) -> list[str]:
    known, patterns = error.schema.get("properties", {}), error.schema.get("patternProperties", {})
    return sorted(
        key
        for key in error.instance
        if key not in known and not any(re.search(pattern, key) for pattern in patterns)
    )


def _short(value: object) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return words if len(words) <= 80 else words[:77] + "…"
