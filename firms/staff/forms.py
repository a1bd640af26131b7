"""Shapes of what is typed about people."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from config.shared.fields import TextField
from firms.accounts.models import ROLE_LABELS, Office, User
from firms.accounts.roles import STAFF_ROLES, Role


class InviteForm(forms.Form):
    """A new member of staff."""

    name = TextField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(str(role), ROLE_LABELS[role]) for role in Role if role in STAFF_ROLES],
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("All offices")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = Office.objects.visible_to(user)


class OfficeForm(forms.Form):
    """A branch of the agency."""

    name = TextField(label=_("Name"), max_length=120)
    country = forms.ChoiceField(label=_("Country"), choices=lambda: [*countries])
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones())],
        initial="UTC",
        help_text=_("Due dates follow the working days and the clock of the office."),
    )
