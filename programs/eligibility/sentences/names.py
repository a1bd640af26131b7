"""Codes of criteria in the reader's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django_countries import countries

from assessments.profiles.models import BAND_LABELS, STAGE_LABELS
from assessments.scoring.results import Band, Stage
from config.shared.templatetags.ui import money, number
from firms.register.models.firm import ProductForm
from firms.register.sectors import SECTIONS, sector_name
from programs.eligibility.rules import Clause, Kind


class Audience(StrEnum):
    """Who reads: the adviser with figures, the firm in plain and polite words."""

    ADVISER = "adviser"
    FIRM = "firm"


@dataclass(frozen=True)
class Names:
    """Names of constraints and interventions by code, in the reader's language."""

    constraints: Mapping[str, str] = field(default_factory=dict)
    interventions: Mapping[str, str] = field(default_factory=dict)

    def value(self, kind: Kind, code: str) -> str:
        """One value of a clause or of a finding."""
        speak = _SPEAKERS.get(kind)
        if speak is not None:
            return speak(code)
        return self.interventions.get(code, code)

    def values(self, clause: Clause) -> str:
        """ "Preparation or Active engagement"."""
        return any_of_words(self.value(clause.kind, code) for code in clause.values)

    def constraint(self, code: str) -> str:
        return self.constraints.get(code, code)

    def intervention(self, code: str) -> str:
        return self.interventions.get(code, code)


def any_of_words(words: Iterable[str]) -> str:
    """ "A, B or C"."""
    return get_text_list(list(words), gettext("or"))


def amount_words(amount: Decimal | int, currency: str) -> str:
    return money(amount, currency) if currency else number(amount)


def day_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def band_words(band: str) -> str:
    return str(BAND_LABELS[Band(band)])


def sector_words(code: str) -> str:
    """ "C Manufacturing", "C10 Food products"; a division without a name bears its section's."""
    name = sector_name(code[0], code[1:]) if code[1:] else str(SECTIONS.get(code, ""))
    return f"{code} {name}".strip()


_SPEAKERS: dict[Kind, Callable[[str], str]] = {
    Kind.STAGE: lambda code: str(STAGE_LABELS[Stage(code)]),
    Kind.SECTOR: sector_words,
    Kind.PRODUCT_FORM: lambda code: str(ProductForm(code).label),
    Kind.COUNTRY: lambda code: str(countries.name(code)) or code,
    Kind.REGION: str,
    Kind.MARKETS_INCLUDE: lambda code: str(countries.name(code)) or code,
    Kind.MARKETS_AT_LEAST: lambda code: str(countries.name(code)) or code,
    Kind.MARKETS_NONE: lambda code: str(countries.name(code)) or code,
}
