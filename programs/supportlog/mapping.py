"""Mapping files: plain YAML, checked by a JSON Schema and for meaning, turned into a plan."""

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
from programs.supportlog.rules.cells import is_date_format
from programs.supportlog.rules.plan import (
    Choice,
    Condition,
    Control,
    Count,
    Destination,
    FirmPlan,
    MoneyFormat,
    OfficePlan,
    PeriodPlan,
    Placeholders,
    Plan,
    Sequence,
)

FOLDER = Path(__file__).resolve().parents[1] / "reference" / "mappings"
SCHEMA = FOLDER / "mapping.schema.json"
LARGEST = 1_000_000

_SENTENCES: Mapping[str, str | Promise] = {
    "no_such_file": _("There is no mapping file %(path)s."),
    "not_a_file": _("The mapping %(path)s is not an ordinary file."),
    "unknown_key": _("The key %(key)s is not known here."),
    "missing_key": _("The key %(key)s is missing."),
    "not_allowed": _("%(found)s is not one of: %(needed)s."),
    "not_valid": _("%(found)s does not fit here: %(needed)s."),
    "bad_date_format": _("%(found)s must hold YYYY, MM or M, and DD or D once each."),
    "same_marks": _("The thousands mark and the decimal mark must differ."),
    "no_column": _("A total of this kind needs a column."),
    "doubled_code": _("The code %(found)s stands here twice."),
}


class MappingError(ValueError):
    """A mapping was refused; the text is one line for each problem, with its path."""


def load_mapping(name: str | Path) -> Plan:
    """The plan in a mapping file, or in a mapping we ship when only its name is given.

    Raises MappingError.
    """
    path = Path(name)
    if not path.exists() and (FOLDER / f"{path.name}.yaml").is_file() and path.name == str(name):
        path = FOLDER / f"{path.name}.yaml"
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise MappingError(_sentence("no_such_file", path=path)) from None
    except (OSError, ValueError):
        raise MappingError(_sentence("not_a_file", path=path)) from None
    return read_mapping(data)


def read_mapping(data: bytes) -> Plan:
    """The plan in the bytes of a mapping file. Raises MappingError with every problem."""
    try:
        document = read_pack(data, size_limit=LARGEST)
    except PackError as error:
        raise MappingError("\n".join(map(str, error.problems))) from error
    problems = list(_shape(document)) or list(_meaning(document))
    if problems:
        raise MappingError("\n".join(problems))
    return _plan(document)


def _sentence(code: str, path_in_file: str = "", **params: object) -> str:
    words = str(_SENTENCES[code]) % params
    return f"{path_in_file}: {words}" if path_in_file else words


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _shape(document: Mapping[str, Any]) -> Iterator[str]:
    errors = _validator().iter_errors(document)
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
            yield _sentence("unknown_key", join(path, key), key=key)
    elif deepest.validator == "required":
        for key in deepest.validator_value:
            if key not in deepest.instance:
                yield _sentence("missing_key", join(path, key), key=key)
    elif deepest.validator in ("enum", "const"):
        needed = deepest.validator_value
        shown = ", ".join(map(str, needed)) if isinstance(needed, list) else needed
        yield _sentence("not_allowed", path, found=found, needed=shown)
    else:
        rule = f"{deepest.validator} {deepest.validator_value}"
        yield _sentence("not_valid", path, found=found, needed=rule[:120])


def _meaning(document: Mapping[str, Any]) -> Iterator[str]:
    for place, shape in enumerate(document["formats"]["dates"]):
        if not is_date_format(shape):
            yield _sentence("bad_date_format", f"formats.dates[{place}]", found=shape)
    money = document["formats"]["money"]
    if money.get("thousands") == money["decimal"]:
        yield _sentence("same_marks", "formats.money.thousands")
    codes: set[str] = set()
    for place, control in enumerate(document.get("controls", [])):
        path = f"controls[{place}]"
        if control["count"] != "rows" and "column" not in control:
            yield _sentence("no_column", path)
        if control["code"] in codes | {"rows"}:
            yield _sentence("doubled_code", f"{path}.code", found=control["code"])
        codes.add(control["code"])


def _plan(document: Mapping[str, Any]) -> Plan:
    formats, engagement = document["formats"], document["engagement"]
    currency = formats["currency"]
    delimiter = document["file"]["delimiter"]
    return Plan(
        source=document["source"],
        titles=document["names"],
        encoding=document["file"]["encoding"],
        delimiter="\t" if delimiter == "tab" else delimiter,
        dates=tuple(formats["dates"]),
        money=MoneyFormat(**formats["money"]),
        currency=currency if isinstance(currency, str) else None,
        currency_column=None if isinstance(currency, str) else currency["column"],
        row_key=document["row_key"],
        firm=_firm(document["firm"]),
        deal_key=engagement["key"],
        decided_on=engagement["decided_on"],
        interventions=tuple(
            Choice(_condition(choice.get("when")), choice["use"])
            for choice in engagement["interventions"]
        ),
        period=_period(document["period"]),
        new_interventions=tuple(document.get("new_interventions", ())),
        controls=tuple(
            Control(row["code"], Count(row["count"]), row.get("column", ""), row["names"])
            for row in document.get("controls", ())
        ),
    )


def _condition(when: Mapping[str, Any] | None) -> Condition:
    return Condition(
        {
            column: frozenset(values if isinstance(values, list) else [values])
            for column, values in (when or {}).items()
        }
    )


def _firm(firm: Mapping[str, Any]) -> FirmPlan:
    names = firm.get("placeholders", {})
    return FirmPlan(
        name=firm["name"],
        country=firm["country"],
        office=OfficePlan(**firm["office"]) if "office" in firm else None,
        placeholders=Placeholders(
            exact=frozenset(" ".join(name.casefold().split()) for name in names.get("exact", ())),
            prefix=tuple(" ".join(name.casefold().split()) for name in names.get("prefix", ())),
        ),
        flags=firm.get("flags", {}),
    )


def _period(period: Mapping[str, Any]) -> PeriodPlan:
    destination, sequence = period.get("destination"), period.get("sequence")
    plain = ("starts_on", "ends_on", "authorized", "used", "claim_paid")
    return PeriodPlan(
        decision=period["decision"]["column"],
        decisions=period["decision"]["values"],
        **{name: period.get(name) for name in plain},
        destination=Destination(
            destination["column"],
            destination["codes"],
            frozenset(destination.get("nowhere", ("",))),
        )
        if destination
        else None,
        sequence=Sequence(**sequence) if sequence else None,
        renewal_when=_condition(period.get("renewal_when")),
        details=period.get("details", {}),
    )
