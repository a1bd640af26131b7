"""Mapping files of lists of events: checked for meaning and turned into a plan."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django_countries.data import COUNTRIES

from firms.imports.rules import MoneyFormat
from firms.imports.rules.cells import is_date_format
from firms.register.sectors import section_of
from programs.eventfeeds.rules import Columns, FeedPlan, Guess, KindOf
from programs.mapping_files import (
    FOLDER,
    MappingError,
    mapping_bytes,
    read_document,
    refuse,
    sentence,
)

__all__ = ["MappingError", "load_document", "plan_of", "read_mapping", "shipped_mappings"]

SCHEMA = "offerings.schema.json"


def load_document(name: str | Path) -> dict[str, Any]:
    """The checked document of a mapping file, or of a mapping we ship when only its name is given.

    Raises MappingError.
    """
    return read_mapping(mapping_bytes(name))


def read_mapping(data: bytes) -> dict[str, Any]:
    """The checked document in the bytes. Raises MappingError with every problem."""
    document = read_document(data, schema=SCHEMA)
    refuse(_meaning(document))
    return document


def shipped_mappings() -> dict[str, Mapping[str, str]]:
    """Name → titles by language of the mappings we ship for lists of events."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            found[path.stem] = read_mapping(path.read_bytes())["names"]
        except MappingError:
            continue  # a mapping of another import
    return found


@cache
def country_codes() -> dict[str, str]:
    """Case-folded English name or ISO 3166 code → ISO code."""
    names = {str(getattr(name, "name", name)).casefold(): code for code, name in COUNTRIES.items()}
    return {**names, **{code.casefold(): code for code in COUNTRIES}}


def _meaning(document: Mapping[str, Any]) -> Iterator[str]:
    for place, shape in enumerate(document["formats"]["dates"]):
        if not is_date_format(shape, short_years=True):
            yield sentence("bad_short_date", f"formats.dates[{place}]", found=shape)
    money = document["formats"]["money"]
    if money.get("thousands") == money["decimal"]:
        yield sentence("same_marks", "formats.money.thousands")
    for name, code in document.get("countries", {}).items():
        if code not in COUNTRIES:
            yield sentence("not_listed", f"countries.{name}", found=code, needed="ISO 3166")
    for name, codes in document.get("industries", {}).get("values", {}).items():
        for code in codes:
            if section_of(code) is None:
                yield sentence("not_listed", f"industries.values.{name}", found=code, needed="ISIC")


def plan_of(document: Mapping[str, Any]) -> FeedPlan:
    """The plan in a checked document."""
    delimiter = document["file"]["delimiter"]
    industries = document.get("industries", {"values": {}})
    kinds = document["kinds"]
    return FeedPlan(
        source=document["source"],
        titles=document["names"],
        encoding=document["file"]["encoding"],
        delimiter="\t" if delimiter == "tab" else delimiter,
        dates=tuple(document["formats"]["dates"]),
        money=MoneyFormat(**document["formats"]["money"]),
        currency=document["formats"]["currency"],
        at=Columns(**document["columns"]),
        kinds={value: KindOf(**use) for value, use in kinds["values"].items()},
        guesses=tuple(
            Guess(tuple(word.casefold() for word in guess["title_has"]), KindOf(**guess["use"]))
            for guess in kinds.get("guesses", ())
        ),
        countries=document.get("countries", {}),
        industries={name: tuple(codes) for name, codes in industries["values"].items()},
        industries_split=industries.get("split", "|"),
        **document["defaults"],
    )
