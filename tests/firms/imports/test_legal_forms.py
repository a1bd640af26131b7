"""Legal forms of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firms.register.rules import legal_form, may_share_name, normalised


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Jason Marketing Corp", "corporation"),
        ("Jason Marketing Corporation", "corporation"),
        ("Bluefield Associates, Inc.", "corporation"),
        ("Flare Industries, Llc", "llc"),
        ("Flare Industries, L.L.C.", "llc"),
        ("Mill Steel Company, The", "company"),
        ("Pacific Ltd., Corp.", "corporation+limited"),
        ("Imaging Specialists Group, The", ""),
        ("ООО «Ромашка»", "ooo"),
        ("OOO Romashka", "ooo"),
        ("Inc", ""),
        ("", ""),
    ],
)
def test_legal_form(name, form):
    assert legal_form(name) == form


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("llc", "llc", True), ("", "llc", True), ("llc", "", True), ("llc", "corporation", False)],
)
def test_may_share_name(one, other, expected):
    assert may_share_name(one, other) is expected


@given(st.text(max_size=60))
def test_form_and_name_do_not_depend_on_case_or_marks(name):
    assert normalised(f"{name} Lanvik, Inc.") == normalised(f"{name} LANVIK INC")
    assert legal_form(f"{name} Lanvik, Inc.") == legal_form(f"{name} LANVIK INC")
