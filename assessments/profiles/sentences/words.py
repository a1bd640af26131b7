"""Small parts the sentences of stage tests are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django_countries import countries

from assessments.methodology.structure import Named, Pack, text
from config.shared.templatetags.ui import money, percent

Figures = Mapping[str, Any]

NOT_RECORDED = "unknown"


@dataclass(frozen=True)
class Words:
    """A pack in the reader's language: codes of the pack become its own words."""

    pack: Pack
    language: str

    def named(self, rows: tuple[Named, ...], code: str) -> str:
        """The words of a code in one of the pack's lists; the code when the pack lost it."""
        return next((text(row.name, self.language) for row in rows if row.code == code), code)

    def step(self, code: str) -> str:
        return self.named(self.pack.implementation_steps, code)

    def mode(self, code: str) -> str:
        mode = self.pack.modes_by_code.get(code)
        return text(mode.name, self.language) if mode else code

    def rule(self, rows: tuple[Named, ...], code: str) -> str:
        """The pack's own wording of when a code holds."""
        return next((text(row.rule, self.language) for row in rows if row.code == code), "")


def not_recorded() -> str:
    return _("Not on record.")


def share(value: object, decimals: int = 1) -> str:
    """A stored share as per cent; whole figures lose their decimals."""
    figure = Decimal(str(value))
    whole = figure * 100 == (figure * 100).to_integral_value()
    return percent(figure, 0 if whole else decimals)


def amount(value: object, currency: str) -> str:
    return money(Decimal(str(value)), currency)


def country_list(codes: list[str]) -> str:
    return ", ".join(str(countries.name(code) or code) for code in codes)
