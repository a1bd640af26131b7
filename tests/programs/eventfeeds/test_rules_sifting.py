"""Sorting the rows of a file, without a database."""

from firms.imports.rules import Refusal
from programs.eventfeeds.rules import sift
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
