"""The same file again, and files nobody vouches for."""

import pytest

from firms.imports import refusals
from firms.imports.reading import LONGEST_ROW
from programs.allocation.models import Offering
from programs.eventfeeds.actions import importing
from programs.eventfeeds.errors import TooManyRows
from programs.eventfeeds.mapping import MappingError, read_mapping, shipped_mappings
from programs.eventfeeds.models import FeedImport
from tests.programs.eventfeeds.conftest import COLUMNS, MAPPING, as_csv, event

pytestmark = pytest.mark.django_db

GOOD = as_csv([event("A1")])


def test_the_same_file_again_adds_nothing(bring):
    first = bring([event("A1"), event("A2", Cost="€60", Name="Food week")])
    again = bring([event("A1"), event("A2", Cost="€60", Name="Food week")])
    assert (again.number, again.imported_before) == (None, first.number)
    assert again.rows["unchanged"] == 2
    assert (FeedImport.objects.count(), Offering.objects.count()) == (1, 1)


def test_a_cell_written_otherwise_is_no_change(bring):
    bring([event("A1")])
    assert bring([event("A1", From="10.5.2031", Cost="1200,50")]).rows["unchanged"] == 1


WHOLE_FILES = [
    pytest.param(b"", refusals.FileEmpty, "is empty", id="empty"),
    pytest.param(GOOD.splitlines()[0].encode(), refusals.NoRows, "no row below", id="header only"),
    pytest.param(GOOD.encode("utf-16"), refusals.OtherEncoding, "utf-16", id="utf-16"),
    pytest.param(GOOD.encode() + b"\xff;x", refusals.WrongEncoding, "Line 3", id="not utf-8"),
    pytest.param(GOOD.replace(";", ",").encode(), refusals.WrongDelimiter, ",", id="commas"),
    pytest.param(GOOD.replace("Cost", "Price").encode(), refusals.MissingColumns, "Cost", id="no cost"),
    pytest.param(GOOD.replace("Cost", "Text").encode(), refusals.DoubledColumn, "Text", id="twice"),
    pytest.param(b"\x00\x01\x02;x\n", refusals.NotText, "zero byte", id="binary"),
    pytest.param(GOOD.encode() + b'"open', refusals.QuoteNeverClosed, "line 3", id="open quote"),
    pytest.param(
        as_csv([event("A1", From="x")]).encode(), refusals.NothingReadable, "Line 2", id="no event"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("content", "error", "says"), WHOLE_FILES)
def test_a_file_that_cannot_be_used_leaves_nothing(bring, content, error, says):
    with pytest.raises(error, match=says):
        bring(content)
    assert not FeedImport.objects.exists()


def test_a_cell_without_end_rejects_its_row_alone(bring):
    report = bring([event("A1"), event("A2", Text="x" * (LONGEST_ROW + 10))])
    assert [reject["reason"] for reject in report.rejects] == ["row_too_long"]
    assert Offering.objects.count() == 1


def test_a_formula_stays_plain_text(bring):
    bring([event("A1", Text="=1+1")])
    assert Offering.objects.get().summary == "=1+1"


def test_too_many_rows_are_refused(bring, monkeypatch):
    monkeypatch.setattr(importing, "MOST_ROWS", 2)
    with pytest.raises(TooManyRows, match="more than 2 rows"):
        bring([event(f"A{n}") for n in range(3)])


def test_columns_the_mapping_does_not_read_are_named(bring):
    rows = [event("A1") | {"Contact": "nobody"}]
    report = bring(as_csv(rows, (*COLUMNS, "Contact")))
    assert report.unused_columns == ["Contact"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("format: 1", "format: 1\nsurprise: 2", "surprise"),
        ("D.M.YY", "D.M", r"formats.dates\[4\]: D.M must hold YYYY or YY"),
        ('thousands: " "', 'thousands: ","', "must differ"),
        ("Holland: NL", "Holland: XX", "countries.Holland: XX"),
        ('["30"]', '["34"]', "industries.values.boats: 34"),
        ("kind: mission", "kind: journey", "journey"),
        ("seats: 12, ", "", "seats"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(before, after, says):
    with pytest.raises(MappingError, match=says):
        read_mapping(MAPPING.replace(before, after).encode())


def test_only_mappings_of_lists_are_offered():
    assert list(shipped_mappings()) == ["trade_events"]
