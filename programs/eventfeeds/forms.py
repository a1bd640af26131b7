"""Shapes of what is typed about imports of events and their doubts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from config.shared.fields import AmountField, DateField, TextField
from firms.accounts.models import User
from firms.register.sectors import section_of
from programs.catalogue.models import Program, in_reader_language
from programs.eventfeeds.actions import choices_of
from programs.eventfeeds.mapping import MappingError, load_document, read_mapping, shipped_mappings
from programs.eventfeeds.models import FeedDoubt
from programs.eventfeeds.rereading import plan_for
from programs.eventfeeds.rules import BETWEEN, Decision, Target, period
from programs.eventfeeds.words import kind_in_words

#: Larger files are imported on the server.
LARGEST_FILE = 5_000_000
LARGEST_MAPPING = 1_000_000


class UploadForm(forms.Form):
    """A list of events, the program it goes into, and how it is read."""

    program = forms.ModelChoiceField(
        Program.objects.none(), label=_("Program"), empty_label=_("Choose a program")
    )
    file = forms.FileField(
        label=_("List of events"),
        help_text=_("A CSV file of at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    mapping = forms.ChoiceField(label=_("How the list is read"), required=False)
    own_mapping = forms.FileField(
        label=_("Mapping file of your own"),
        help_text=_("A YAML file; it counts instead of the choice above."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    is_trial = forms.BooleanField(
        label=_("Only try it: show what would happen and keep nothing"), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = Program.objects.visible_to(user)
        self.fields["mapping"].choices = [
            (name, in_reader_language(dict(titles), name))
            for name, titles in shipped_mappings().items()
        ]

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 5 MB."))
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        own = data.get("own_mapping")
        if own is None and not data.get("mapping"):
            self.add_error("mapping", _("Choose how the list is read."))
            return data
        field = "own_mapping" if own else "mapping"
        try:
            data["document"] = (
                read_mapping(own.read(LARGEST_MAPPING + 1)) if own else load_document(data[field])
            )
        except MappingError as error:
            self.add_error(field, str(error).split("\n"))
        return data


class UndoForm(forms.Form):
    """A button without anything to fill in."""


class AnswerForm(forms.Form):
    """An answer to one doubt. `answer` in the cleaned data is written as its target says."""

    is_all_optional = True

    def __init__(self, *args: Any, doubt: FeedDoubt, names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"doubt-{doubt.pk}-%s"
        self.doubt, self.target = doubt, Target(doubt.target)
        decisions = [(str(choice), str(choice)) for choice in choices_of(doubt)]
        decisions.append((str(Decision.ACCEPT), ""))
        self.fields["decision"] = forms.ChoiceField(choices=decisions, widget=forms.HiddenInput)
        self.fields |= self._inputs(names)

    def _inputs(self, names: dict[str, str]) -> dict[str, forms.Field]:
        known = self.doubt.proposed or ""
        match self.target:
            case Target.STARTS_ON | Target.ENDS_ON:
                day = DateField(label=_("Another day"), required=False, initial=known)
                return {"first": day}
            case Target.DAYS | Target.STOP_DAYS:
                first, _between, last = known.partition(BETWEEN)
                return {
                    "first": DateField(label=_("From"), required=False, initial=first),
                    "last": DateField(label=_("To"), required=False, initial=last),
                }
            case Target.STOP_COUNTRY:
                empty = [("", _("Leave it unknown"))]
                return {"value": _choice(_("Country"), [*empty, *countries], known)}
            case Target.COST:
                amount = AmountField(
                    label=_("Cost"),
                    help_text=_("Leave it empty where it is unknown."),
                    required=False,
                    min_value=0,
                    max_digits=14,
                    decimal_places=2,
                    initial=known,
                )
                return {"value": amount}
            case Target.KIND:
                kinds = [str(kind) for kind in plan_for(self.doubt.row.feed).kinds_offered]
                shown = [(kind, kind_in_words(kind, names)) for kind in kinds]
                return {"value": _choice(_("Kind"), shown, known)}
            case Target.SECTORS:
                label, text = _("Divisions of ISIC"), _("Two digits each, with commas: 26, 32.")
                field = TextField(label=label, help_text=text, max_length=120, required=False)
                return {"value": field}
            case Target.SIGN:
                sign = TextField(label=_("What stood there"), max_length=20, required=False)
                return {"value": sign}
        return {}

    def clean_value(self) -> str:
        value = self.cleaned_data["value"]
        if self.target != Target.SECTORS:
            return "" if value is None else str(value)
        codes = [code.strip() for code in value.split(",") if code.strip()]
        for code in codes:
            is_code = len(code) == 2 and code.isascii() and code.isdigit()
            if not is_code or section_of(code) is None:
                raise forms.ValidationError(
                    _("%(code)s is no division of ISIC."), params={"code": code}
                )
        return ",".join(dict.fromkeys(codes))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["answer"] = ""
        if data.get("decision") == Decision.OTHER and not self.errors:
            data["answer"] = self._answer(data)
        return data

    def _answer(self, data: dict[str, Any]) -> str:
        if "first" not in self.fields:
            return str(data.get("value", ""))
        first = data.get("first")
        last = data.get("last") if "last" in self.fields else first
        if first is None or last is None:
            self.add_error("first" if first is None else "last", _("Enter a day."))
            return ""
        if last < first:
            self.add_error("last", _("The end lies before the start."))
            return ""
        return period(first, last) if "last" in self.fields else str(first.isoformat())


def _choice(label: Any, choices: list[Any], known: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=known)
