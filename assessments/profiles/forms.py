"""Deciding on a stage: the day it holds from, and a reason where a person disagrees."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.profiles.models import STAGE_LABELS
from config.shared.fields import DateField, TextField


class ConfirmStageForm(forms.Form):
    """From which day the proposed stage holds."""

    occurred_on = DateField(label=_("Holds from"))


class OverrideStageForm(forms.Form):
    """Another stage than proposed, with the reason."""

    stage = forms.ChoiceField(
        label=_("Stage"), choices=list(STAGE_LABELS.items()), widget=forms.RadioSelect
    )
    reason = TextField(
        label=_("Why do you disagree?"),
        help_text=_("At least 20 characters. The proposal and your reason are both kept."),
        min_length=20,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    occurred_on = DateField(label=_("Holds from"))
