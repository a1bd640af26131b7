"""Shapes of what is typed about offerings, applications and allocations."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.profiles.models import STAGE_LABELS
from config.shared.fields import AmountField, DateField, TextField, WholeNumberField
from firms.accounts.models import User
from firms.register.currencies import currency_choices
from firms.register.forms import country_choices
from programs.allocation.labels import division_choices, language_choices
from programs.allocation.models import (
    Application,
    OfferingKind,
    Question,
    Quota,
)
from programs.catalogue.models import Intervention
from programs.eligibility.models import Criteria

MOST = Decimal("999999999999")


def _many() -> forms.SelectMultiple:
    return forms.SelectMultiple(attrs={"size": 5})


def market_choices() -> list[tuple[str, str]]:
    """Countries by name; nothing chosen is no choice of its own."""
    return [pair for pair in country_choices() if pair[0]]


class OfferingForm(forms.Form):
    """A dated instance with seats, money, or both."""

    title = TextField(label=_("Title"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=OfferingKind.choices)
    intervention = forms.ModelChoiceField(Intervention.objects.none(), label=_("Kind of help"))
    summary = TextField(
        label=_("What it is about"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    place = TextField(label=_("Place"), max_length=160, required=False)
    starts_on = DateField(label=_("Starts on"))
    ends_on = DateField(label=_("Ends on"))
    apply_by = DateField(label=_("Apply by"))
    seats = WholeNumberField(
        label=_("Seats"),
        min_value=1,
        max_value=5000,
        required=False,
        help_text=_("Leave empty where money alone is given out."),
    )
    budget = AmountField(
        label=_("Money to give out"),
        min_value=Decimal("0.01"),
        max_value=MOST,
        decimal_places=2,
        required=False,
        help_text=_("For voucher and loan rounds; firms then say how much they ask for."),
    )
    fee = AmountField(
        label=_("What a firm pays"), min_value=0, max_value=MOST, decimal_places=2, required=False
    )
    co_pay_percent = WholeNumberField(
        label=_("Own share of the firm, percent"), min_value=0, max_value=100, required=False
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=[("", "–"), *currency_choices()], required=False
    )
    markets = forms.MultipleChoiceField(
        label=_("Markets"), choices=market_choices, required=False, widget=_many()
    )
    sectors = forms.MultipleChoiceField(
        label=_("Sectors"),
        choices=division_choices,
        required=False,
        widget=_many(),
        help_text=_("Nothing chosen: open to all."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=language_choices, required=False, widget=_many()
    )
    criteria = forms.ModelChoiceField(
        Criteria.objects.none(),
        label=_("Conditions"),
        required=False,
        empty_label=_("None beyond those of the kind of help"),
    )
    offer_days = WholeNumberField(
        label=_("Days to answer an offer"),
        min_value=1,
        max_value=60,
        initial=7,
        help_text=_("They begin with the first working day; the last one is a working day."),
    )

    #: Two fields stand in a row.
    field_order = (
        *("title", "kind", "intervention", "place", "starts_on", "ends_on", "apply_by"),
        *("offer_days", "seats", "budget", "fee", "co_pay_percent", "currency", "criteria"),
        *("markets", "languages", "sectors", "summary"),
    )

    def __init__(
        self, *args: Any, interventions: Any, criteria: Any, inherited: Any = None, **kwargs: Any
    ) -> None:
        """`inherited`: the criteria of the program, which hold where none are chosen."""
        super().__init__(*args, **kwargs)
        self.fields["intervention"].queryset = interventions
        self.fields["criteria"].queryset = criteria
        if inherited is not None:
            label = _("Those of the program: %(criteria)s") % {"criteria": inherited.name}
            self.fields["criteria"].empty_label = label
        for name in ("sectors", "languages"):
            field = self.fields[name]
            known = {code for code, _name in field.choices}
            kept = self.initial.get(name) or ()
            field.choices = [*field.choices, *((c, c) for c in kept if c not in known)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends, apply_by = (data.get(n) for n in ("starts_on", "ends_on", "apply_by"))
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end lies before the start."))
        if starts and apply_by and apply_by > starts:
            self.add_error("apply_by", _("The deadline lies after the start."))
        if not self.errors and data.get("seats") is None and data.get("budget") is None:
            self.add_error("seats", _("Say how many seats there are, or how much money."))
        has_money = data.get("budget") is not None or data.get("fee") is not None
        if has_money and not data.get("currency"):
            self.add_error("currency", _("Say in which currency."))
        return data


class NewOfferingForm(OfferingForm):
    """The same, and whether firms see it at once."""

    is_draft = forms.BooleanField(
        label=_("Keep it as a draft"),
        required=False,
        help_text=_("Nobody applies until you open it: set stops, quotas and questions first."),
    )


class StopForm(forms.Form):
    """One stop of a mission, or one session of a course."""

    place = TextField(label=_("Place"), max_length=160)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    title = TextField(label=_("What happens there"), max_length=160, required=False)
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("To"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end lies before the start."))
        return data


class QuotaForm(forms.Form):
    """How many seats a group gets at least and at most."""

    group = forms.ChoiceField(label=_("Group"), choices=Quota.Group.choices)
    value = TextField(
        label=_("Which"),
        max_length=120,
        required=False,
        help_text=_("The region, stage, ISIC division or number of employees."),
    )
    minimum = WholeNumberField(label=_("At least"), min_value=0, max_value=5000, required=False)
    maximum = WholeNumberField(label=_("At most"), min_value=0, max_value=5000, required=False)

    NEEDS_VALUE = frozenset(
        {Quota.Group.REGION, Quota.Group.STAGE, Quota.Group.SMALL, Quota.Group.SECTOR}
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        least, most = data.get("minimum"), data.get("maximum")
        if not self.errors and least is None and most is None:
            self.add_error("minimum", _("Say at least how many, or at most how many."))
        if least is not None and most is not None and least > most:
            self.add_error("maximum", _("At most is less than at least."))
        self._clean_value(data)
        return data

    def _clean_value(self, data: dict[str, Any]) -> None:
        group, value = data.get("group"), data.get("value", "")
        if group not in self.NEEDS_VALUE:
            data["value"] = ""
        elif not value:
            self.add_error("value", _("Say which."))
        elif group == Quota.Group.SMALL and not value.isdecimal():
            self.add_error("value", _("Enter the number of employees."))
        elif group == Quota.Group.STAGE:
            named = {str(label).casefold(): str(stage) for stage, label in STAGE_LABELS.items()}
            known = {str(stage): str(stage) for stage in STAGE_LABELS}
            found = named.get(value.casefold()) or known.get(value)
            data["value"] = found or value
            if found is None:
                options = ", ".join(str(label) for label in STAGE_LABELS.values())
                self.add_error("value", _("Choose one of: %(options)s.") % {"options": options})


class QuestionForm(forms.Form):
    """Something the firm is asked when it applies."""

    text = TextField(label=_("Question"), max_length=300)
    kind = forms.ChoiceField(label=_("Answered by"), choices=Question.Kind.choices)
    is_required = forms.BooleanField(label=_("Must be answered"), required=False)


class ApartForm(forms.Form):
    """Two competitors that must not both go."""

    first = forms.ModelChoiceField(Application.objects.none(), label=_("Firm"))
    second = forms.ModelChoiceField(Application.objects.none(), label=_("And its competitor"))
    reason = TextField(label=_("Why they do not go together"), max_length=300)

    def __init__(self, *args: Any, applications: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name] = _ByFirm(applications, label=self.fields[name].label)


class _WithOffice(forms.ModelChoiceField):
    """People with their office."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.office.name}" if obj.office else str(obj.name)


class ReviewerForm(forms.Form):
    """Who reviews the applications."""

    person = _WithOffice(
        User.objects.none(),
        label=_("Reviewer"),
        help_text=_("Sees every application for this offering, also of firms out of view."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people


class _ByFirm(forms.ModelChoiceField):
    """Applications by the name of their firm."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.firm.legal_name)
