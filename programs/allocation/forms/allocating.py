"""Shapes of what is typed when seats are allocated: weights, cap, seed, exchanges."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import AmountField, TextField, WholeNumberField
from programs.allocation.models import Allotment, Offering
from programs.allocation.rules import Weights

DEFAULT = Weights()


def _factor(label: Any, initial: Decimal) -> AmountField:
    return AmountField(
        label=label, min_value=0, max_value=2, max_digits=4, decimal_places=2, initial=initial
    )


class AllocateForm(forms.Form):
    """The weights of expected benefit, how many seats a firm may get, and the lot."""

    together = forms.ModelMultipleChoiceField(
        Offering.objects.none(),
        label=_("Allocate together with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Then one firm gets no more seats over all of them than the next line says."),
    )
    cap = WholeNumberField(
        label=_("Seats for one firm, at most"), min_value=1, max_value=20, initial=1
    )
    stage_misfit = _factor(_("Weight where the help is for another stage"), DEFAULT.stage_misfit)
    mixed = _factor(_("Weight where the evidence is mixed"), DEFAULT.evidence["mixed"])
    none = _factor(_("Weight where there is no evidence"), DEFAULT.evidence["none"])
    seed = WholeNumberField(
        label=_("Number that draws the lots between equals"),
        min_value=0,
        max_value=2_000_000_000,
        initial=1,
        help_text=_("The same number gives the same lots, so that anybody can check it."),
    )

    def __init__(
        self, *args: Any, others: Any, constraints: Mapping[str, str], **kwargs: Any
    ) -> None:
        """`constraints`: what these offerings work on, code → name; each has a weight."""
        super().__init__(*args, **kwargs)
        self.fields["together"].queryset = others
        if not others.exists():
            del self.fields["together"]
        self.constraints = list(constraints)
        for code, name in constraints.items():
            label = _("Weight of “%(constraint)s”") % {"constraint": name}
            self.fields[f"w_{code}"] = _factor(label, Decimal(1))
        self.order_fields([*(name for name in self.fields if name != "seed"), "seed"])

    @property
    def weights(self) -> Weights:
        data = self.cleaned_data
        factors = {code: data[f"w_{code}"] for code in self.constraints}
        return Weights(
            stage_misfit=data["stage_misfit"],
            evidence={"positive": Decimal(1), "mixed": data["mixed"], "none": data["none"]},
            constraints={code: factor for code, factor in factors.items() if factor != 1},
        )


def as_typed(weights: Weights) -> dict[str, Any]:
    """Weights as the form shows them: where a new computation begins."""
    return {
        "stage_misfit": weights.stage_misfit,
        "mixed": weights.evidence["mixed"],
        "none": weights.evidence["none"],
        **{f"w_{code}": factor for code, factor in weights.constraints.items()},
    }


class SwapForm(forms.Form):
    """Whose seat the firm gets instead, and why."""

    take = forms.ModelChoiceField(Allotment.objects.none(), label=_("Whose seat"))
    reason = TextField(
        label=_("Why, against the proposal"),
        min_length=10,
        max_length=300,
        help_text=_("It stays with the allocation, with your name."),
    )

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["take"].queryset = seats
        self.fields["take"].label_from_instance = lambda row: row.application.firm.legal_name
