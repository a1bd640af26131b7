"""Names, purposes, copies and publishing, as they are typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import TextField
from firms.accounts.models import Office, User
from programs.catalogue.models import Intervention, Program


class CriteriaForm(forms.Form):
    """The name of criteria, whose they are and what they are meant for."""

    name = TextField(label=_("Name"), max_length=160)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("All offices")
    )
    programs = forms.ModelMultipleChoiceField(
        Program.objects.none(),
        label=_("Meant for programs"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interventions = forms.ModelMultipleChoiceField(
        Intervention.objects.none(),
        label=_("Meant for kinds of help"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.visible_to(user)
        if user.office_id is not None:
            offices = offices.filter(pk=user.office_id)
            self.fields["office"].required = True
            self.fields["office"].empty_label = None
        self.fields["office"].queryset = offices
        self.fields["programs"].queryset = Program.objects.visible_to(user)
        self.fields["interventions"].queryset = Intervention.objects.offered()


class CopyForm(forms.Form):
    """The name of a copy."""

    name = TextField(label=_("Name of the copy"), max_length=160)


class PublishForm(forms.Form):
    """What is new, for those who read the history."""

    note = TextField(label=_("What is new"), max_length=300, required=False)
