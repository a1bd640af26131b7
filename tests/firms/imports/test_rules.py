"""Which names are doubted, and why."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms.imports.rules import Doubt, Name, blocks, compare, compare_block, doubt
from firms.imports.rules.cells import is_date_format
from firms.register.rules import legal_form, normalised


def named(key: int, name: str, *, is_new: bool = True) -> Name:
    return Name(key, normalised(name), legal_form(name), is_new)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Robbins Company The Inc", "Robbins, Inc.", Doubt.COMMON_WORD),
        ("Flare Industries, Inc.", "Flare Industries, Llc", Doubt.LEGAL_FORM),
        ("H. W. Process Technologies", "Hw Process Technologies Inc.", Doubt.SPACING),
        ("Export Sales Lanvik", "Lanvik Export Sales", Doubt.WORD_ORDER),
        (
            "Reliable Industries, Inc, Of N",
            "Reliable Industries, Inc. of New Orleans",
            Doubt.BEGINNING,
        ),
        ("Aquatec International, Inc.", "Aquatech International Corporation", Doubt.SPELLING),
        ("Northern Air, Inc.", "Northern Air Systems, Inc.", Doubt.COMMON_WORD),
        ("Bluefield Associates, Inc.", "Bluefield Associates Inc.", None),
        ("American Trading International", "American Trading International, Inc", None),
        ("ASI Technologies, Inc", "Avl Technologies Inc", None),
        ("KGB International, Inc.", "KMJ International, Inc.", None),
        ("E S Robbins Corporation", "Robbins, Inc.", None),
        ("Prime International, Llc", "Prism International Inc", None),
        ("Global Trading", "World Trading", None),
        ("Lanvik Mills 3", "Lanvik Mills 4", None),
        ("Aquatec Foods", "Aquatech Mining Systems", None),
        ("Lanviksen Mills", "Lanvikson Mills Trading", Doubt.SPELLING),
        ("Lanviksen Mills Foods", "Lanvikson Mills Trading", None),
    ],
)
def test_doubt(one, other, expected):
    assert doubt(named(1, one), named(2, other)) == expected
    assert doubt(named(2, other), named(1, one)) == expected


def test_pair_has_keys_in_order_and_a_score():
    pair = compare(named(9, "Robbins, Inc."), named(4, "Robbins Company The Inc"))
    assert (pair.first, pair.second) == (4, 9)
    assert Decimal(0) < pair.score < Decimal(100)


def test_no_pair_without_doubt():
    assert compare(named(1, "Alpha Mills"), named(2, "Omega Works")) is None


def test_two_known_names_are_not_compared_again():
    known = [named(1, "Flare Works, Inc.", is_new=False), named(2, "Flare Works LLC", is_new=False)]
    assert list(compare_block(known)) == []
    assert len(list(compare_block([*known, named(3, "Flare Works Ltd")]))) == 2


def test_a_firm_is_not_its_own_look_alike():
    assert list(compare_block([named(1, "Flare, Inc."), named(1, "Flare LLC")])) == []


LETTERS = st.text("abcdefgh", min_size=6, max_size=11)


@given(LETTERS, st.integers(0, 5), st.sampled_from("xyz"))
def test_misspelt_names_meet_in_a_block(word, place, letter):
    """One changed letter leaves the first three or the last three as they were."""
    other = word[:place] + letter + word[place + 1 :]
    assert blocks(Name(1, f"{word} trading")) & blocks(Name(2, f"{other} export"))


@given(
    st.lists(st.sampled_from(["lanvik", "mills", "trading", "north", "co", "export"]), min_size=1)
)
def test_doubt_is_symmetric(words):
    one, other = Name(1, " ".join(words)), Name(2, " ".join(reversed(words)))
    assert doubt(one, other) == doubt(other, one)


def test_strangers_of_one_block_make_no_pair():
    strangers = [named(1, "Flare Works"), named(2, "Tau Instruments")]
    assert list(compare_block(strangers)) == []


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        pytest.param("trading", {"squeezed", "sorted", "begins"}, id="only common words"),
        pytest.param("abc trading", {"squeezed", "sorted", "begins", "core"}, id="a short core"),
    ],
)
def test_blocks_of_short_names_use_what_they_have(words, kinds):
    assert {key.split()[0] for key in blocks(Name(1, words))} == kinds


@pytest.mark.parametrize(
    ("shape", "short_years", "is_format"),
    [
        pytest.param("YYYY-MM-DD", False, True, id="four digits"),
        pytest.param("YYYY-MM-DD", True, True, id="four digits where two are allowed"),
        pytest.param("M/D/YY", False, False, id="two digits"),
        pytest.param("M/D/YY", True, True, id="two digits where they are allowed"),
        pytest.param("YYYY-MM-DD YY", True, False, id="two years"),
        pytest.param("MM/YY", True, False, id="no day"),
    ],
)
def test_formats_of_dates(shape, short_years, is_format):
    assert is_date_format(shape, short_years=short_years) is is_format
