"""Cells and rows, without a database."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms.imports.rules import MoneyFormat
from firms.imports.rules.cells import (
    are_plain,
    date_reader,
    is_date_format,
    money_reader,
    read_text,
)
from programs.supportlog.mapping import read_mapping
from programs.supportlog.rules import Refusal, RowReader, SupportRow, Unreadable
from programs.supportlog.rules.plan import Placeholders
from tests.programs.supportlog.conftest import MAPPING, cells


@pytest.mark.parametrize(
    ("formats", "text", "expected"),
    [
        (("MM/DD/YYYY",), "02/12/2010", date(2010, 2, 12)),
        (("DD.MM.YYYY",), "02.12.2010", date(2010, 12, 2)),
        (("M/D/YYYY",), "2/1/2010", date(2010, 2, 1)),
        (("DD.MM.YYYY", "YYYY-MM-DD"), "2010-12-02", date(2010, 12, 2)),
        (("MM/DD/YYYY",), "", None),
    ],
)
def test_dates(formats, text, expected):
    assert date_reader(formats)(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2010-02-12", "date_not_readable"),
        ("13/13/2010", "date_not_readable"),
        ("02/29/2010", "date_not_readable"),
        ("2/1/2010", "date_not_readable"),
        ("02/12/10", "date_not_readable"),
        ("０２/12/2010", "date_not_readable"),
        ("02/12/2010 ", "date_not_readable"),
        ("01/01/0001", "date_out_of_range"),
        ("12/31/9999", "date_out_of_range"),
        ("00/00/0000", "date_not_readable"),
    ],
)
def test_unreadable_dates(text, code):
    with pytest.raises(Unreadable) as caught:
        date_reader(("MM/DD/YYYY",))(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("shape", "is_format"),
    [
        ("MM/DD/YYYY", True),
        ("D.M.YYYY", True),
        ("YYYYMMDD", True),
        ("MM/YYYY", False),
        ("DD DD YYYY", False),
    ],
)
def test_date_formats(shape, is_format):
    assert is_date_format(shape) is is_format


DOLLARS, EUROS = MoneyFormat(prefix="$"), MoneyFormat(thousands=" ", decimal=",", suffix="€")


@pytest.mark.parametrize(
    ("shape", "text", "expected"),
    [
        (DOLLARS, "$620071.00", "620071.00"),
        (DOLLARS, "$0.00", "0.00"),
        (DOLLARS, "-$5.5", "-5.50"),
        (DOLLARS, "$-5", "-5.00"),
        (EUROS, "1 234 567,5 €", "1234567.50"),
        (EUROS, "1\u00a0234,50€", "1234.50"),
        (EUROS, "1234,50€", "1234.50"),
        (MoneyFormat(thousands=",", prefix="$"), "$1,234.56", "1234.56"),
    ],
)
def test_amounts(shape, text, expected):
    assert money_reader(shape)(text) == Decimal(expected)


def test_no_amount_is_not_zero():
    assert money_reader(DOLLARS)("") is None


@pytest.mark.parametrize(
    ("shape", "text", "code"),
    [
        (DOLLARS, "620071.00", "amount_not_readable"),
        (DOLLARS, "$1,234.00", "amount_not_readable"),
        (DOLLARS, "$1.234", "amount_not_readable"),
        (DOLLARS, "$1e5", "amount_not_readable"),
        (DOLLARS, "$NaN", "amount_not_readable"),
        (DOLLARS, "$１２", "amount_not_readable"),
        (DOLLARS, "=1+1", "amount_not_readable"),
        (EUROS, "1 23,00€", "amount_not_readable"),
        (DOLLARS, "$100000000000000.00", "amount_too_large"),
    ],
)
def test_unreadable_amounts(shape, text, code):
    with pytest.raises(Unreadable) as caught:
        money_reader(shape)(text)
    assert caught.value.code == code


@given(st.decimals("-99999999999999.99", "99999999999999.99", places=2))
def test_every_amount_reads_back(amount):
    assert money_reader(DOLLARS)(f"${amount}") == amount


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("Unknown", True),
        ("UNKNOWN ", True),
        ("Various US Suppliers", True),
        ("Various  -  United States Suppliers", True),
        ("Unknown Works", False),
        ("Variousity Inc.", False),
    ],
)
def test_placeholders(name, covered):
    known = Placeholders(exact=frozenset({"unknown"}), prefix=("various",))
    assert known.covers(name) is covered


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-5", "Ё «a» b", "two\nlines"])
def test_formulas_and_all_scripts_stay_text(text):
    assert read_text(text) == text
    assert are_plain([text])


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\x00b", "forbidden_sign"), ("a\u202eb", "forbidden_sign"), ("x" * 10_001, "cell_too_long")],
)
def test_text_that_is_refused(text, code):
    with pytest.raises(Unreadable) as caught:
        read_text(text)
    assert caught.value.code == code
    assert not are_plain(["fine", text])


@pytest.fixture(scope="module")
def reader() -> RowReader:
    return RowReader(read_mapping(MAPPING.encode()))


def test_row(reader):
    row = reader.read(7, cells("R2", "D1", "  Lanvik   Mills, Inc. ", Women="5,00", Note="=1+1"))
    assert isinstance(row, SupportRow)
    assert (row.firm, row.firm_words, row.firm_form) == (
        "Lanvik Mills, Inc.",
        "lanvik mills",
        "corporation",
    )
    assert (row.starts_on, row.ends_on) == (date(2020, 2, 15), date(2021, 2, 14))
    assert (row.authorized, row.used, row.claim_paid) == (
        Decimal("1000.50"),
        Decimal("200.25"),
        None,
    )
    assert (row.destination, row.currency, row.is_renewal) == ("DE", "EUR", True)
    assert row.flags == {"is_woman_owned"}
    assert row.details == {"kind": "cover", "note": "=1+1", "sequence": 2}


@pytest.mark.parametrize(
    ("others", "starts"),
    [
        ({"Starts": ""}, date(2020, 2, 1)),
        ({"Starts": "", "Ends": "10.01.2020"}, date(2020, 1, 10)),
        ({"Starts": "01.01.2019"}, date(2019, 1, 1)),
    ],
    ids=["the decision", "a late decision", "back-dated"],
)
def test_start(reader, others, starts):
    assert reader.read(2, cells("R1", "D1", "Lanvik", **others)).starts_on == starts


@pytest.mark.parametrize(
    ("key", "others", "is_renewal"),
    [("R1", {}, False), ("R2", {}, True), ("Rx", {}, False), ("R2", {"Kind": "loan"}, False)],
    ids=["first", "second", "no number", "a tranche"],
)
def test_renewal(reader, key, others, is_renewal):
    assert reader.read(2, cells(key, "D1", "Lanvik", **others)).is_renewal is is_renewal


@pytest.mark.parametrize(
    ("others", "column", "reason"),
    [
        ({"Firm": "Unknown"}, "Firm", "not_a_firm"),
        ({"Firm": "various exporters"}, "Firm", "not_a_firm"),
        ({"Firm": "---"}, "Firm", "not_a_firm"),
        ({"Firm": ""}, "Firm", "missing"),
        ({"Firm": "x" * 201}, "Firm", "cell_too_long"),
        ({"Row": " "}, "Row", "missing"),
        ({"Deal": ""}, "Deal", "missing"),
        ({"Deal": "d" * 121}, "Deal", "cell_too_long"),
        ({"Decided": ""}, "Decided", "missing"),
        ({"Decided": "2/1/20"}, "Decided", "date_not_readable"),
        ({"Ends": "14.02.2019"}, "Ends", "ends_before_start"),
        ({"Granted": "1,000.50"}, "Granted", "amount_not_readable"),
        ({"Women": "?"}, "Women", "amount_not_readable"),
        ({"Decision": "maybe"}, "Decision", "value_not_mapped"),
        ({"Kind": "gift"}, "Kind", "no_intervention"),
        ({"Market": "Atlantis"}, "Market", "value_not_mapped"),
        ({"Note": "a\x00b"}, "Note", "forbidden_sign"),
        ({"Note": "n" * 10_001}, "Note", "cell_too_long"),
    ],
)
def test_refusals_name_the_column(reader, others, column, reason):
    refusal = reader.read(9, cells("R1", "D1", "Lanvik") | others)
    assert isinstance(refusal, Refusal)
    assert (refusal.row, refusal.column, refusal.reason) == (9, column, reason)
    assert "\x00" not in refusal.value
    assert len(refusal.value) <= 200


@pytest.mark.parametrize(
    ("others", "is_same"),
    [
        ({"Firm": "LANVIK, INC."}, True),
        ({"Granted": "1000,5"}, True),
        ({"Note": "another"}, True),
        ({"Granted": "1000,51"}, False),
        ({"Ends": "15.02.2021"}, False),
        ({"Decision": "no"}, False),
        ({"Market": "Poland"}, False),
    ],
)
def test_fingerprint_is_of_facts(reader, others, is_same):
    one = reader.read(2, cells("R1", "D1", "Lanvik Inc"))
    other = reader.read(3, cells("R1", "D1", "Lanvik Inc") | others)
    assert (one.fingerprint == other.fingerprint) is is_same


@given(st.dictionaries(st.sampled_from(list(cells("", "", ""))), st.text(max_size=30)))
def test_any_cells_give_a_row_or_a_refusal(others):
    reader = RowReader(read_mapping(MAPPING.encode()))
    result = reader.read(5, cells("R1", "D1", "Lanvik") | others)
    assert isinstance(result, SupportRow | Refusal)
    assert result == reader.read(5, cells("R1", "D1", "Lanvik") | others)
