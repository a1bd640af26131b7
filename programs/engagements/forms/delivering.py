"""Shapes of what is typed about milestones and delivery."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import AmountField, DateField, TextField
from firms.register.models import Document
from programs.engagements.models import ATTENDANCE_LABELS

CURRENCY_WRONG = _("Three capital letters, such as USD.")


def currency_field(**kwargs: Any) -> forms.RegexField:
    """A currency as three capital letters."""
    return forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        error_messages={"invalid": CURRENCY_WRONG},
        **kwargs,
    )


def note_field() -> TextField:
    """A line of words, kept with the entry."""
    return TextField(label=_("Note"), max_length=300, required=False)


def attendance_field() -> forms.ChoiceField:
    """How the firm appeared."""
    return forms.ChoiceField(
        label=_("Attendance"),
        choices=[(each.value, label) for each, label in ATTENDANCE_LABELS.items()],
        widget=forms.RadioSelect,
    )


def hours_field(*, least: float = 0.25) -> AmountField:
    """Decimal hours."""
    return AmountField(
        label=_("Hours"), min_value=least, max_value=999, max_digits=6, decimal_places=2
    )


class MilestoneForm(forms.Form):
    """A step with the day it is due."""

    title = TextField(label=_("Milestone"), max_length=160)
    due_on = DateField(label=_("Due on"))


class ReachForm(forms.Form):
    """When it was reached, perhaps with a document of the firm as evidence."""

    done_on = DateField(label=_("Done on"), required=False, help_text=_("Empty means today."))
    evidence = forms.ModelChoiceField(
        Document.objects.none(), label=_("Document that shows it"), required=False
    )

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = documents


class HoursForm(forms.Form):
    """Hours given: how many, on which day, by whom."""

    hours = hours_field()
    on = DateField(label=_("Day"))
    given_by = TextField(label=_("Given by"), max_length=160, required=False)
    note = note_field()


class AttendanceForm(forms.Form):
    """How the firm appeared on a day."""

    on = DateField(label=_("Day"))
    attendance = attendance_field()
    note = note_field()


class MoneyForm(forms.Form):
    """Money or its worth that the firm received."""

    amount = AmountField(label=_("Amount"), min_value=0.01, max_digits=14, decimal_places=2)
    currency = currency_field()
    on = DateField(label=_("Day"))
    note = note_field()


class CorrectHoursForm(forms.Form):
    """The right number of hours."""

    hours = hours_field(least=0)
    note = note_field()


class CorrectAttendanceForm(forms.Form):
    """The right mark."""

    attendance = attendance_field()
    note = note_field()


class CorrectAmountForm(forms.Form):
    """The right amount; zero takes the entry back."""

    amount = AmountField(
        label=_("Amount"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("Zero takes the entry back."),
    )
    note = note_field()
