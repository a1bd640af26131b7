"""Codes of countries (ISO 3166-1) that a case file may name."""

from django_countries.data import ALT_CODES
from django_countries.data import COUNTRIES as NAMES

#: Accepted code, alpha-2 or alpha-3 → alpha-2.
COUNTRIES: dict[str, str] = {
    **{code: code for code in NAMES},
    **{alternative[0]: code for code, alternative in ALT_CODES.items() if alternative[0]},
}
