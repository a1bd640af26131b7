"""Mapping files of every import: plain YAML nobody vouches for, checked by a JSON Schema."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from assessments.methodology.loading import join, read_pack
from assessments.methodology.problems import PackError

FOLDER = Path(__file__).resolve().parent / "reference" / "mappings"
LARGEST = 1_000_000

SENTENCES: Mapping[str, str | Promise] = {
    "no_such_file": _("There is no mapping file %(path)s."),
    "not_a_file": _("The mapping %(path)s is not an ordinary file."),
    "unknown_key": _("The key %(key)s is not known here."),
    "missing_key": _("The key %(key)s is missing."),
    "not_allowed": _("%(found)s is not one of: %(needed)s."),
    "not_valid": _("%(found)s does not fit here: %(needed)s."),
    "bad_date_format": _("%(found)s must hold YYYY, MM or M, and DD or D once each."),
    "bad_short_date": _("%(found)s must hold YYYY or YY, MM or M, and DD or D once each."),
    "same_marks": _("The thousands mark and the decimal mark must differ."),
    "no_column": _("A total of this kind needs a column."),
    "doubled_code": _("The code %(found)s stands here twice."),
    "not_listed": _("%(found)s stands nowhere under %(needed)s."),
}


class MappingError(ValueError):
    """A mapping was refused; the text is one line for each problem, with its path."""


def mapping_bytes(name: str | Path) -> bytes:
    """The bytes of a mapping file, or of a mapping we ship when only its name is given.

    Raises MappingError.
    """
    path = Path(name)
    if not path.exists() and (FOLDER / f"{path.name}.yaml").is_file() and path.name == str(name):
        path = FOLDER / f"{path.name}.yaml"
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise MappingError(sentence("no_such_file", path=path)) from None
    except (OSError, ValueError):
        raise MappingError(sentence("not_a_file", path=path)) from None


def read_document(data: bytes, *, schema: str) -> dict[str, Any]:
    """The document in the bytes, in the shape of the schema beside our mappings.

    Raises MappingError with every problem.
    """
    try:
        document = read_pack(data, size_limit=LARGEST)
    except PackError as error:
        raise MappingError("\n".join(map(str, error.problems))) from error
    refuse(_shape(document, schema))
    return document


def refuse(problems: Iterator[str]) -> None:
    """Raise MappingError when there is any problem."""
    if found := list(problems):
        raise MappingError("\n".join(found))


def sentence(code: str, path_in_file: str = "", **params: object) -> str:
    """What is wrong, with the place in the mapping."""
    words = str(SENTENCES[code]) % params
    return f"{path_in_file}: {words}" if path_in_file else words


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / schema).read_text(encoding="utf-8")))


def _shape(document: Mapping[str, Any], schema: str) -> Iterator[str]:
    errors = _validator(schema).iter_errors(document)
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path]):
        yield from _described(error)


def _described(error: ValidationError) -> Iterator[str]:
    deepest = best_match([error]) or error
    path = ""
    for part in deepest.absolute_path:
        path = join(path, part)
    found = str(deepest.instance)[:80]
    if deepest.validator == "additionalProperties":
        known = deepest.schema.get("properties", {})
        for key in sorted(key for key in deepest.instance if key not in known):
            yield sentence("unknown_key", join(path, key), key=key)
    elif deepest.validator == "required":
        for key in deepest.validator_value:
            if key not in deepest.instance:
                yield sentence("missing_key", join(path, key), key=key)
    elif deepest.validator in ("enum", "const"):
        needed = deepest.validator_value
        shown = ", ".join(map(str, needed)) if isinstance(needed, list) else needed
        yield sentence("not_allowed", path, found=found, needed=shown)
    else:
        rule = f"{deepest.validator} {deepest.validator_value}"
        yield sentence("not_valid", path, found=found, needed=rule[:120])
