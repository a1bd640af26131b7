"""Case files as documents: a full one, a small one, and what parsing them says."""

import json

import pytest

from assessments.methodology.loading import read_default_pack
from assessments.methodology.structure import parse_pack
from programs.matching.case_file import parse_case
from programs.matching.case_reader import CaseErrors

PACK = parse_pack(read_default_pack())
SMALL = {"as_of": "2026-11-22", "firm": {}}
FULL = {
    "as_of": "2026-11-22",
    "firm": {
        "country": "kz",
        "development_level": "developing",
        "sector": " Food ",
        "founded": 2009,
        "employees": 64,
        "product_form": "packable_goods",
    },
    "currency": "USD",
    "years": [
        {"year": 2026, "turnover": 1860000.5, "export": "138000.25"},
        {"year": 2025, "turnover": 1540000, "export": None},
    ],
    "months_since_last_export": 1,
    "first_export_year": 2019,
    "markets_active": 2,
    "repeat_buyers": 0,
    "mode": "distributor",
    "implementation_steps_12m": ["fair", "trade_mission"],
    "events": [
        {"type": "re_entry", "year": 2025, "market": "UZB"},
        {"type": "exit", "year": 2022, "market": "Kyrgyzstan", "reason": "partner_loss"},
        {"type": "support", "year": 2008, "kind": "trade_fair", "reason": "invited"},
    ],
    "lll": {"linkage": True, "learning": None},
    "first_contact": "fair",
    "had_plan": False,
    "answers": {"ec1": 0, "fc1": 4, "wc1": None},
}


def parse(document):
    return parse_case(json.dumps(document).encode(), PACK)


def errors_of(data):
    with pytest.raises(CaseErrors) as caught:
        parse_case(data if isinstance(data, bytes) else json.dumps(data).encode(), PACK)
    return [str(error) for error in caught.value.errors]
