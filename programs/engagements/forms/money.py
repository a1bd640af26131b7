"""Shapes of what is typed about money: ledger entries and costs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import AmountField, DateField, TextField
from programs.catalogue.amounts import spoken
from programs.catalogue.models import BudgetLine
from programs.engagements.forms.delivering import currency_field, note_field
from programs.engagements.models import ENTRY_LABELS


def amount_field(label: Any = None, **kwargs: Any) -> AmountField:
    """An amount above zero."""
    return AmountField(
        label=label or _("Amount"), min_value=0.01, max_digits=14, decimal_places=2, **kwargs
    )


class FinanceForm(forms.Form):
    """One entry of the ledger."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[(kind.value, label) for kind, label in ENTRY_LABELS.items()],
        widget=forms.RadioSelect,
    )
    amount = amount_field()
    currency = currency_field()
    on = DateField(label=_("Day"))
    note = note_field()


class LineChoice(forms.ModelChoiceField):
    """Budget lines with what is left of each."""

    def label_from_instance(self, obj: BudgetLine) -> str:  # type: ignore[override]
        return _("%(program)s: %(line)s, %(left)s left") % {
            "program": obj.program.name,
            "line": obj.name,
            "left": spoken(obj.left, obj.currency),
        }


class CostForm(forms.Form):
    """A cost to be set aside on a budget line."""

    line = LineChoice(BudgetLine.objects.none(), label=_("Budget line"))
    purpose = TextField(label=_("What for"), max_length=160)
    amount = amount_field()
    currency = currency_field(required=False, help_text=_("Empty means that of the budget line."))
    on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines


class SpendForm(forms.Form):
    """What it came to in the end."""

    amount = AmountField(label=_("Amount paid"), min_value=0, max_digits=14, decimal_places=2)
    on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))


class ReleaseForm(forms.Form):
    """Why it will not come."""

    note = TextField(label=_("Why"), max_length=300, required=False)
