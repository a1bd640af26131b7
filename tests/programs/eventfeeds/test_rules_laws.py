"""Laws of reading lists: nothing raises, no row is lost, what is certain stays as it is."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from firms.imports.rules import Refusal
from programs.eventfeeds.rules import Known, Reading, answered, is_answer, sift
from tests.programs.eventfeeds.conftest import COLUMNS, event, new_reader

READER = new_reader()
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
DATES = st.one_of(
    DAYS.map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()),
    DAYS.map(lambda day: day.isoformat()),
    DAYS.map(lambda day: f"{day.day}.{day.month}.{day.year % 100:02d}"),
    DAYS.map(lambda day: f"{day.month}/{day.day}/{day.year}"),
    st.sampled_from(["", "soon", "31.2.2031", "3/4/20"]),
)
PLACES = st.sampled_from(["Gouda,NL", "Gouda", "Rotterdam,Invalid", "Gent,Belgium", ",", "|", ""])
STOPS = st.lists(st.tuples(DATES, DATES, PLACES).map(lambda s: f"{s[0]}-{s[1]} {s[2]}"), max_size=4)
LIKELY = st.fixed_dictionaries(
    {
        "Feed": st.sampled_from(["north", "south", ""]),
        "Id": st.sampled_from(["A1", "A2", "A3", ""]),
        "Name": st.sampled_from(["Boat fair", "Fair of boats 2029", "Expo \ufffd", ""]),
        "Kind": st.sampled_from(["fair", "party", ""]),
        "From": DATES,
        "To": DATES,
        "Cost": st.sampled_from(["", "0", "1 200,50", "$60 ", "free", "-3"]),
        "Stops": STOPS.map("|".join),
        "Trades": st.sampled_from(["", "boats", "boats,toys"]),
        "Text": st.sampled_from(["", "Boats.", "In 2013.", "=1+1"]),
    }
)
ANY = st.fixed_dictionaries({column: st.text(max_size=40) for column in COLUMNS})
ROWS = st.one_of(LIKELY, ANY)


@given(ROWS)
def test_reading_never_raises(cells):
    assert isinstance(READER.read(2, cells), Reading | Refusal)


@given(st.lists(ROWS, max_size=8))
def test_no_row_is_lost(rows):
    numbered = list(enumerate(rows, start=2))
    sifted = sift(numbered, READER, {})
    kept = [row.reading.row for row in (*sifted.accepted, *sifted.held)]
    refused = [refusal.row for refusal in sifted.rejected]
    assert sifted.read == len(rows)
    assert sorted(kept + refused) == [number for number, _cells in numbered]


@given(st.lists(ROWS, max_size=6))
def test_what_is_accepted_has_no_doubt_and_fits_the_database(rows):
    sifted = sift(list(enumerate(rows, start=2)), READER, {})
    facts = [row.reading.facts for row in sifted.accepted]
    assert all(not row.asked for row in sifted.accepted)
    assert all(event.starts_on <= event.ends_on and event.kind for event in facts)
    assert all(len(event.key) <= 120 and len(event.title) <= 160 for event in facts)


@given(ROWS)
def test_proposals_are_answers_and_taking_them_all_never_contradicts(cells):
    reading = READER.read(2, cells)
    doubts = reading.doubts if isinstance(reading, Reading) else ()
    kinds = {str(kind) for kind in READER.plan.kinds_offered}
    taken = [(doubt, doubt.proposed) for doubt in doubts if doubt.proposed is not None]
    wrong = [doubt for doubt, value in taken if not is_answer(doubt.target, value, kinds)]
    assert wrong == []
    assert not taken or answered(reading.facts, taken, READER.plan)


@given(st.lists(LIKELY, max_size=6))
def test_a_row_that_was_read_before_is_never_new(rows):
    certain = event("A9")
    before = READER.read(2, certain)
    from_before = {before.facts.key: _known(before)}
    sifted = sift([(2, certain), *enumerate(rows, start=3)], READER, from_before)
    assert sifted.unchanged == [2]


def _known(reading):
    return Known(1, reading.row, "fairs.csv", reading.cells, reading.facts)
