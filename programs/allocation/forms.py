"""Shapes of what is typed about offerings and seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import DateField, TextField, WholeNumberField
from firms.accounts.models import User
from firms.register.models import Firm
from programs.catalogue.models import Intervention


class OfferingForm(forms.Form):
    """A dated instance with seats."""

    title = TextField(label=_("Title"), max_length=160)
    intervention = forms.ModelChoiceField(Intervention.objects.none(), label=_("Kind of help"))
    place = TextField(label=_("Place"), max_length=160, required=False)
    starts_on = DateField(label=_("Starts on"))
    ends_on = DateField(label=_("Ends on"))
    apply_by = DateField(label=_("Apply by"))
    seats = WholeNumberField(label=_("Seats"), min_value=1, max_value=5000)

    def __init__(self, *args: Any, interventions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["intervention"].queryset = interventions

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends, apply_by = (data.get(n) for n in ("starts_on", "ends_on", "apply_by"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end lies before the start."))
        if starts and apply_by and apply_by > starts:
            self.add_error("apply_by", _("The deadline lies after the start."))
        return data


class ApplyForm(forms.Form):
    """Which firm asks for a seat."""

    firm = forms.ModelChoiceField(Firm.objects.none(), label=_("Firm"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["firm"].queryset = Firm.objects.visible_to(user).active()


class WithdrawForm(forms.Form):
    """Why the firm withdraws."""

    reason = TextField(label=_("Why"), max_length=300, required=False)


class SeatForm(forms.Form):
    """A button without anything to fill in."""
