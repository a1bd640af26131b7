"""The case file: what is read, and every refusal with the field it names."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from tests.programs.matching.case_documents import FULL, PACK, SMALL, errors_of, parse


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
