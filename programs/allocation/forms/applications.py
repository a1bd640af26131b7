"""Shapes of what is typed about applications: asking, scoring, deciding."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import AmountField, TextField, WholeNumberField
from firms.accounts.models import User
from firms.register.models import Firm
from programs.allocation.forms.offerings import MOST
from programs.allocation.models import Offering, Question


class ApplicationForm(forms.Form):
    """What the firm says when it asks, with the questions of the offering."""

    statement = TextField(
        label=_("What do you want to reach with it?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        offering: Offering,
        questions: Iterable[Question],
        answered: Collection[int] = (),
        **kwargs: Any,
    ) -> None:
        """`answered`: keys of questions that a document of an earlier application answers."""
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        if offering.budget is not None:
            self.fields["requested"] = AmountField(
                label=_("Amount asked for, %(currency)s") % {"currency": offering.currency},
                min_value=Decimal("0.01"),
                max_value=offering.budget,
                decimal_places=2,
            )
        for question in self.questions:
            self.fields[f"q{question.pk}"] = _asked(question, question.pk in answered)

    @property
    def wish(self) -> dict[str, Any]:
        """What the action takes: statement, amount, answers by question key, files by question."""
        data = self.cleaned_data
        said = {row: data[f"q{row.pk}"] for row in self.questions}
        files = {row: found for row, found in said.items() if row.kind == Question.Kind.DOCUMENT}
        return {
            "statement": data["statement"],
            "requested": data.get("requested"),
            "answers": {str(row.pk): _plain(said[row]) for row in said.keys() - files.keys()},
            "files": {row: found for row, found in files.items() if found},
        }


def _asked(question: Question, is_answered: bool) -> forms.Field:
    is_required = question.is_required and not is_answered
    shape: dict[str, Any] = {"label": question.text, "required": is_required}
    match question.kind:
        case Question.Kind.NUMBER:
            return AmountField(**shape, max_value=MOST)
        case Question.Kind.DOCUMENT:
            return forms.FileField(**shape, help_text=_("PDF, PNG, JPEG, Word or Excel."))
        case Question.Kind.YES_NO:
            choices = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]
            return forms.ChoiceField(**shape, choices=choices)
    return TextField(**shape, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


def _plain(answer: Any) -> Any:
    return str(answer) if isinstance(answer, Decimal) else answer


class NominationForm(ApplicationForm):
    """The same, written by staff for one of the firms in their view that the program serves."""

    firm = forms.ModelChoiceField(Firm.objects.none(), label=_("Firm"))
    field_order = ("firm",)

    def __init__(self, *args: Any, user: User, offering: Offering, **kwargs: Any) -> None:
        super().__init__(*args, offering=offering, **kwargs)
        firms = Firm.objects.visible_to(user).active()
        self.fields["firm"].queryset = offering.program.served_among(firms)


class SeatForm(forms.Form):
    """A seat against the conditions needs a reason."""

    reason = TextField(
        label=_("Why, where something speaks against it"), max_length=300, required=False
    )


class ReasonForm(forms.Form):
    """Why; the field says whether it may stay empty."""

    reason = TextField(label=_("Why"), max_length=300, required=False)


class NeededReasonForm(forms.Form):
    """Why, in words that the firm reads."""

    reason = TextField(label=_("Why"), max_length=300, help_text=_("The firm reads this."))


class InterestForm(forms.Form):
    """Which interest keeps the person out."""

    reason = TextField(
        label=_("Which interest do you have in this firm?"),
        max_length=300,
        help_text=_("You will neither score nor decide this application."),
    )


class ScoreForm(forms.Form):
    """Points of a reviewer."""

    points = WholeNumberField(label=_("Points, 0 to 100"), min_value=0, max_value=100)
    comment = TextField(
        label=_("Why"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ButtonForm(forms.Form):
    """A button without anything to fill in."""
