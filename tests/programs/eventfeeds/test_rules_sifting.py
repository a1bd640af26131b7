"""Sorting the rows of a file, without a database."""

import pytest

from firms.imports.rules import Refusal
from programs.eventfeeds.rules import Known, sift
from tests.programs.eventfeeds.conftest import event, new_reader

PAIR = [(2, event("A1")), (3, event("A1", Feed="south"))]


def test_a_repeated_key_is_rejected_and_counted():
    sifted = sift([(2, event("A1")), (3, event("A1", Text="Other"))], new_reader(), {})
    assert (sifted.read, len(sifted.accepted)) == (2, 1)
    assert sifted.rejected == [Refusal(3, "Id", "A1", "repeated_row_key")]


def test_the_first_of_a_pair_waits_without_a_doubt_of_its_own():
    sifted = sift(PAIR, new_reader(), {})
    assert [(row.reading.row, len(row.asked)) for row in sifted.held] == [(2, 0), (3, 1)]


def test_a_row_that_was_unreadable_keeps_its_reason():
    broken = Refusal(2, "", "", "bad_quotes")
    assert sift([(2, broken)], new_reader(), {}).rejected == [broken]


READER = new_reader()
BEFORE = READER.read(7, event("A1"))
KNOWN = {BEFORE.facts.key: Known(41, 7, "spring.csv", BEFORE.cells, BEFORE.facts)}


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        pytest.param(event("A1", Text="Sails."), [("changed", 41, None)], id="told otherwise"),
        pytest.param(
            event("A1", Cost="€90"),
            [("changed", 41, None), ("cost_odd", None, None)],
            id="told otherwise and oddly",
        ),
        pytest.param(
            event("A1", Feed="south"),
            [("same_event", 41, None)],
            id="under the key of another feed",
        ),
        pytest.param(event("B1"), [("same_event", 41, None)], id="under a key of its own"),
        pytest.param(
            event("B1", Name="Tool show", Stops="Gent,Belgium"), [], id="another event altogether"
        ),
    ],
)
def test_rows_are_compared_with_those_of_earlier_files(cells, asked):
    sifted = sift([(2, cells)], READER, KNOWN)
    found = [
        (str(one.doubt.code), one.other_known, one.other_row)
        for row in (*sifted.accepted, *sifted.held)
        for one in row.asked
    ]
    assert (found, len(sifted.held)) == (asked, int(bool(asked)))


def test_a_question_about_an_earlier_row_names_its_line_and_file():
    (row,) = sift([(2, event("A1", Feed="south"))], READER, KNOWN).held
    told = row.asked[0].doubt.params
    assert (told["row"], told["file"], told["title"]) == (7, "spring.csv", "Boat fair")


@pytest.mark.parametrize(
    ("cells", "unchanged"),
    [
        pytest.param(event("A1"), [2], id="the same cells"),
        pytest.param(event("A1", From="10.5.2031"), [2], id="the same day written otherwise"),
        pytest.param(event("A1", From="11.5.2031"), [], id="another day"),
    ],
)
def test_a_row_that_tells_the_same_again_is_unchanged(cells, unchanged):
    assert sift([(2, cells)], READER, KNOWN).unchanged == unchanged


def test_a_changed_row_is_not_asked_about_as_a_twin_too():
    rows = [(2, event("B1", Name="Boat fairs")), (3, event("A1", Text="Sails."))]
    sifted = sift(rows, READER, KNOWN)
    (changed,) = sifted.held
    assert [str(asked.doubt.code) for asked in changed.asked] == ["changed"]
    assert [row.reading.row for row in sifted.accepted] == [2]
