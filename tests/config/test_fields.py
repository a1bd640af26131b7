"""Our form fields: plain digits, whole characters, visible text; and every form uses them."""

import ast
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from config.shared.fields import AmountField, DateField, TextField, WholeNumberField, clean_text

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("config", "firms", "assessments", "programs")

#: Fields of Django that let through what ours refuse.
BARE = {"CharField", "IntegerField", "DecimalField", "FloatField", "DateField", "DateTimeField"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("half \ud800", id="lone high surrogate"),
        pytest.param("\udfff", id="lone low surrogate"),
        pytest.param("a\u202eb", id="right-to-left override"),
        pytest.param("a\u2066b", id="isolate"),
        pytest.param("a\U000e0041", id="tag sign"),
        pytest.param("\u200b\u200b", id="zero width only"),
        pytest.param("\u00ad", id="soft hyphen only"),
        pytest.param("\ufeff", id="byte order mark only"),
        pytest.param("\u3164", id="Hangul filler"),
        pytest.param("\u2800", id="blank Braille"),
        pytest.param("a\x1b[31m", id="terminal colours"),
        pytest.param("a\x07", id="bell"),
        pytest.param("a\x85b", id="next line"),
        pytest.param("a\x00b", id="NUL"),
        pytest.param("one\r\nBcc: two", id="a second line"),
        pytest.param("one\u2028two", id="line separator"),
    ],
)
@pytest.mark.asvs("2.2.1", "1.3.3", "1.3.11")
def test_text_that_hides_something_is_refused(text):
    with pytest.raises(ValidationError):
        TextField(required=False).clean(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a  ", "a"),
        ("\u00a0a\u3000", "a"),
        ("e\u0301", "é"),
        ("и\u0306", "й"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("{{ 7*7 }} %s ${x} {0.__class__}", "{{ 7*7 }} %s ${x} {0.__class__}"),
        ("ﬁrm", "ﬁrm"),
        ("👩‍🌾 ООО «Ромашка»", "👩‍🌾 ООО «Ромашка»"),
        ("שלום", "שלום"),
    ],
)
@pytest.mark.asvs("1.1.1", "1.1.2")
def test_text_is_kept_in_one_form(typed, kept):
    assert TextField().clean(typed) == kept


def test_a_paragraph_may_have_lines():
    field = TextField(widget=forms.Textarea)
    assert field.clean("one\r\ntwo\tthree\n") == "one\r\ntwo\tthree"


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    try:
        once = clean_text(text)
    except ValidationError:
        return
    assert clean_text(once) == once == unicodedata.normalize("NFC", once)


NOT_DIGITS = [
    "1e5",
    "1_000",
    "１２",
    "٣",
    "०",
    "+5",
    "0x10",
    "1 000",
    "1,5",
    "NaN",
    "inf",
    "--1",
    "½",
]


@pytest.mark.parametrize("typed", NOT_DIGITS)
@pytest.mark.parametrize("field", [WholeNumberField(), AmountField()], ids=["whole", "amount"])
@pytest.mark.asvs("2.2.1", "1.4.2")
def test_only_plain_digits_are_numbers(field, typed):
    with pytest.raises(ValidationError):
        field.clean(typed)


@pytest.mark.parametrize("typed", ["1e5", "1_000", "１２"])
def test_bare_fields_would_let_some_of_them_through(typed):
    """The control: that is why forms use ours."""
    assert forms.DecimalField().clean(typed) > 0


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (WholeNumberField(), " 12 ", 12),
        (WholeNumberField(), "-3", -3),
        (WholeNumberField(required=False), " ", None),
        (AmountField(), "7.50", Decimal("7.50")),
        (AmountField(required=False), "", None),
    ],
)
def test_plain_numbers_pass(field, typed, value):
    assert field.clean(typed) == value


@pytest.mark.parametrize("typed", ["9" * 5000, "7.5", "9" * 30])
def test_numbers_beyond_the_field_are_refused(typed):
    with pytest.raises(ValidationError):
        WholeNumberField(max_value=10**9).clean(typed)
    with pytest.raises(ValidationError):
        AmountField(max_digits=4, decimal_places=0).clean(typed)


@pytest.mark.parametrize(
    "typed", ["2030-02-30", "0001-01-01", "9999-01-01", "２０３０-01-01", "soon"]
)
@pytest.mark.asvs("2.2.1")
def test_days_that_are_none_are_refused(typed):
    with pytest.raises(ValidationError):
        DateField().clean(typed)


def test_a_day():
    assert DateField().clean(" 2030-01-31 ") == date(2030, 1, 31)


def bare_fields(path):
    """Calls of `forms.CharField(...)` and its like in one file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call.func)}"
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in BARE
        and ast.unparse(call.func.value) in {"forms", "django_filters", "serializers", "filters"}
    ]


@pytest.mark.asvs("2.2.1", "2.2.2")
def test_every_form_of_ours_uses_them():
    found = [path for room in ROOMS for path in sorted((ROOT / room).rglob("forms*.py"))]
    found += [path for room in ROOMS for path in sorted((ROOT / room).rglob("forms/*.py"))]
    assert len(found) > 8
    assert [line for path in found for line in bare_fields(path)] == []
