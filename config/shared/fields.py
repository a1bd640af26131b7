"""Form fields that refuse what browsers, spreadsheets and attackers smuggle into text."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BREAK = re.compile("[\r\n\u2028\u2029]")
_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")
_DAY = re.compile(r"[0-9]+([-./][0-9]+){2}")


def clean_text(value: str, *, one_line: bool = False) -> str:
    """Text in one Unicode form, trimmed. Raises ValidationError for what cannot be shown."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValidationError(_("This text holds half a character.")) from error
    if _BIDI.search(value):
        raise ValidationError(_("This text holds hidden signs that turn its direction."))
    if _CONTROL.search(value):
        raise ValidationError(_("This text holds control signs that cannot be shown."))
    text = unicodedata.normalize("NFC", value).strip()
    if text and not any(_visible(sign) for sign in text):
        raise ValidationError(_("This text holds nothing that can be seen."))
    if one_line and _BREAK.search(text):
        raise ValidationError(_("This text must stand on one line."))
    return text


def _visible(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ" and sign not in _BLANK


#: Letters by category that print nothing: Hangul fillers and the blank Braille pattern.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


class TextField(forms.CharField):
    """A line of text, or a paragraph where the widget is a text area; cleaned."""

    def to_python(self, value: Any) -> Any:
        one_line = not isinstance(self.widget, forms.Textarea)
        return clean_text(super().to_python(value) or "", one_line=one_line)


class _PlainNumber:
    """Digits of our own script only: no exponents, no spaces, no other numerals."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.strip()
            if value and not _NUMBER.fullmatch(value):
                raise ValidationError(_("Enter a number in digits, such as 1200 or 7.5."))
        return super().to_python(value)  # type: ignore[misc]


class WholeNumberField(_PlainNumber, forms.IntegerField):
    """A whole number."""


class AmountField(_PlainNumber, forms.DecimalField):
    """An amount of money or a share."""


class DateField(forms.DateField):
    """A calendar day within the years the register can hold."""

    FIRST, LAST = 1900, 2200

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip() and not _DAY.fullmatch(value.strip()):
            raise ValidationError(_("Enter a date in digits, such as 2030-01-31."))
        day = super().to_python(value)
        if day is not None and not self.FIRST <= day.year <= self.LAST:
            raise ValidationError(
                _("Enter a year from %(first)d to %(last)d.")
                % {"first": self.FIRST, "last": self.LAST}
            )
        return day
