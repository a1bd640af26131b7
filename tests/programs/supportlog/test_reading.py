"""Files nobody vouches for: each gets one clear sentence, and nothing is written."""

import tracemalloc
from pathlib import Path

import pytest

from firms.imports import refusals
from firms.imports.reading import LONGEST_ROW
from programs.supportlog.actions import import_support_log
from programs.supportlog.mapping import MappingError, load_mapping, read_mapping
from tests.programs.supportlog.conftest import COLUMNS, MAPPING, as_csv, cells, table_counts

pytestmark = pytest.mark.django_db

GOOD = as_csv([cells("R1", "D1", "Lanvik")])
ROW = GOOD.splitlines()[1]
HEADER = GOOD.splitlines()[0]


@pytest.fixture
def bring_raw(bring):
    """Import raw bytes; the tables must be untouched when that is refused."""

    def brought(content: bytes):
        before = table_counts()
        try:
            return bring(content)
        except refusals.FileRefused:
            assert table_counts() == before
            raise

    return brought


WHOLE_FILES = [
    pytest.param(b"", refusals.FileEmpty, "is empty", id="empty"),
    pytest.param(b"\n\n\n", refusals.FileEmpty, "is empty", id="only blank lines"),
    pytest.param(f"{HEADER}\n".encode(), refusals.NoRows, "no row below", id="only a header"),
    pytest.param(
        f"{GOOD}{ROW.replace('R1', 'R2').replace('Lanvik', 'Ланвик')}".encode("cp1251"),
        refusals.WrongEncoding,
        "Line 3 is not text in the encoding utf-8",
        id="cp1251",
    ),
    pytest.param(
        GOOD.encode("utf-16"),
        refusals.OtherEncoding,
        "like text in the encoding utf-16",
        id="utf-16",
    ),
    pytest.param(
        GOOD.encode("utf-16-le"), refusals.NotText, "zero byte", id="utf-16 without a mark"
    ),
    pytest.param(
        GOOD.replace(";", ",").encode(),
        refusals.WrongDelimiter,
        "split at ; as the mapping says; it looks as if the columns were split by ,",
        id="commas",
    ),
    pytest.param(
        GOOD.replace(";", "\t").encode(), refusals.WrongDelimiter, "split by TAB", id="tabs"
    ),
    pytest.param(
        as_csv([], [name for name in COLUMNS if name != "Deal"]).encode(),
        refusals.MissingColumns,
        "no column “Deal”",
        id="missing column",
    ),
    pytest.param(
        GOOD.replace("Deal", "Dеal", 1).encode(),
        refusals.MissingColumns,
        "Columns of the file: .*Dеal",
        id="look-alike column",
    ),
    pytest.param(
        GOOD.replace("Note", "Deal", 1).encode(),
        refusals.DoubledColumn,
        "column Deal stands in line 1 twice, at places 2 and 13",
        id="doubled column",
    ),
    pytest.param(
        GOOD.replace("Note", "", 1).encode(),
        refusals.NamelessColumn,
        "Column 13 has no name",
        id="nameless column",
    ),
    pytest.param(
        as_csv([cells("R1", "D1", "Lanvik", Decided="02/12/2010")]).encode(),
        refusals.NothingReadable,
        "Line 2, column “Decided”: This is not a date written as DD.MM.YYYY",
        id="other dates",
    ),
    pytest.param(
        f'{GOOD}R2;"D2;never closed\n{ROW}\n'.encode(),
        refusals.QuoteNeverClosed,
        "opened in line 3",
        id="open quotation mark",
    ),
    pytest.param(
        f'{GOOD}R2;"{"x" * 3_000_000}'.encode(),
        refusals.QuoteNeverClosed,
        "opened in line 3",
        id="open quotation mark and much text",
    ),
    pytest.param(
        b"x" * (LONGEST_ROW + 10), refusals.HeaderTooLong, "Line 1 is longer", id="endless header"
    ),
    pytest.param(b"\x00\x01\x02PNG", refusals.NotText, "zero byte", id="binary"),
]


@pytest.mark.parametrize(("content", "refusal", "sentence"), WHOLE_FILES)
def test_file_is_refused(bring_raw, content, refusal, sentence):
    with pytest.raises(refusal, match=sentence):
        bring_raw(content)


def test_no_such_file(plan, tmp_path):
    with pytest.raises(refusals.NoSuchFile, match="There is no file"):
        import_support_log(path=tmp_path / "no.csv", plan=plan, by=None)


def test_a_folder_is_no_file(plan, tmp_path):
    with pytest.raises(refusals.NotAFile, match="not an ordinary file"):
        import_support_log(path=tmp_path, plan=plan, by=None)


def test_a_name_with_a_zero_byte(plan):
    with pytest.raises(refusals.FileClosed, match="cannot be read"):
        import_support_log(path=Path("a\x00b"), plan=plan, by=None)


SINGLE_ROWS = [
    pytest.param("R2;D2;Lanvik\n", "wrong_cell_count", id="ragged"),
    pytest.param(f"{ROW};more\n".replace("R1", "R2"), "wrong_cell_count", id="a cell too many"),
    pytest.param('R2;"D2"x;Lanvik\n', "bad_quotes", id="text after a quotation mark"),
    pytest.param(ROW.replace("R1", "R2")[:-1] + ";a\x00b\n", "forbidden_sign", id="zero byte"),
    pytest.param(ROW.replace("R1", "R2") + "y" * 20_000 + "\n", "cell_too_long", id="long cell"),
    pytest.param(ROW.replace("R1", "R2") + "y" * 5_000_000 + "\n", "row_too_long", id="5 MB cell"),
    pytest.param(
        ROW.replace("R1", "R2") + '"' + "y\n" * 2_500_000 + '"\n',
        "row_too_long",
        id="5 MB of lines",
    ),
]


@pytest.mark.parametrize(("line", "reason"), SINGLE_ROWS)
def test_row_is_refused_and_the_others_are_read(bring_raw, line, reason):
    last = ROW.replace("R1", "R9")
    report = bring_raw(f"{GOOD}{line}{last}\n".encode())
    assert report.reasons == {reason: 1}
    assert report.rejects[0]["row"] == 3
    assert (report.rows["read"], report.rows["accepted"]) == (3, 2)


GOOD_FILES = [
    pytest.param(b"\xef\xbb\xbf" + GOOD.encode(), id="byte order mark"),
    pytest.param(b"sep=;\n" + GOOD.encode(), id="line for spreadsheets"),
    pytest.param(GOOD.replace("\n", "\r\n").replace("\r\r", "\r").encode(), id="CR LF"),
    pytest.param(GOOD.replace("\r\n", "\r").encode(), id="lone CR"),
    pytest.param(GOOD.replace("\r\n", "\n\n").encode(), id="blank lines"),
    pytest.param(GOOD.rstrip().encode(), id="no last line end"),
    pytest.param(
        as_csv([cells("R1", "D1", "Lanvik", Note='two\n"lines"')]).encode(), id="lines in a cell"
    ),
    pytest.param(
        as_csv([cells("R1", "D1", "Lanvik", Note="=HYPERLINK(1)")]).encode(), id="formula"
    ),
]


@pytest.mark.parametrize("content", GOOD_FILES)
def test_harmless_oddities_are_read(bring_raw, content):
    report = bring_raw(content)
    assert (report.rows["read"], report.rows["accepted"]) == (1, 1)


def test_columns_nobody_reads_are_named(bring_raw):
    rows = [cells("R1", "D1", "Lanvik") | {"Secret": "x"}]
    assert bring_raw(as_csv(rows, [*COLUMNS, "Secret"]).encode()).unused_columns == ["Secret"]


def test_fifty_megabytes_in_a_cell_take_little_memory(insurance, plan, write):
    path = write(f"{GOOD}{ROW.replace('R1', 'R2')}{'y' * 50_000_000}\n")
    tracemalloc.start()
    report = import_support_log(path=path, plan=plan, by=None)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.reasons == {"row_too_long": 1}
    assert peak < 40_000_000


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("row_key: Row", "row_kye: Row", "row_kye: The key row_kye is not known here."),
        ("row_key: Row\n", "", "row_key: The key row_key is missing."),
        ("encoding: utf-8", "encoding: utf-9", "file.encoding: utf-9 is not one of"),
        ("DD.MM.YYYY", "DD.MM", r"formats.dates\[0\]: DD.MM must hold YYYY"),
        ('thousands: " "', 'thousands: ","', "formats.money.thousands"),
        ("yes: accepted", "yes: perhaps", "period.decision.values.yes: perhaps is not one of"),
        ("country: KZ\n", "country: Kazakhstan\n", "firm.country: Kazakhstan does not fit"),
        ("use: buyer_finance", "use: Buyer!", r"engagement.interventions\[1\].use"),
        ("code: kinds", "code: deals", r"controls\[1\].code: The code deals stands here twice"),
        ("count: sum, column: Granted", "count: sum", r"controls\[2\]: A total of this kind needs"),
        ("note: Note", "fingerprint: Note", "fingerprint"),
        ("format: 1", "format: 2", "format: 2 is not one of: 1"),
        ("source: harbour_log", "source: &a harbour_log", "Anchors are not allowed"),
        ("source: harbour_log", "source: harbour_log\nsource: twice", "stands here twice"),
        ("source: harbour_log", "source: [", "not valid YAML"),
    ],
)
def test_mapping_is_refused_by_its_path(before, after, problem):
    assert before in MAPPING
    with pytest.raises(MappingError, match=problem):
        read_mapping(MAPPING.replace(before, after, 1).encode())


def test_mapping_names_several_problems_at_once():
    broken = MAPPING.replace("row_key", "row_kye", 1).replace("utf-8", "utf-9", 1)
    with pytest.raises(MappingError) as caught:
        read_mapping(broken.encode())
    assert len(str(caught.value).splitlines()) == 3


def test_mapping_of_a_column_the_file_lacks(insurance, write):
    plan = read_mapping(MAPPING.replace("note: Note", "note: Remark").encode())
    with pytest.raises(refusals.MissingColumns, match="“Remark”"):
        import_support_log(path=write(GOOD), plan=plan, by=None)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nowhere.yaml", "There is no mapping file nowhere.yaml"), (".", "not an ordinary file")],
)
def test_mapping_that_cannot_be_read(name, sentence):
    with pytest.raises(MappingError, match=sentence):
        load_mapping(name)


def test_our_own_mapping_is_valid_by_name_and_path():
    assert load_mapping("exim_authorizations").source == "exim_authorizations"
