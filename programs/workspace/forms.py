"""Shapes of what is typed on the adviser's pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import DateField, TextField
from firms.accounts.models import User
from firms.register.models import Firm
from firms.register.models.record import InteractionKind
from programs.followups.actions.planning import NextContact

NEXT = [
    (NextContact.WEEK.value, _("In 1 week")),
    (NextContact.MONTH.value, _("In 1 month")),
    (NextContact.QUARTER.value, _("In 3 months")),
    (NextContact.ON.value, _("On a day")),
    (NextContact.NONE.value, _("None, because …")),
]


class QuickLogForm(forms.Form):
    """Firm, how, what was said, and when to ask again."""

    firm = forms.ModelChoiceField(
        Firm.objects.none(), label=_("Firm"), empty_label=_("Choose a firm")
    )
    kind = forms.ChoiceField(
        label=_("How"),
        choices=[choice for choice in InteractionKind.choices if choice[0] != "note"],
        widget=forms.RadioSelect,
        initial="call",
    )
    summary = TextField(
        label=_("What was said"),
        max_length=4000,
        widget=forms.Textarea(
            attrs={"rows": 3, "placeholder": _("One or two sentences are enough")}
        ),
    )
    next_contact = forms.ChoiceField(label=_("Next follow-up"), choices=NEXT, initial="week")
    next_on = DateField(label=_("Day"), required=False)
    why_none = TextField(label=_("Why none"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms = Firm.objects.on_the_desk_of(user).active()
        self.fields["firm"].queryset = firms.only("pk", "legal_name").order_by("normalised_name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("next_contact") == NextContact.ON and not data.get("next_on"):
            self.add_error("next_on", _("Choose the day."))
        if data.get("next_contact") == NextContact.NONE and not data.get("why_none"):
            self.add_error("why_none", _("Say why no follow-up is needed."))
        return data


class LeaverForm(forms.Form):
    """Who takes the caseload over; nobody chosen leaves the firms unassigned in their office."""

    heirs = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Who takes the firms over"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several share them evenly. Nobody: the office's unassigned."),
    )
    reason = TextField(label=_("Reason, for the record"), max_length=200, required=False)

    def __init__(self, *args: Any, leaver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.advisers().exclude(pk=leaver.pk)
        self.fields["heirs"].queryset = colleagues.order_by("name", "pk")
