"""Shapes of what is typed about results."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from config.shared.fields import AmountField, DateField, TextField, WholeNumberField
from firms.accounts.models import User
from firms.register.currencies import currency_choices
from firms.register.forms import ChosenDocumentForm, country_choices
from firms.register.models import Contact, Firm
from programs.catalogue.models import Program
from programs.engagements.models import Engagement
from programs.outcomes.models import (
    BAND_LABELS,
    CHANGES,
    KIND_LABELS,
    RATINGS,
    Answer,
    EvidenceType,
    Indicator,
    Outcome,
)

#: A decision about several claims is read by people who see only one of them.
READ_WITH_EACH_CLAIM = _("Everybody who sees one of the claims reads this: name no other firm.")


def _words(
    label: Any, rows: int, *, required: bool = False, limit: int = 2000, help_text: Any = ""
) -> TextField:
    return TextField(
        label=label,
        max_length=limit,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _currencies() -> list[tuple[str, str]]:
    return [("", "—"), *currency_choices([settings.AGENCY_CURRENCY])]


def _amount(label: Any, **kwargs: Any) -> AmountField:
    return AmountField(label=label, max_digits=16, decimal_places=2, required=False, **kwargs)


class ClaimForm(forms.Form):
    """A result: what kind, how much or how many, where, when, by which help."""

    kind = forms.ChoiceField(label=_("What came of it"), choices=list(KIND_LABELS.items()))
    occurred_on = DateField(label=_("When it happened"))
    market = forms.ChoiceField(
        label=_("Market"),
        choices=country_choices,
        required=False,
        help_text=_("Needed for contracts, sales and new markets."),
    )
    amount = _amount(_("Amount"), help_text=_("For contracts, sales and finance."))
    currency = forms.ChoiceField(label=_("Currency"), choices=_currencies, required=False)
    count = WholeNumberField(
        label=_("How many"),
        required=False,
        help_text=_("For leads, markets, products, certificates and jobs."),
    )
    note = _words(_("In a sentence: with whom, what for, which product or certificate"), 2)
    contract_reference = TextField(label=_("Contract number"), max_length=80, required=False)
    engagement = forms.ModelChoiceField(
        Engagement.objects.none(), label=_("By which help"), required=False
    )
    program = forms.ModelChoiceField(
        Program.objects.none(),
        label=_("Program"),
        required=False,
        help_text=_("Empty: the program of the help."),
    )
    rate = AmountField(
        label=_("Exchange rate"),
        max_digits=18,
        decimal_places=8,
        required=False,
        help_text=_("What one unit of it was worth in the agency's currency."),
    )
    rate_on = DateField(label=_("Day of the rate"), required=False)
    period_from = DateField(
        label=_("Period from"), required=False, help_text=_("For sales over some time.")
    )
    period_to = DateField(label=_("Period to"), required=False)

    def __init__(self, *args: Any, firm: Firm, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helped: Any = self.fields["engagement"]
        helped.queryset = (
            Engagement.objects.visible_to(user).filter(firm=firm).select_related("intervention")
        )
        helped.label_from_instance = lambda row: row.intervention.name
        helped.empty_label = "—"
        programs: Any = self.fields["program"]
        programs.queryset = Program.objects.visible_to(user)
        programs.empty_label = "—"


class CorrectionForm(ClaimForm):
    """The same result stated anew, and why."""

    reason = _words(_("Why it is corrected"), 2, required=True)


class AskForm(forms.Form):
    """Whom to ask; by default the main contact who may be written to."""

    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("Whom"), required=False)

    def __init__(self, *args: Any, contacts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["contact"]
        asked.queryset = contacts
        asked.empty_label = str(_("The main contact"))


class EvidenceForm(ChosenDocumentForm):
    """A document that is to prove the result, and what it is."""

    type = forms.ChoiceField(label=_("What it is"), choices=EvidenceType.choices)
    field_order = ("type",)


class CheckForm(forms.Form):
    """What somebody who looked at a document says."""

    accept = forms.TypedChoiceField(
        label=_("Does it prove the result?"),
        choices=[("yes", _("Yes, it proves it")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    note = _words(_("What it shows, or why not"), 2, limit=1000)


class ReasonForm(forms.Form):
    """A decision that asks for a reason."""

    reason = _words(_("Why"), 3, required=True, limit=1000)


class ApartForm(ReasonForm):
    """Why claims that look alike are different deals."""

    reason = _words(_("Why"), 3, required=True, limit=1000, help_text=READ_WITH_EACH_CLAIM)


class SharesForm(forms.Form):
    """Which claims are one deal, and what each program contributed; empty shares: equally."""

    reason = _words(_("Why"), 2, limit=1000, help_text=READ_WITH_EACH_CLAIM)

    def __init__(self, *args: Any, own: Outcome, others: Sequence[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.others = own, others
        for row in others:
            self.fields[f"take_{row.pk}"] = forms.BooleanField(
                label=_("It is the same deal"), required=False, initial=True
            )
        for row in (own, *others):
            self.fields[f"share_{row.pk}"] = AmountField(
                label=_("Contribution"), max_digits=5, decimal_places=2, min_value=0, required=False
            )

    @property
    def lines(self) -> list[tuple[Outcome, Any, Any]]:
        """Each claim with its fields: is it the same, and its share."""
        return [
            (row, self[f"take_{row.pk}"] if row in self.others else None, self[f"share_{row.pk}"])
            for row in (self.own, *self.others)
        ]

    def shares(self) -> dict[Outcome, Decimal | None]:
        """Claim → declared share of those that were ticked."""
        data = self.cleaned_data
        taken = [row for row in self.others if data.get(f"take_{row.pk}")]
        return {row: data.get(f"share_{row.pk}") for row in (self.own, *taken)}


class ConfirmForm(forms.Form):
    """What a firm's contact answers on a phone in two minutes."""

    is_all_optional = True

    answer = forms.ChoiceField(
        label=_("Is this right?"), choices=Answer.choices, widget=forms.RadioSelect
    )
    amount = _amount(_("The right amount"))
    count = WholeNumberField(label=_("The right number"), required=False)
    market = forms.ChoiceField(label=_("The right market"), choices=country_choices, required=False)
    band = forms.ChoiceField(
        label=_("What of it would have happened without our help?"),
        choices=list(BAND_LABELS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    changes = forms.MultipleChoiceField(
        label=_("What has changed for you?"),
        choices=list(CHANGES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    comment = _words(_("Anything else?"), 3)
    may_publish = forms.BooleanField(
        label=_("You may tell others about this result"), required=False
    )

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["count" if outcome.is_money else "amount"]
        if not outcome.market:
            del self.fields["market"]
        marks = [("", "—"), *((n, n) for n in range(1, 6))]
        for name, label in RATINGS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=marks, coerce=int, empty_value=None, required=False
            )

    @property
    def ratings(self) -> list[Any]:
        """The fields of the ratings, which the page sets apart."""
        return [self[name] for name in RATINGS]

    @property
    def figures(self) -> list[Any]:
        """The fields a correction fills."""
        return [self[name] for name in ("amount", "count", "market") if name in self.fields]

    def said(self) -> dict[str, Any]:
        """The answer as the action takes it."""
        data = dict(self.cleaned_data)
        ticked = data.pop("changes", [])
        return data | {name: name in ticked for name in CHANGES}


class TargetForm(forms.Form):
    """What a program means to reach until when."""

    indicator = forms.ModelChoiceField(Indicator.objects.none(), label=_("Indicator"))
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("To"))
    value = AmountField(label=_("Target"), max_digits=16, decimal_places=2, min_value=0)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = _(
            "In the unit of the indicator; money in %(currency)s."
        ) % {"currency": settings.AGENCY_CURRENCY}
        cards: Any = self.fields["indicator"]
        cards.queryset = Indicator.objects.visible_to(user).in_use()
        cards.label_from_instance = lambda card: f"{card.name}, {card.unit_name}"


class OwnerForm(forms.Form):
    """Who answers for an indicator; empty: the manager of results."""

    owner = TextField(
        label=_("Answers for it"),
        max_length=120,
        required=False,
        help_text=_("A person or a team. Empty: the manager of results."),
    )


class PeriodForm(forms.Form):
    """The days a page of results covers; empty: all."""

    starts_on = DateField(label=_("From"), required=False)
    ends_on = DateField(label=_("To"), required=False)


class NoForm(forms.Form):
    """A button without anything to fill in."""
