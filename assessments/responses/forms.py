"""The facts step: what the record says of the firm's trade, as one form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assessments.methodology.structure import Pack, text
from config.shared.fields import AmountField, DateField, WholeNumberField
from firms.register.currencies import currency_choices
from firms.register.models import ExportYear, Firm
from firms.register.models.firm import FirstContact
from firms.register.models.trade import FigureSource

YEARS = 5


@dataclass(frozen=True)
class YearRow:
    """One year of the form with its two fields, for the template."""

    year: int
    turnover: forms.BoundField
    exports: forms.BoundField
    is_partial: bool

    @property
    def fields(self) -> tuple[forms.BoundField, forms.BoundField]:
        return self.turnover, self.exports


class FactsForm(forms.Form):
    """Turnover and exports of the last five years, and what else the stage rules read."""

    currency = forms.ChoiceField(label=_("Currency of the figures"))
    source = forms.ChoiceField(label=_("Where the figures come from"), choices=FigureSource.choices)
    last_export_on = DateField(label=_("Date of the last export invoice"), required=False)
    entry_mode = forms.ChoiceField(label=_("How the firm is abroad now"), required=False)
    repeat_buyers = WholeNumberField(
        label=_("Foreign buyers who ordered more than once"),
        required=False,
        min_value=0,
        max_value=100_000,
    )
    first_contact = forms.ChoiceField(
        label=_("How the first foreign sale came about"),
        required=False,
        choices=[("", _("Not on record")), *FirstContact.choices],
    )
    had_plan = forms.TypedChoiceField(
        label=_("Was there a plan before the first sale?"),
        required=False,
        choices=[("", _("Not on record")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    has_linkage = forms.BooleanField(
        label=_("Linked to a lead firm or a foreign partner"), required=False
    )
    has_leverage = forms.BooleanField(
        label=_("Uses the partner's channel, brand or technology"), required=False
    )
    has_learning = forms.BooleanField(
        label=_("Improved through the link, with documents"), required=False
    )

    def __init__(
        self, *args: Any, firm: Firm, pack: Pack, rows: Sequence[ExportYear], today: date, **kw: Any
    ) -> None:
        self.firm, self.today = firm, today
        self.known = {row.year: row for row in rows}
        kw["initial"] = self._initial() | kw.get("initial", {})
        super().__init__(*args, **kw)
        language = get_language() or "en"
        modes = [(mode.code, text(mode.name, language)) for mode in pack.entry_modes]
        self._offer("entry_mode", [("", _("Not on record")), *modes])
        used = [row.currency for row in rows]
        self._offer("currency", currency_choices(reversed(used)))
        for year in self.years:
            for part, label in (("turnover", _("Turnover")), ("exports", _("Exports"))):
                self.fields[f"{part}_{year}"] = AmountField(
                    label=label, required=False, min_value=0, max_digits=16, decimal_places=2
                )

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def years(self) -> list[int]:
        """The last five years, oldest first; the last one is still running."""
        return list(range(self.today.year - YEARS + 1, self.today.year + 1))

    def _initial(self) -> dict[str, Any]:
        firm = self.firm
        values: dict[str, Any] = {
            "last_export_on": firm.last_export_on,
            "entry_mode": firm.entry_mode,
            "repeat_buyers": firm.repeat_buyers,
            "first_contact": firm.first_contact,
            "had_plan": {True: "yes", False: "no", None: ""}[firm.had_plan],
            "has_linkage": firm.has_linkage,
            "has_leverage": firm.has_leverage,
            "has_learning": firm.has_learning,
            "source": FigureSource.SELF_REPORT,
        }
        for year, row in self.known.items():
            values[f"turnover_{year}"] = _plain(row.turnover)
            values[f"exports_{year}"] = _plain(row.exports)
            values |= {"currency": row.currency, "source": row.source}
        return values

    def year_rows(self) -> Iterator[YearRow]:
        """The fields by year, for the table."""
        for year in self.years:
            yield YearRow(
                year, self[f"turnover_{year}"], self[f"exports_{year}"], year == self.today.year
            )

    def trade_fields(self) -> list[forms.BoundField]:
        """The fields below the table, in order."""
        names = ("last_export_on", "entry_mode", "repeat_buyers", "first_contact", "had_plan")
        return [self[name] for name in names]

    def link_fields(self) -> list[forms.BoundField]:
        """The three signs of a latecomer's route."""
        return [self[name] for name in ("has_linkage", "has_leverage", "has_learning")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for year in self.years:
            turnover, exports = data.get(f"turnover_{year}"), data.get(f"exports_{year}")
            if turnover is not None and exports is not None and exports > turnover:
                self.add_error(f"exports_{year}", _("Exports cannot be above turnover."))
        if data.get("last_export_on") and data["last_export_on"] > self.today:
            self.add_error("last_export_on", _("This day has not come yet."))
        return data

    def changed_years(self) -> list[tuple[int, Decimal | None, Decimal | None]]:
        """Years whose figures the person changed: year, turnover, exports."""
        data = self.cleaned_data
        found = []
        for year in self.years:
            given = data[f"turnover_{year}"], data[f"exports_{year}"]
            row = self.known.get(year)
            held = (row.turnover, row.exports) if row else (None, None)
            is_restated = row is not None and row.currency != data["currency"]
            if given != held or (is_restated and given != (None, None)):
                found.append((year, *given))
        return found

    def trade_facts(self) -> dict[str, Any]:
        """What is changed of the firm itself."""
        names = [field.name for field in (*self.trade_fields(), *self.link_fields())]
        return {
            name: self.cleaned_data[name]
            for name in names
            if self.cleaned_data[name] != getattr(self.firm, name)
        }


def _plain(amount: Decimal | None) -> Decimal | int | None:
    """An amount without decimals it does not need."""
    return int(amount) if amount is not None and amount == int(amount) else amount
