"""The case file: what is read, and every refusal with the field it names."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.methodology.loading import read_default_pack
from assessments.methodology.structure import parse_pack
from assessments.scoring.facts import (
    CaseFacts,
    DevelopmentLevel,
    EventType,
    FirmEvent,
    FirmFacts,
    FirstContact,
    Lll,
    ProductForm,
    YearFigures,
)
from programs.matching.case_file import parse_case
from programs.matching.case_reader import SIZE_LIMIT, CaseErrors

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


def test_a_full_case_is_read_as_it_stands():
    case = parse(FULL)
    assert case.facts == CaseFacts(
        as_of=date(2026, 11, 22),
        firm=FirmFacts(
            "KZ", DevelopmentLevel.DEVELOPING, "Food", 2009, 64, ProductForm.PACKABLE_GOODS
        ),
        currency="USD",
        years=(
            YearFigures(2025, Decimal(1540000), None),
            YearFigures(2026, Decimal("1860000.5"), Decimal("138000.25")),
        ),
        months_since_last_export=1,
        first_export_year=2019,
        markets_active=2,
        repeat_buyers=0,
        mode="distributor",
        implementation_steps_12m=("fair", "mission"),
        events=(
            FirmEvent(EventType.SUPPORT, 2008, "", "invited", "trade_fair"),
            FirmEvent(EventType.EXIT, 2022, "Kyrgyzstan", "partner_loss"),
            FirmEvent(EventType.RE_ENTRY, 2025, "UZ"),
        ),
        lll=Lll(linkage=True),
        first_contact=FirstContact.FAIR,
        had_plan=False,
    )
    assert case.answers == {"ec1": 0, "fc1": 4, "wc1": None}
    assert case.doubts == ()


def test_date_and_firm_are_enough():
    case = parse(SMALL)
    assert case.facts == CaseFacts(as_of=date(2026, 11, 22))
    assert case.answers == {}


OPTIONAL = sorted(set(FULL) - {"as_of", "firm"})


@pytest.mark.parametrize("key", OPTIONAL)
def test_every_other_key_may_be_missing_or_null(key):
    without = {name: value for name, value in FULL.items() if name != key}
    assert parse({**FULL, key: None}) == parse(without)


def test_a_byte_order_mark_is_no_harm():
    assert parse_case(b"\xef\xbb\xbf" + json.dumps(SMALL).encode(), PACK).answers == {}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", "file: The file is empty.", id="empty"),
        pytest.param(b"\xff\xfe{}", "file: The file is not UTF-8 text (byte 0).", id="encoding"),
        pytest.param(
            b'{"as_of": \n oops}',
            "file: The file is not valid JSON: line 2, column 2.",
            id="syntax",
        ),
        pytest.param(b"[" * 33 + b"]" * 33, "file: Nested deeper than 32 levels.", id="depth"),
        pytest.param(b"[" * 200_000, "file: Nested deeper than 32 levels.", id="a bracket bomb"),
        pytest.param(
            b" " * (SIZE_LIMIT + 1), f"file: The file is larger than {SIZE_LIMIT} bytes.", id="size"
        ),
    ],
)
def test_files_that_cannot_be_read(data, expected):
    assert errors_of(data) == [expected]


def test_brackets_in_a_text_are_not_depth():
    assert parse({**SMALL, "firm": {"sector": "[" * 100}}).facts.firm.sector == "[" * 100


@pytest.mark.parametrize(
    ("document", "fields"),
    [
        pytest.param([], [":", "as_of", "firm"], id="not an object"),
        pytest.param({}, ["as_of", "firm"], id="nothing in it"),
        pytest.param({"as_of": None, "firm": None}, ["as_of", "firm"], id="null is missing"),
        pytest.param({**SMALL, "firm": []}, ["firm"], id="firm is a list"),
    ],
)
def test_what_is_needed(document, fields):
    found = errors_of(document)
    assert [line.split(": ")[0] or ":" for line in found] == fields


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"as_of": "22.11.2026"}, 'as_of: This must be a date such as 2026-11-22, not "22.11.2026".'),
        ({"as_of": "2026-02-30"}, "as_of: 2026-02-30 is not a day of the calendar."),
        ({"as_of": 20261122}, "as_of: This must be a date such as 2026-11-22, not 20261122."),
        ({"colour": 1}, "colour: “colour” is not known. Known are: answers, as_of, currency,"),
        ({"market_active": 1}, "market_active: “market_active” is not known. Did you mean “markets_active”?"),
        ({"firm": {"employes": 5}}, "firm.employes: “employes” is not known. Did you mean “employees”?"),
        ({"firm": {"country": "ZZ"}}, "firm.country: “ZZ” is not known."),
        ({"firm": {"country": ""}}, "firm.country: “” is not known."),
        ({"firm": {"development_level": "rich"}}, "firm.development_level: “rich” is not known."),
        ({"firm": {"product_form": "gas"}}, "firm.product_form: “gas” is not known."),
        ({"firm": {"founded": True}}, "firm.founded: This must be a whole number, not true."),
        ({"firm": {"founded": 2027}}, "firm.founded: 2027 is outside the range from 500 to 2026."),
        ({"firm": {"employees": -1}}, "firm.employees: -1 is outside the range from 0 to 10000000."),
        ({"firm": {"employees": 2.5}}, "firm.employees: This must be a whole number, not 2.5."),
        ({"firm": {"sector": 5}}, "firm.sector: This must be a text, not 5."),
        ({"firm": {"sector": "x" * 201}}, "firm.sector: Longer than 200 characters."),
        ({"firm": {"sector": "a\u0000b"}}, "firm.sector: The text holds a character that cannot"),
        ({"firm": {"sector": "\ud800"}}, "firm.sector: The text holds a character that cannot"),
        ({"currency": "ZZZ"}, "currency: “ZZZ” is not known."),
        ({"years": {}}, "years: This must be a list, not {}."),
        ({"years": [5]}, "years[0]: This must be an object, not 5."),
        ({"years": [{"export": 5}]}, "years[0].year: This is needed and missing."),
        ({"years": [{"year": 2024.0}]}, "years[0].year: This must be a whole number, not 2024."),
        ({"years": [{"year": 10**30}]}, "years[0].year: 1.000E+30 is outside the range"),
        ({"years": [{"year": 2027}]}, "years[0].year: 2027 is outside the range from 500 to 2026."),
        ({"years": [{"year": 2024, "sales": 1}]}, "years[0].sales: “sales” is not known."),
        ({"years": [{"year": 2024}, {"year": 2024}]}, "years[1].year: The year 2024 stands here twice."),
        ({"years": [{"year": 2024, "export": -1}]}, "years[0].export: -1 is below zero."),
        ({"years": [{"year": 2024, "export": True}]}, "years[0].export: This must be an amount such"),
        ({"years": [{"year": 2024, "export": "1e5"}]}, "years[0].export: This must be an amount such"),
        ({"years": [{"year": 2024, "export": "1,5"}]}, "years[0].export: This must be an amount such"),
        ({"years": [{"year": 2024, "export": float("nan")}]}, "years[0].export: This must be an amount such as 1200.50, not NaN."),
        ({"years": [{"year": 2024, "export": float("inf")}]}, "years[0].export: Infinity is outside the range"),
        ({"years": [{"year": 2024, "export": float("-inf")}]}, "years[0].export: -Infinity is below zero."),
        ({"years": [{"year": 2024, "export": 1e300}]}, "years[0].export: 1.000E+300 is outside the range"),
        ({"months_since_last_export": -1}, "months_since_last_export: -1 is outside the range from 0 to 1200."),
        ({"months_since_last_export": "3"}, 'months_since_last_export: This must be a whole number, not "3".'),
        ({"markets_active": 1000}, "markets_active: 1000 is outside the range from 0 to 250."),
        ({"repeat_buyers": float("nan")}, "repeat_buyers: This must be a whole number, not NaN."),
        ({"mode": "distributer"}, "mode: “distributer” is not known. Did you mean “distributor”?"),
        ({"implementation_steps_12m": ["dance"]}, "implementation_steps_12m[0]: “dance” is not known."),
        ({"implementation_steps_12m": [None]}, "implementation_steps_12m[0]: This is needed and missing."),
        ({"implementation_steps_12m": "fair"}, 'implementation_steps_12m: This must be a list, not "fair".'),
        ({"events": [{"year": 2020}]}, "events[0].type: This is needed and missing."),
        ({"events": [{"type": "entry"}]}, "events[0].year: This is needed and missing."),
        ({"events": [{"type": "exit", "year": 2027}]}, "events[0].year: 2027 is outside the range"),
        ({"events": [{"type": "exit", "year": 2020, "reason": "bored"}]}, "events[0].reason: “bored” is not known."),
        ({"events": [{"type": "entry", "year": 2020, "market": "ZZ"}]}, "events[0].market: “ZZ” is not the code of a country."),
        ({"lll": {"linkage": 1}}, "lll.linkage: This must be true or false, not 1."),
        ({"lll": []}, "lll: This must be an object, not []."),
        ({"first_contact": "luck"}, "first_contact: “luck” is not known."),
        ({"had_plan": "no"}, 'had_plan: This must be true or false, not "no".'),
        ({"answers": {"zz9": 1}}, "answers.zz9: “zz9” is not known."),
        ({"answers": {"fc1": 5}}, "answers.fc1: 5 is outside the range from 0 to 4."),
        ({"answers": {"fc1": -1}}, "answers.fc1: -1 is outside the range from 0 to 4."),
        ({"answers": {"fc1": False}}, "answers.fc1: This must be a whole number, not false."),
        ({"answers": {"fc1": [0] * 50}}, "answers.fc1: This must be a whole number, not [0, 0, 0, 0"),
        ({"answers": [1]}, "answers: This must be an object, not [1]."),
        ({"a\nb" * 50: 1}, '"a\\nba'),
    ],
)  # fmt: skip
def test_one_thing_wrong_is_one_error_that_names_it(change, expected):
    found = errors_of({**SMALL, **change})
    assert len(found) == 1
    assert found[0].startswith(expected)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            {"years": [{"year": 2023}, {"year": 2024, "turnover": 100, "export": 120}]},
            "years[1].export: 120 is above the turnover of 100.",
            id="exports above turnover",
        ),
        pytest.param(
            {"years": [{"year": 2024, "turnover": "0.1", "export": 0.2}]},
            "years[0].export: 0.2 is above the turnover of 0.1.",
            id="in pennies",
        ),
        pytest.param(
            {"firm": {"founded": 2010}, "first_export_year": 2009},
            "first_export_year: 2009 is before the founding in 2010.",
            id="first export before founding",
        ),
        pytest.param(
            {"firm": {"founded": 2010}, "years": [{"year": 2009}]},
            "years[0].year: 2009 is before the founding in 2010.",
            id="a year before founding",
        ),
        pytest.param(
            {"firm": {"founded": 2010}, "events": [{"type": "entry", "year": 2009}]},
            "events[0].year: 2009 is before the founding in 2010.",
            id="an entry before founding",
        ),
        pytest.param(
            {"first_export_year": 2024, "years": [{"year": 2022, "export": 1}]},
            "first_export_year: 2024 is after 2022, a year with exports.",
            id="exports before the first export",
        ),
        pytest.param(
            {"first_export_year": 2024, "months_since_last_export": 36},
            "months_since_last_export: The last export was in 2023, before the first one in 2024.",
            id="last export before the first",
        ),
        pytest.param(
            {"firm": {"founded": 2024}, "months_since_last_export": 36},
            "months_since_last_export: 2023 is before the founding in 2024.",
            id="last export before founding",
        ),
    ],
)
def test_contradictions(change, expected):
    assert errors_of({**SMALL, **change}) == [expected]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"years": [{"year": 2024, "turnover": 7, "export": 7}]}, id="all exported"),
        pytest.param({"firm": {"founded": 2010}, "first_export_year": 2010}, id="same year"),
        pytest.param(
            {"first_export_year": 2024, "years": [{"year": 2022, "export": 0}]}, id="none before"
        ),
        pytest.param(
            {"first_export_year": 2025, "months_since_last_export": 22}, id="last is the first"
        ),
        pytest.param(
            {"firm": {"founded": 2010}, "events": [{"type": "support", "year": 2009}]},
            id="support for a founder",
        ),
    ],
)
def test_edges_that_do_not_contradict(change):
    assert parse({**SMALL, **change}).doubts == ()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            {"months_since_last_export": 30, "years": [{"year": 2025, "export": 5}]},
            "months_since_last_export: The last export was in 2024, but 2025 is a year with exports.",
            id="months against years",
        ),
        pytest.param(
            {"first_export_year": 2025, "years": [{"year": 2025, "export": 0}]},
            "first_export_year: 2025 is a year without exports.",
            id="first year without exports",
        ),
    ],
)
def test_oddities_are_doubts_not_errors(change, expected):
    assert [str(doubt) for doubt in parse({**SMALL, **change}).doubts] == [expected]


def test_all_errors_come_at_once():
    found = errors_of(
        {"firm": {"founded": "x"}, "years": [{"year": 2024, "export": -1}], "had_plan": 3}
    )
    fields = [line.split(": ")[0] for line in found]
    assert fields == ["as_of", "firm.founded", "years[0].export", "had_plan"]


def test_a_key_that_stands_twice_is_refused():
    data = b'{"as_of": "2026-11-22", "firm": {"founded": 2000, "founded": 2001}}'
    assert errors_of(data) == ["firm.founded: This key stands here twice."]


def test_figures_no_machine_can_hold_are_out_of_range():
    data = b'{"as_of": "2026-11-22", "firm": {"employees": 1e99999999999999999999}}'
    assert errors_of(data) == ["firm.employees: Infinity is outside the range from 0 to 10000000."]


WORDS = ("", "x", "KZ", "2026", "2026-11-22", "fair", "entry", "exit", "USD", "1.5", "\u0000")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*sorted(FULL), "year", "type", "export"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def refusals_of(document):
    try:
        parse_case(json.dumps({**SMALL, **document}).encode(), PACK)
    except CaseErrors as refused:
        return refused.errors or ["a refusal without a reason"]
    return []


@given(st.dictionaries(st.sampled_from(sorted(FULL)), json_values))
def test_whatever_comes_is_read_or_refused_by_name(document):
    """Never another exception; a refusal always names its fields."""
    assert all(error.field and error.message for error in refusals_of(document))


@given(st.binary(max_size=60))
def test_bytes_nobody_vouches_for_are_refused(data):
    with pytest.raises(CaseErrors):
        parse_case(data, PACK)
