"""A small invented list of fairs and missions, and the real one where it is at hand."""

import csv
from collections.abc import Callable, Iterable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from firms.accounts.models import User
from programs.catalogue.models import Program
from programs.eventfeeds.actions import Report, import_offerings
from programs.eventfeeds.mapping import country_codes, load_document, plan_of, read_mapping
from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow
from programs.eventfeeds.rules import FeedReader
from tests.factories.programs import InterventionFactory, ProgramFactory

#: Semicolons, day first and month first both, decimal commas: nothing like the mapping we ship.
MAPPING = """
format: 1
imports: offerings
source: harbour_fairs
names: {en: "Fairs of the harbour", ru: "Выставки порта"}
file: {encoding: utf-8, delimiter: ";"}
formats:
  dates: ["YYYY-MM-DD", "D.M.YYYY", "D/M/YYYY", "M/D/YYYY", "D.M.YY"]
  money: {thousands: " ", decimal: ","}
  currency: EUR
columns:
  feed: Feed
  key: Id
  title: Name
  kind: Kind
  starts_on: From
  ends_on: To
  cost: Cost
  stops: Stops
  industries: Trades
  summary: Text
kinds:
  values:
    fair: {kind: fair, intervention: trade_fair}
    trip: {kind: mission, intervention: outward_mission}
  guesses:
    - {title_has: [expo], use: {kind: fair, intervention: trade_fair}}
countries: {Holland: NL}
industries:
  split: ","
  values: {boats: ["30"], food: ["10", "11"]}
defaults: {seats: 12, apply_by_days: 30}
"""
COLUMNS = ("Feed", "Id", "Name", "Kind", "From", "To", "Cost", "Stops", "Trades", "Text")
ORDINARY = {
    "Feed": "north",
    "Name": "Boat fair",
    "Kind": "fair",
    "From": "2031-05-10",
    "To": "2031-05-12",
    "Cost": "1 200,50",
    "Stops": "Rotterdam,Holland",
    "Trades": "boats",
    "Text": "For builders of boats.",
}
TODAY = date(2026, 3, 2)


def event(key: str, **others: str) -> dict[str, str]:
    """A certain row, with these values instead."""
    return {"Id": key, **ORDINARY, **others}


def as_csv(rows: Iterable[dict[str, str]], columns: Iterable[str] = COLUMNS) -> str:
    sheet = StringIO()
    writer = csv.DictWriter(sheet, list(columns), delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def new_reader() -> FeedReader:
    """A reader of the invented list, on 2 March 2026."""
    return FeedReader(plan_of(read_mapping(MAPPING.encode())), country_codes(), today=TODAY)


@pytest.fixture
def document() -> dict[str, Any]:
    return read_mapping(MAPPING.encode())


@pytest.fixture
def help_on_offer(db: None) -> None:
    for code in ("trade_fair", "outward_mission", "inward_buyer_mission", "export_basics_training"):
        InterventionFactory(code=code, names={"en": code.replace("_", " ").capitalize()})


@pytest.fixture
def program(help_on_offer: None) -> Program:
    return ProgramFactory(code="abroad", name="Abroad")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a list; text is encoded, bytes stay."""

    def written(content: str | bytes | Iterable[dict[str, str]], name: str = "fairs.csv") -> Path:
        text = content if isinstance(content, str | bytes) else as_csv(content)
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


@pytest.fixture
def bring(
    program: Program, document: dict[str, Any], write: Callable[..., Path], on_monday: date
) -> Callable[..., Report]:
    """Import rows of the invented list on 2 March 2026."""

    def brought(rows: object, **options: Any) -> Report:
        path = write(rows)
        options = {"program": program, "document": document, "by": None} | options
        return import_offerings(path=path, **options)

    return brought


@pytest.fixture
def real_list(shared_data: Path) -> Path:
    return shared_data / "trade_events" / "trade_events.csv"


@pytest.fixture
def real_report(real_list: Path, program: Program, on_monday: date, manager: User) -> Report:
    return import_offerings(
        path=real_list, document=load_document("trade_events"), program=program, by=manager
    )


def feed_of(report: Report) -> FeedImport:
    return FeedImport.objects.get(pk=report.number)


def row_of(report: Report, key: str) -> FeedRow:
    return FeedRow.objects.get(feed=report.number, key=key)


def doubt_of(report: Report, key: str, code: str) -> FeedDoubt:
    return FeedDoubt.objects.get(row__feed=report.number, row__key=key, code=code)
