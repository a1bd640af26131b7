"""Shapes of what is typed about engagements and recommendations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import DateField, TextField
from firms.accounts.models import User
from programs.catalogue.models import Intervention, Program
from programs.matching.models import Recommendation

WHY = _("Why")


def reason_field(*, required: bool, label: Any = WHY) -> TextField:
    """A reason in a person's words."""
    return TextField(
        label=label,
        max_length=2000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AcceptForm(forms.Form):
    """Assign what was recommended, perhaps within a program, with a reason."""

    reason = reason_field(required=False, label=_("Reason, kept with the assignment"))
    program = forms.ModelChoiceField(Program.objects.none(), label=_("Program"), required=False)
    expected_outcome = TextField(label=_("Expected outcome"), max_length=200, required=False)
    ask_firm = forms.BooleanField(
        label=_("Only propose it: the firm decides first"),
        help_text=_("The firm reads your reason in its portal and says yes or no there."),
        required=False,
    )

    def __init__(self, *args: Any, user: User, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.visible_to(user).filter(
            interventions=intervention
        )


class DeclineForm(forms.Form):
    """Decide against a recommendation."""

    reason = reason_field(required=True, label=_("Why not"))


class BundleForm(forms.Form):
    """Assign several recommendations at once."""

    recommendation = forms.ModelMultipleChoiceField(
        Recommendation.objects.none(),
        label=_("Measures"),
        error_messages={"required": _("Tick at least one measure.")},
    )
    reason = reason_field(required=False, label=_("Reason, kept with the assignment"))

    def __init__(self, *args: Any, open_ones: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommendation"].queryset = open_ones


class StartForm(forms.Form):
    """When the help began."""

    on = DateField(label=_("Started on"), required=False)


class CompleteForm(forms.Form):
    """When the help ended, and how."""

    completed_on = DateField(label=_("Completed on"), required=False)
    started_on = DateField(label=_("Started on"), required=False)
    note = reason_field(required=False, label=_("How it ended"))


class ReasonForm(forms.Form):
    """A move that asks for a reason."""

    reason = reason_field(required=True)


class CorrectForm(forms.Form):
    """The right day of the end."""

    completed_on = DateField(label=_("Completed on"))


class CertificateForm(forms.Form):
    """Which certificate came out of it, and until when it holds."""

    number = TextField(label=_("Certificate number"), max_length=80)
    expires_on = DateField(label=_("Valid until"))


class DayForm(forms.Form):
    """On which day."""

    on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))


class NoShowForm(forms.Form):
    """When the firm did not appear, and what is known about it."""

    on = DateField(label=_("Day"), required=False, help_text=_("Empty means today."))
    reason = reason_field(required=False, label=_("What is known about it"))


class NoForm(forms.Form):
    """A button without anything to fill in."""
