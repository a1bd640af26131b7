"""One clause as it is typed: its type, and exactly the fields that its shape has."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from assessments.methodology.models import ConstraintType
from assessments.profiles.models import BAND_LABELS, STAGE_LABELS
from config.shared.fields import AmountField, DateField, TextField, WholeNumberField
from firms.register.currencies import currency_choices
from firms.register.models.firm import ProductForm
from firms.register.sectors import DIVISIONS, SECTIONS, section_of
from programs.catalogue.models import Intervention
from programs.eligibility.explanations import Demands
from programs.eligibility.rules import BANDS, SHAPES, Ends, Join, Kind, Problem
from programs.eligibility.sentences import KIND_LABELS, join_words, problem_words
from programs.eligibility.sentences.demands import OWNERSHIP_LABELS
from programs.eligibility.sentences.names import sector_words

Choices = list[tuple[str, Any]]

#: The types of clauses as the builder offers them.
KIND_GROUPS = (
    (
        _("The firm"),
        (
            *(Kind.STAGE, Kind.AGE, Kind.EMPLOYEES, Kind.TURNOVER, Kind.SECTOR),
            *(Kind.PRODUCT_FORM, Kind.COUNTRY, Kind.REGION, Kind.OWNED, Kind.NOT_OWNED),
        ),
    ),
    (
        _("Its exports"),
        (
            *(Kind.EXPORT_YEARS, Kind.MARKETS_AT_LEAST, Kind.MARKETS_INCLUDE),
            Kind.MARKETS_NONE,
        ),
    ),
    (_("What holds it back"), (Kind.CONSTRAINT_AT_LEAST, Kind.CONSTRAINT_AT_MOST)),
    (
        _("Help, certificates and money"),
        (Kind.RECEIVED, Kind.NOT_RECEIVED, Kind.DOCUMENT, Kind.AID_CEILING),
    ),
)


class KindForm(forms.Form):
    """Which type of clause comes next."""

    type = forms.ChoiceField(
        label=_("What is asked"),
        choices=[
            (heading, [(str(kind), KIND_LABELS[kind]) for kind in kinds])
            for heading, kinds in KIND_GROUPS
        ],
    )


LOW, HIGH, CEILING = _("At least"), _("At most"), _("All aid together, at most")
WINDOW_MONTHS = _("In the last so many months")
WINDOW_YEARS = _("Years that count")


class ClauseForm(forms.Form):
    """One clause of a type: exactly the fields that its shape has."""

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        before: Mapping[str, Any] | None = None,
        groups: Sequence[Demands] = (),
        regions: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        self.kind, self.shape = kind, SHAPES[kind]
        before = before or {}
        kwargs["initial"] = {**_initial(kind, before), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self._add_codes(before, tuple(regions))
        self._add_figures()
        if not before and groups:
            self.fields["where"] = forms.ChoiceField(
                label=_("Where it stands"), choices=_places(groups)
            )

    def _add_codes(self, before: Mapping[str, Any], regions: tuple[str, ...]) -> None:
        if self.shape.subject:
            self.fields["subject"] = forms.ChoiceField(
                label=SUBJECT_LABELS[self.shape.subject], choices=CODES[self.shape.subject]()
            )
        if self.kind is Kind.REGION:
            self.fields["values"] = _LinesField(
                label=_("Regions, one on each line"), help_text=_regions_help(regions)
            )
        elif self.shape.values and self.shape.one_value:
            self.fields["values"] = _OneField(label=_("Severity"), choices=CODES["bands"]())
        elif self.shape.values:
            known = CODES[self.shape.values]()
            stored = [
                (code, sector_words(code) if self.kind is Kind.SECTOR else code)
                for code in before.get("values", ())
                if code not in dict(known)
            ]
            self.fields["values"] = forms.MultipleChoiceField(
                label=_("Any of these"),
                choices=known + stored,
                widget=forms.CheckboxSelectMultiple,
            )

    def _add_figures(self) -> None:
        shape = self.shape
        if shape.ends is not None:
            if shape.has_low:
                self.fields["low"] = _figure(shape.ends, label=LOW, required=not shape.has_high)
            if shape.has_high:
                self.fields["high"] = _figure(
                    shape.ends,
                    label=HIGH if shape.has_low else CEILING,
                    required=not shape.has_low,
                )
        if shape.has_grant:
            self.fields["grant"] = _figure(Ends.AMOUNT, label=_("This grant"), required=True)
        if shape.has_currency:
            self.fields["currency"] = forms.ChoiceField(
                label=_("Currency"), choices=currency_choices()
            )
        if shape.window:
            self.fields["window"] = WholeNumberField(
                label=WINDOW_YEARS if shape.needs_window else WINDOW_MONTHS,
                min_value=1,
                max_value=shape.window,
                required=shape.needs_window,
                help_text="" if shape.needs_window else _("Empty: however long ago."),
            )
        if shape.has_day:
            self.fields["day"] = DateField(
                label=_("Valid on"),
                required=False,
                help_text=_("Empty: on the day of the test."),
            )

    def clause(self) -> dict[str, Any]:
        """What was typed as a clause of the written criteria."""
        data = self.cleaned_data
        fields: dict[str, Any] = {
            "values": data.get("values"),
            "subject": data.get("subject"),
            "low": _stored(data.get("low")),
            "high": _stored(data.get("high")),
            "currency": data.get("currency"),
            "window": data.get("window"),
            "day": data["day"].isoformat() if data.get("day") else None,
            "grant": _stored(data.get("grant")),
        }
        kept = {name: value for name, value in fields.items() if value not in (None, "", [])}
        return {"type": str(self.kind), **kept}

    @property
    def into(self) -> int | Join:
        """The group it goes to, or the join of a new one."""
        return group_or_join(self.cleaned_data.get("where") or Join.ALL)

    def add_problems(self, problems: Iterable[Problem], path: str) -> None:
        """Each problem at its field, those of other clauses over the form."""
        for problem in problems:
            name = problem.path.removeprefix(f"{path}.").split("[")[0]
            is_here = problem.path.startswith(f"{path}.") and name in self.fields
            self.add_error(name if is_here else None, problem_words(problem))


class _LinesField(TextField):
    """Several short texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        lines = [" ".join(line.split()) for line in text.splitlines()]
        return list(dict.fromkeys(line for line in lines if line))


class _OneField(forms.ChoiceField):
    """One choice that is stored as a list of one."""

    def prepare_value(self, value: Any) -> Any:
        return value[0] if isinstance(value, list) and value else value

    def clean(self, value: Any) -> Any:
        return [super().clean(value)]


def group_or_join(value: object) -> int | Join:
    """ "2" is the third group, "any" a new one. Raises ValueError."""
    text = str(value)
    return Join(text) if text in set(Join) else int(text)


def _figure(ends: Ends, *, label: Any, required: bool = False) -> forms.Field:
    if ends is Ends.WHOLE:
        return WholeNumberField(label=label, min_value=0, required=required)
    return AmountField(label=label, min_value=0, max_digits=16, decimal_places=2, required=required)


def _stored(value: Decimal | int | None) -> str | int | None:
    return str(value) if isinstance(value, Decimal) else value


def _initial(kind: Kind, before: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {"window": 3} if SHAPES[kind].needs_window else {}
    return {**defaults, **{name: value for name, value in before.items() if name != "type"}}


def _places(groups: Sequence[Demands]) -> Choices:
    known: Choices = [
        (
            str(group.number),
            _("Group %(n)s: %(join)s") % {"n": group.number + 1, "join": join_words(group.join)},
        )
        for group in groups
    ]
    return [
        *known,
        (str(Join.ALL), _("A new group: all of these")),
        (str(Join.ANY), _("A new group: any one of these")),
    ]


def _regions_help(regions: tuple[str, ...]) -> Any:
    if not regions:
        return _("As the register writes them.")
    return _("In the register now: %(regions)s.") % {"regions": ", ".join(regions[:20])}


def _sectors() -> Choices:
    """Each section with the divisions a caseload meets most."""
    return [
        (code, sector_words(code))
        for section in SECTIONS
        for code in (
            section,
            *(f"{section}{each}" for each in DIVISIONS if section_of(each) == section),
        )
    ]


def _interventions() -> Choices:
    rows = [(row.code, row.name) for row in Intervention.objects.offered()]
    return sorted(rows, key=lambda row: row[1])


CODES: dict[str, Callable[[], Choices]] = {
    "stages": lambda: [(str(code), label) for code, label in STAGE_LABELS.items()],
    "bands": lambda: [(str(band), BAND_LABELS[band]) for band in BANDS],
    "sectors": _sectors,
    "product_forms": lambda: list(ProductForm.choices),
    "countries": lambda: list(countries),
    "ownership": lambda: list(OWNERSHIP_LABELS.items()),
    "constraints": lambda: [
        (row.code, row.name) for row in ConstraintType.objects.filter(retired_on__isnull=True)
    ],
    "interventions": _interventions,
    "documents": _interventions,
}
SUBJECT_LABELS = {
    "constraints": _("Constraint"),
    "documents": _("Certificate from"),
    "ownership": _("Ownership"),
}
