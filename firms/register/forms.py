"""Shapes of what is typed about firms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from config.shared.fields import AmountField, DateField, TextField, WholeNumberField
from firms.accounts.models import Office, User
from firms.register.currencies import currency_choices
from firms.register.models import Document
from firms.register.models.firm import ProductForm
from firms.register.models.people import ConsentKind, TieKind
from firms.register.models.trade import (
    ExitReason,
    FigureSource,
    MarketEventKind,
    StepKind,
)
from firms.register.sectors import SECTIONS, section_of

BLANK = [("", "—")]


def country_choices() -> list[tuple[str, str]]:
    return [("", "—"), *countries]


class FirmForm(forms.Form):
    """What identifies and describes a firm."""

    legal_name = TextField(label=_("Legal name"), max_length=200)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices)
    registration_number = TextField(
        label=_("Registration number"),
        max_length=40,
        required=False,
        help_text=_("Tax or company number; unique within the country."),
    )
    region = TextField(label=_("Region"), max_length=120, required=False)
    sells = TextField(label=_("What it sells"), max_length=200, required=False)
    isic_section = forms.ChoiceField(
        label=_("Sector (ISIC section)"), choices=[*BLANK, *SECTIONS.items()], required=False
    )
    isic_division = forms.RegexField(
        r"^\d{2}$",
        label=_("ISIC division, two digits"),
        required=False,
        error_messages={"invalid": _("Two digits, such as 10 for food products.")},
    )
    product_form = forms.ChoiceField(
        label=_("Product form"), choices=[*BLANK, *ProductForm.choices], required=False
    )
    founded = WholeNumberField(
        label=_("Founded in"), min_value=1600, max_value=2200, required=False
    )
    employees = WholeNumberField(
        label=_("Employees"), min_value=0, max_value=1_000_000, required=False
    )
    is_woman_owned = forms.NullBooleanField(label=_("Woman-owned"), required=False)
    is_minority_owned = forms.NullBooleanField(label=_("Minority-owned"), required=False)
    is_foreign_owned = forms.NullBooleanField(label=_("Foreign-owned"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        section, division = data.get("isic_section", ""), data.get("isic_division", "")
        if division and (right := section_of(division)) != section:
            if right is None:
                self.add_error("isic_division", _("ISIC has no such division."))
            elif section:
                words = _("This division belongs to section %(section)s.")
                self.add_error("isic_division", words % {"section": right})
            else:
                data["isic_section"] = right
        return data


class RegisterForm(FirmForm):
    """A new firm: also its office, and a word when a look-alike is known."""

    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))
    is_new = forms.BooleanField(
        label=_("I have looked: this is another firm"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.visible_to(user)
        if user.office_id:
            offices = offices.filter(pk=user.office_id)
            self.fields["office"].initial = user.office_id
        self.fields["office"].queryset = offices


class ContactForm(forms.Form):
    """A person of the firm."""

    name = TextField(label=_("Name"), max_length=150)
    position = TextField(label=_("Position"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = TextField(label=_("Phone"), max_length=40, required=False)
    languages = TextField(label=_("Languages"), max_length=120, required=False)
    is_primary = forms.BooleanField(label=_("Main contact"), required=False)


class LeftForm(forms.Form):
    """Since when a person is not with the firm any more."""

    left_on = DateField(label=_("Left on"), required=False)


class InvitationForm(forms.Form):
    """A person of the firm gets a sign-in to the portal."""

    name = TextField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(
        label=_("What the person may do"),
        choices=[
            ("firm_owner", _("Everything, and invite others")),
            ("firm_editor", _("Fill and answer")),
            ("firm_viewer", _("Only look")),
        ],
    )


class TieForm(forms.Form):
    """Somebody who may open a market."""

    name = TextField(label=_("Name"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind"), choices=TieKind.choices)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    strength = WholeNumberField(
        label=_("Strength, 1 to 5"), min_value=1, max_value=5, required=False
    )
    opens = TextField(label=_("What it opens"), max_length=200, required=False)


class ExportYearForm(forms.Form):
    """Figures of one year."""

    year = WholeNumberField(label=_("Year"), min_value=1900, max_value=2200)
    turnover = AmountField(
        label=_("Turnover"), min_value=0, max_digits=16, decimal_places=2, required=False
    )
    exports = AmountField(
        label=_("Exports"), min_value=0, max_digits=16, decimal_places=2, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices())
    source = forms.ChoiceField(label=_("Source"), choices=FigureSource.choices)
    is_partial = forms.BooleanField(label=_("Part of the year only"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("turnover") is None and data.get("exports") is None:
            self.add_error("turnover", _("Enter the turnover, the exports or both."))
        return data


class MarketEventForm(forms.Form):
    """Entry, exit or return."""

    kind = forms.ChoiceField(label=_("What happened"), choices=MarketEventKind.choices)
    country = forms.ChoiceField(label=_("Market"), choices=country_choices, required=False)
    occurred_on = DateField(label=_("When"))
    reason = forms.ChoiceField(
        label=_("Why it left"), choices=[*BLANK, *ExitReason.choices], required=False
    )
    note = TextField(label=_("Note"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == MarketEventKind.EXIT and not data.get("reason"):
            self.add_error("reason", _("Say why the firm left this market."))
        if data.get("kind") != MarketEventKind.CRITICAL_INCIDENT and not data.get("country"):
            self.add_error("country", _("Choose the market."))
        return data


class StepForm(forms.Form):
    """A step abroad, proved by a document of the firm if there is one."""

    kind = forms.ChoiceField(label=_("Step"), choices=StepKind.choices)
    country = forms.ChoiceField(label=_("Market"), choices=country_choices, required=False)
    occurred_on = DateField(label=_("When"))
    note = TextField(label=_("Note"), max_length=300, required=False)
    evidence = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Document that proves it"),
        required=False,
        empty_label=_("none yet"),
    )

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = documents


class ConsentForm(forms.Form):
    """What the firm agreed to, and how we know."""

    kind = forms.ChoiceField(label=_("What the firm agreed to"), choices=ConsentKind.choices)
    version = TextField(label=_("Version of the text"), max_length=20)
    source = TextField(label=_("How we know"), max_length=120)


class DocumentForm(forms.Form):
    """A file to keep."""

    upload = forms.FileField(label=_("File"), help_text=_("PDF, PNG, JPEG, Word or Excel."))


class ChosenDocumentForm(DocumentForm):
    """A new file, or a document of the firm that is filed already; a new file counts first."""

    upload = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, PNG, JPEG, Word or Excel.")
    )
    document = forms.ModelChoiceField(
        Document.objects.none(), label=_("Or a document of the firm"), required=False
    )

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filed: Any = self.fields["document"]
        filed.queryset = documents
        filed.empty_label = "—"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("upload") or data.get("document")):
            self.add_error("upload", _("Choose a file."))
        if data.get("upload"):
            data["document"] = None
        return data


class CloseFirmForm(forms.Form):
    """A firm leaves."""

    reason = TextField(label=_("Why does the firm leave?"), max_length=200)


class AssignForm(forms.Form):
    """Hand the firm to an adviser."""

    adviser = forms.ModelChoiceField(User.objects.none(), label=_("Adviser"))
    reason = TextField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adviser"].queryset = User.objects.advisers().filter(office=office)
