"""Mapping files of logs: checked for meaning and turned into a plan."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from firms.imports.rules.cells import MoneyFormat, is_date_format
from programs.mapping_files import MappingError, mapping_bytes, read_document, refuse, sentence
from programs.supportlog.rules.plan import (
    Choice,
    Condition,
    Control,
    Count,
    Destination,
    FirmPlan,
    OfficePlan,
    PeriodPlan,
    Placeholders,
    Plan,
    Sequence,
)

__all__ = ["MappingError", "load_mapping", "read_mapping"]

SCHEMA = "mapping.schema.json"


def load_mapping(name: str | Path) -> Plan:
    """The plan in a mapping file, or in a mapping we ship when only its name is given.

    Raises MappingError.
    """
    return read_mapping(mapping_bytes(name))


def read_mapping(data: bytes) -> Plan:
    """The plan in the bytes of a mapping file. Raises MappingError with every problem."""
    document = read_document(data, schema=SCHEMA)
    refuse(_meaning(document))
    return _plan(document)


def _meaning(document: Mapping[str, Any]) -> Iterator[str]:
    for place, shape in enumerate(document["formats"]["dates"]):
        if not is_date_format(shape):
            yield sentence("bad_date_format", f"formats.dates[{place}]", found=shape)
    money = document["formats"]["money"]
    if money.get("thousands") == money["decimal"]:
        yield sentence("same_marks", "formats.money.thousands")
    codes: set[str] = set()
    for place, control in enumerate(document.get("controls", [])):
        path = f"controls[{place}]"
        if control["count"] != "rows" and "column" not in control:
            yield sentence("no_column", path)
        if control["code"] in codes | {"rows"}:
            yield sentence("doubled_code", f"{path}.code", found=control["code"])
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
