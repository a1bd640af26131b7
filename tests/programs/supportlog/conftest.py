"""A small invented agency with its own log format, and the real log where it is at hand."""

import csv
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps

from programs.supportlog.actions import Report, import_support_log
from programs.supportlog.mapping import load_mapping, read_mapping
from programs.supportlog.rules import Plan
from tests.factories.programs import InterventionFactory

#: Semicolons, day first, decimal commas: nothing like the mapping we ship.
MAPPING = """
format: 1
source: harbour_log
names: {en: "Harbour agency", ru: "Портовое агентство"}
file: {encoding: utf-8, delimiter: ";"}
formats:
  dates: ["DD.MM.YYYY", "YYYY-MM-DD"]
  money: {thousands: " ", decimal: ","}
  currency: EUR
row_key: Row
firm:
  name: Firm
  country: KZ
  office: {code: harbour, name: "Harbour", country: KZ, time_zone: Asia/Almaty}
  placeholders: {exact: [Unknown], prefix: [Various]}
  flags: {is_woman_owned: Women}
engagement:
  key: Deal
  decided_on: Decided
  interventions:
    - {when: {Kind: cover}, use: export_credit_insurance}
    - {when: {Kind: [loan, line]}, use: buyer_finance}
period:
  decision: {column: Decision, values: {yes: accepted, no: declined}}
  starts_on: Starts
  ends_on: Ends
  authorized: Granted
  used: Used
  sequence: {column: Row, last_digits: 1}
  renewal_when: {Kind: cover}
  destination: {column: Market, codes: {Germany: DE, Poland: PL}, nowhere: ["", Many]}
  details: {kind: Kind, note: Note}
new_interventions:
  - {code: buyer_finance, names: {en: "Finance for the buyer"}, capacity: budget, typical_days: 90}
controls:
  - {code: deals, count: distinct, column: Deal, names: {en: Deals}}
  - {code: kinds, count: each, column: Kind, names: {en: Kinds}}
  - {code: granted, count: sum, column: Granted, names: {en: Granted}}
"""
COLUMNS = (
    "Row", "Deal", "Firm", "Decision", "Decided", "Starts", "Ends", "Granted", "Used", "Kind",
    "Market", "Women", "Note",
)  # fmt: skip
ORDINARY = {
    "Decision": "yes",
    "Decided": "01.02.2020",
    "Starts": "15.02.2020",
    "Ends": "14.02.2021",
    "Granted": "1 000,50",
    "Used": "200,25",
    "Kind": "cover",
    "Market": "Germany",
    "Women": "0,00",
    "Note": "",
}


def cells(key: str, deal: str, firm: str, **others: str) -> dict[str, str]:
    """A readable row, with these values instead."""
    return {"Row": key, "Deal": deal, "Firm": firm, **ORDINARY, **others}


def as_csv(rows: Iterable[dict[str, str]], columns: Iterable[str] = COLUMNS) -> str:
    sheet = StringIO()
    writer = csv.DictWriter(sheet, list(columns), delimiter=";", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def table_counts() -> dict[str, int]:
    """Rows of every table of ours."""
    labels = ("firms", "assessments", "programs")
    return {
        model._meta.label_lower: model._default_manager.count()
        for label in labels
        for model in apps.get_app_config(label).get_models()
    }


#: Tables that remember an import after it was undone.
MEMORY = ("firms.importrun", "firms.importreject", "firms.auditevent")


def without_memory(counts: dict[str, int]) -> dict[str, int]:
    return {label: count for label, count in counts.items() if label not in MEMORY}


@pytest.fixture
def plan() -> Plan:
    return read_mapping(MAPPING.encode())


@pytest.fixture
def insurance(db: None) -> None:
    InterventionFactory(code="export_credit_insurance")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a log; text is encoded, bytes stay."""

    def written(content: str | bytes | Iterable[dict[str, str]], name: str = "log.csv") -> Path:
        text = content if isinstance(content, str | bytes) else as_csv(content)
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


@pytest.fixture
def bring(insurance: None, plan: Plan, write: Callable[..., Path]) -> Callable[..., Report]:
    """Import rows of the invented agency."""

    def brought(rows: object, **options: object) -> Report:
        return import_support_log(path=write(rows), plan=plan, by=None, **options)

    return brought


def real_log_in(shared_data: Path) -> Path:
    return shared_data / "exim_fy2010" / "authorizations.csv"


def read_real_plan() -> Plan:
    """The mapping we ship, with what it asks of the catalogue."""
    for code in ("export_credit_insurance", "working_capital_loan"):
        InterventionFactory(code=code)
    return load_mapping("exim_authorizations")


@pytest.fixture
def real_log(shared_data: Path) -> Path:
    return real_log_in(shared_data)


@pytest.fixture
def real_plan(db: None) -> Plan:
    return read_real_plan()
