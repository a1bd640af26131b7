"""Shapes of what is typed about messages and days away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.fields import DateField, TextField, WholeNumberField
from firms.accounts.models import User
from firms.accounts.roles import Capability, Role
from programs.followups.rules import Wishes, is_quiet_at


def _clock(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class PreferenceForm(forms.Form):
    """When and about what a person gets mail."""

    mail_due = forms.BooleanField(label=_("Mail about what is due"), required=False)
    mail_escalated = forms.BooleanField(label=_("Mail about what was passed up"), required=False)
    digest_at = _clock(_("Daily digest at"))
    grace_days = WholeNumberField(
        label=_("Days of grace"),
        min_value=0,
        max_value=30,
        help_text=_("0: told on the day. 3: told when it is three days late."),
    )
    is_quiet = forms.BooleanField(label=_("Keep quiet hours"), required=False)
    quiet_from = _clock(_("Quiet from"))
    quiet_until = _clock(_("Quiet until"))
    on_days_off = forms.BooleanField(label=_("Also on days off and holidays"), required=False)

    def clean(self) -> dict[str, Any]:
        """A digest inside the quiet hours would never leave: it is refused with the reason."""
        data = super().clean() or {}
        if self.errors:
            return data
        hours = (data["digest_at"], data["quiet_from"], data["quiet_until"], data["is_quiet"])
        if is_quiet_at(data["digest_at"], Wishes(*hours)):
            self.add_error("digest_at", _("This lies within the quiet hours."))
        return data


class AbsenceForm(forms.Form):
    """From when to when, and who covers; whoever leads others may enter it for them, too."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Who is away"), empty_label=None)
    starts_on = DateField(label=_("Away from"))
    ends_on = DateField(label=_("Until"))
    delegate = forms.ModelChoiceField(
        User.objects.none(), label=_("Who covers"), required=False, empty_label=_("Nobody")
    )
    note = TextField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        colleagues = User.objects.active().filter(role__in=(Role.ADVISER, Role.MANAGER))
        self.fields["delegate"].queryset = colleagues.order_by("name", "pk")
        if user.may(Capability.MANAGE_ABSENCES):
            self.fields["person"].queryset = User.objects.led_by(user).order_by("name", "pk")
            self.fields["person"].initial = user.pk
        else:
            del self.fields["person"]
            self.fields["delegate"].queryset = colleagues.exclude(pk=user.pk).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["user"] = data.pop("person", None) or self.user
        if not self.errors and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The end lies before the beginning."))
        if data.get("delegate") == data["user"]:
            self.add_error("delegate", _("Nobody covers for themselves."))
        return data


class SettleForm(forms.Form):
    """What became of it."""

    became = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[("arrived", _("It arrived")), ("again", _("It did not; send it again"))],
        widget=forms.RadioSelect,
    )
