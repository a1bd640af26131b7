"""Reason, caution, refusal and remedy codes of matching as sentences: the one home of their words.

They read fresh results (explain_case) and stored ones (cards) alike, and touch no database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from assessments.methodology.structure import Pack, text
from assessments.profiles.models import BAND_LABELS
from assessments.scoring.results import Band
from firms.register.models.firm import ProductForm

Params = Mapping[str, Any]

#: How far a source was read, as packs say it, when that is less than reading it.
UNVERIFIED = frozenset({"from_memory_verify", "title"})

#: Strength of a help on a constraint, 1 to 3 → the sentence.
TARGETS = {
    3: _("Made for this: %(constraint)s, %(severity)s of 100, %(band)s."),
    2: _("Works well on: %(constraint)s, %(severity)s of 100, %(band)s."),
    1: _("Works a little on: %(constraint)s, %(severity)s of 100, %(band)s."),
}

REASONS = {
    "stage_fit": _("Meant for the stage “%(stage)s”."),
    "evidence_positive": _("Studies found a positive effect elsewhere: %(references)s."),
    "evidence_positive_in_bundles": _(
        "Studies found a positive effect together with other help: %(references)s."
    ),
}

CAUTIONS: dict[str, Any] = {
    "needs_reason_blocking": _("Needs a reason while this is blocking: %(constraints)s."),
    "finance_not_alone": _(
        "Money should not be the only help while this is high: %(constraints)s."
    ),
    "low_need": _("What it works on holds this firm back only a little."),
    "comes_after": _("Other help should come first: %(interventions)s."),
    "check_product_form": _(
        "The product form is not on record. This help is for: %(product_forms)s."
    ),
    "check_export_years": ngettext_lazy(
        "Check that the firm exported in %(min_years)d year.",
        "Check that the firm exported in %(min_years)d years.",
        "min_years",
    ),
    "check_recent_exports": ngettext_lazy(
        "Check that the firm had no exports in the last %(min_months)d month.",
        "Check that the firm had no exports in the last %(min_months)d months.",
        "min_months",
    ),
    "evidence_doubtful": _("Studies found a small, mixed or passing effect: %(references)s."),
    "evidence_none": _("Its own effect on exports has not been measured."),
    "stated": "%(caution)s",
}

REFUSALS = {
    "stage_not_served": _("Not meant for the stage “%(stage)s”."),
    "product_form_not_served": _("Not meant for this product form: %(product_form)s."),
    "too_few_export_years": _(
        "Too few years with exports: %(years)s on record, %(min_years)s needed."
    ),
    "exports_recently": ngettext_lazy(
        "For firms without exports in the last %(min_months)d month; this one exports.",
        "For firms without exports in the last %(min_months)d months; this one exports.",
        "min_months",
    ),
}

REMEDIES = {
    "stage_reached": _("Possible once the firm is in one of these stages: %(stages)s."),
    "product_form_offered": _("Possible once the firm also offers: %(product_forms)s."),
    "years_exported": _("Possible from %(earliest)s, if the firm goes on exporting."),
}


@dataclass(frozen=True)
class Names:
    """Code → words in the reader's language; an unknown code is shown as it is."""

    constraints: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    interventions: Mapping[str, str] = field(default_factory=dict)
    cautions: Mapping[str, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_pack(cls, pack: Pack, language: str) -> "Names":
        """The names a pack gives."""
        return cls(
            constraints={each.code: text(each.name, language) for each in pack.constraints},
            stages={each.code: text(each.name, language) for each in pack.stages},
            interventions={each.code: text(each.name, language) for each in pack.interventions},
            cautions={each.code: text(each.caution, language) for each in pack.interventions},
            references={code: each.cite for code, each in pack.references.items()},
        )


def reason_text(code: str, params: Params, names: Names) -> str:
    """Why it is recommended, in a sentence."""
    if code == "targets_constraint":
        return str(TARGETS[params["strength"]] % words_of(params, names))
    return str(REASONS[code] % words_of(params, names))


def caution_text(code: str, params: Params, names: Names) -> str:
    """What to mind, in a sentence; empty when the methodology states nothing."""
    return str(CAUTIONS[code] % words_of(params, names))


def refusal_text(code: str, params: Params, names: Names) -> str:
    """Why the firm is not eligible, in a sentence."""
    return str(REFUSALS[code] % words_of(params, names))


def remedy_text(code: str, params: Params, names: Names) -> str:
    """What would make the firm eligible, in a sentence."""
    return str(REMEDIES[code] % words_of(params, names))


def target_text(params: Params, names: Names) -> str:
    """One constraint in a few words: "Standards 83, blocking"."""
    return gettext("%(constraint)s %(severity)s, %(band)s") % words_of(params, names)


def also_text(codes: Iterable[str], names: Names) -> str:
    """The further constraints it works on, in a sentence."""
    return gettext("It also works on: %(constraints)s.") % words_of({"constraints": codes}, names)


def eligible_text(conditions: str) -> str:
    """That it is eligible, with what a person still has to check, if anything."""
    if not conditions:
        return gettext("Eligible.")
    return gettext("Eligible by the record. To check: %(conditions)s.") % {"conditions": conditions}


def evidence_text(effect: str, source: str, checked: str) -> str:
    """What a source found, in a sentence; `checked` says how far the source was read."""
    words = {"effect": _capital(effect), "source": source}
    if checked in UNVERIFIED:
        return gettext("%(effect)s (%(source)s; not verified).") % words
    return gettext("%(effect)s (%(source)s).") % words


def words_of(params: Params, names: Names) -> dict[str, Any]:
    """Every code of the params as words; counts stay numbers, because plurals need them."""
    return dict(_word(name, value, names) for name, value in params.items())


def _word(name: str, value: Any, names: Names) -> tuple[str, Any]:
    match name:
        case "constraint":
            return name, names.constraints.get(value, value)
        case "constraints":
            return name, _listed(value, names.constraints)
        case "stage":
            return name, names.stages.get(value, value)
        case "stages":
            return name, _listed(value, names.stages)
        case "intervention":
            return "caution", _sentence(names.cautions.get(value, ""))
        case "interventions":
            return name, _listed(value, names.interventions)
        case "references":
            return name, "; ".join(names.references.get(code, code) for code in value)
        case "product_form":
            return name, ProductForm(value).label if value else ""
        case "product_forms":
            return name, ", ".join(str(ProductForm(code).label) for code in value)
        case "band":
            return name, BAND_LABELS[Band(value)]
        case "severity":
            return name, Decimal(value).quantize(Decimal(1), ROUND_HALF_UP)
    return name, value


def _listed(codes: Iterable[str], words: Mapping[str, str]) -> str:
    return ", ".join(words.get(code, code) for code in codes)


def _sentence(words: str) -> str:
    """The methodology notes cautions without capital and full stop; people read sentences."""
    return f"{_capital(words).rstrip('.')}." if words else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
