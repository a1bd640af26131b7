"""Names made comparable, and firms that look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms.register.rules import Candidate, likeness, look_alikes, normalised, plain_number
from firms.register.sectors import SECTIONS, section_of


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        pytest.param("Uem, Inc.", "uem", id="comma and suffix"),
        pytest.param("UEM INC", "uem", id="case"),
        pytest.param("The Robbins Company", "robbins", id="article and form"),
        pytest.param("Robbins Company The Inc", "robbins company the", id="article in the middle"),
        pytest.param("ООО «Ромашка»", "ромашка", id="Russian form in front"),
        pytest.param("Ромашка, ООО", "ромашка", id="Russian form behind"),
        pytest.param("Ёлка", "елка", id="yo is ye"),
        pytest.param("Smith & Sons Ltd.", "smith and sons", id="ampersand"),
        pytest.param("São Paulo Tools S.A.", "sao paulo tools", id="accents and dots"),
        pytest.param("Inc", "inc", id="a name that is only a form stays"),
        pytest.param("Robbins the", "robbins", id="article behind"),
        pytest.param("Co Op Foods", "co op foods", id="co in front is a word"),
        pytest.param("", "", id="empty"),
    ],
)
def test_normalised(name, plain):
    assert normalised(name) == plain


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(name):
    assert normalised(normalised(name)) == normalised(name)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_symmetric_and_between_0_and_1(one, other):
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


def test_look_alikes_come_likest_first_and_leave_strangers_out():
    known = [
        Candidate(1, "belbulak foods"),
        Candidate(2, "belbulak food"),
        Candidate(3, "tau instruments"),
    ]
    assert [match.key for match in look_alikes("Belbulak Foods LLC", known)] == [1, 2]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("Steel Works Kazakh LLP", id="another order"),
        pytest.param("Qazakh Steel Works", id="another first letter"),
        pytest.param("KAZAKH STEEL WORKS, TOO", id="another form"),
    ],
)
def test_twins_are_found_whatever_they_begin_with(name):
    known = [Candidate(1, "kazakh steel works"), Candidate(2, "tau instruments")]
    assert [match.key for match in look_alikes(name, known)] == [1]


@pytest.mark.parametrize(
    "number", ["990000000017", "990 000 000 017", "990-000-000-017", "９９００００００００１７"]
)
def test_a_number_is_the_same_however_it_is_typed(number):
    assert plain_number(number) == "990000000017"


@pytest.mark.parametrize(
    ("division", "section"),
    [("01", "A"), ("10", "C"), ("33", "C"), ("62", "J"), ("99", "U"), ("34", None), ("00", None)],
)
def test_each_division_has_its_section(division, section):
    assert section_of(division) == section


def test_every_section_has_divisions():
    assert {section_of(f"{number:02d}") for number in range(100)} - {None} == SECTIONS.keys()
