"""Shapes of what is typed about programs."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.profiles.models import STAGE_LABELS
from config.shared.fields import AmountField, DateField, TextField
from firms.accounts.models import Office, User
from firms.accounts.roles import Role
from programs.catalogue.amounts import spoken
from programs.catalogue.models import BudgetLine, Intervention, LineKind, Program


class ProgramForm(forms.Form):
    """A funded frame."""

    name = TextField(label=_("Name"), max_length=160)
    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Short, in Latin letters; stays the same.")
    )
    goal = TextField(
        label=_("Goal"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    objective = TextField(
        label=_("Objective"),
        max_length=240,
        required=False,
        help_text=_("What is reached by when, in one line that can be checked."),
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Who answers for it"), required=False
    )
    office = forms.ModelChoiceField(
        Office.objects.none(), label=_("Office"), required=False, empty_label=_("All offices")
    )
    starts_on = DateField(label=_("Starts on"))
    ends_on = DateField(label=_("Ends on"), required=False)
    budget = AmountField(
        label=_("Budget"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    currency = forms.RegexField(
        r"^[A-Z]{3}$",
        label=_("Currency"),
        required=False,
        error_messages={"invalid": _("Three capital letters, such as USD.")},
    )
    interventions = forms.ModelMultipleChoiceField(
        Intervention.objects.none(),
        label=_("Kinds of help"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conditions: Any = forms.ModelChoiceField(
        None,
        label=_("Conditions"),
        required=False,
        empty_label=_("None beyond those of the kind of help"),
        help_text=_("They hold for every offering of the program that names none of its own."),
    )

    def __init__(
        self, *args: Any, user: User, program: Program | None = None, **kwargs: Any
    ) -> None:
        """`program`: the one that is changed; it keeps the conditions it has."""
        super().__init__(*args, **kwargs)
        self.fields["conditions"].queryset = _conditions(user, program)
        self.fields["interventions"].queryset = Intervention.objects.visible_to(user).offered()
        offices = Office.objects.visible_to(user)
        if user.office_id is not None:
            offices = offices.filter(pk=user.office_id)
            self.fields["office"].required = True
            self.fields["office"].empty_label = None
        self.fields["office"].queryset = offices
        self.fields["owner"].queryset = _owners(user)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end lies before the start."))
        if data.get("budget") is not None and not data.get("currency"):
            self.add_error("currency", _("Say in which currency."))
        return data


def _conditions(user: User, program: Program | None) -> Any:
    """Criteria in use in the person's view, and those the program has now."""
    criteria: Any = Program._meta.get_field("conditions").related_model
    rows = criteria.objects.visible_to(user).in_use()
    kept = program.conditions_id if program else None
    return rows if kept is None else rows | criteria.objects.filter(pk=kept)


def _owners(user: User) -> Any:
    """Active advisers and managers; of an office, only its own and those of all offices."""
    people = User.objects.active().filter(role__in=[Role.ADVISER, Role.MANAGER])
    if user.office_id is not None:
        people = people.filter(Q(office=user.office_id) | Q(office__isnull=True))
    return people.order_by("name", "pk")


class BudgetLineForm(forms.Form):
    """A part of a program's budget."""

    name = TextField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("What it pays for"), choices=LineKind.choices)
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[
            ("", _("All stages")),
            *((code.value, label) for code, label in STAGE_LABELS.items()),
        ],
    )
    amount = AmountField(label=_("Amount"), min_value=0.01, max_digits=14, decimal_places=2)

    def __init__(
        self, *args: Any, currency: str, line: BudgetLine | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("In %(currency)s.") % {"currency": currency or "–"}
        if line is not None and line.taken:
            self.fields["amount"].help_text = _("%(taken)s are committed or spent.") % {
                "taken": spoken(line.taken, line.currency)
            }
