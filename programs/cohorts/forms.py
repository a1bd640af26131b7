"""Shape of what is typed to set up a cohort."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import DateField, TextField
from firms.accounts.models import Office, User
from programs.catalogue.models import Program


class CohortForm(forms.Form):
    """An intake window, for an office or a program if wanted."""

    name = TextField(label=_("Name"), max_length=160, help_text=_("For example: Intake 2025."))
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Latin letters, digits and hyphens. It names the cohort in exports."),
    )
    intake_from = DateField(label=_("First day of intake"))
    intake_to = DateField(label=_("Last day of intake"))
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("All offices")
    )
    program = forms.ModelChoiceField(
        Program.objects.none(),
        label=_("Program"),
        required=False,
        empty_label=_("Any program, or none"),
        help_text=_("Only firms with an engagement in this program by the last day of intake."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.visible_to(user)
        if user.office_id is not None:
            offices = offices.filter(pk=user.office_id)
            self.fields["office"].required = True
            self.fields["office"].initial = user.office_id
        self.fields["office"].queryset = offices
        self.fields["program"].queryset = Program.objects.visible_to(user)
