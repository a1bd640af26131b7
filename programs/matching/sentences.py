"""Reason, caution, refusal and remedy codes of fresh results as sentences; names from a pack.

`labels` words stored recommendations for the cards of the firm page; this is for explain_case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from assessments.methodology.structure import Pack, text
from assessments.scoring.facts import ProductForm
from assessments.scoring.results import Band

PRODUCT_FORM_LABELS = {
    ProductForm.PACKABLE_GOODS: _("packable goods"),
    ProductForm.BULK_GOODS: _("bulk goods"),
    ProductForm.CAPITAL_GOODS: _("capital goods"),
    ProductForm.REMOTE_SERVICE: _("remote services"),
}

BAND_LABELS = {
    Band.LOW: _("low"),
    Band.MODERATE: _("moderate"),
    Band.HIGH: _("high"),
    Band.BLOCKING: _("blocking"),
}

REASONS = {
    "targets_constraint": _(
        "Takes on “%(constraint)s”: severity %(severity)s of 100, %(band)s. "
        "Strength of this help on it: %(strength)s of 3."
    ),
    "stage_fit": _("Meant for firms in the stage “%(stage)s”."),
    "evidence_positive": _("Studies found a positive effect elsewhere: %(references)s."),
    "evidence_positive_in_bundles": _(
        "Studies found a positive effect together with other help: %(references)s."
    ),
}

CAUTIONS = {
    "needs_reason_blocking": _(
        "Assign this only with a recorded reason: it comes too early while this is blocking: "
        "%(constraints)s."
    ),
    "finance_not_alone": _(
        "Do not assign finance as the only help while this is severe: %(constraints)s."
    ),
    "low_need": _("Everything this help takes on is low now."),
    "comes_after": _("Other help should come first: %(interventions)s."),
    "check_product_form": _(
        "To be checked: the product form is not recorded; this help is for %(product_forms)s."
    ),
    "check_export_years": _(
        "To be checked: the record of export years has gaps. Years with exports needed: "
        "%(min_years)s."
    ),
    "check_recent_exports": _(
        "To be checked: it is not recorded whether the firm exported in the last "
        "%(min_months)s months."
    ),
    "evidence_doubtful": _("Studies found a small, mixed or passing effect: %(references)s."),
    "evidence_none": _("No study that measured an effect on exports is known."),
    "stated": "%(caution)s",
}

REFUSALS = {
    "stage_not_served": _("Not for the stage “%(stage)s”; it serves: %(stages)s."),
    "product_form_not_served": _("Not for %(product_form)s; it is for %(product_forms)s."),
    "too_few_export_years": _(
        "Too few years with exports. On record: %(years)s; needed: %(min_years)s."
    ),
    "exports_recently": _(
        "For firms without exports in the last %(min_months)s months, and this firm exports."
    ),
}

REMEDIES = {
    "stage_reached": _("Eligible once the firm is in one of these stages: %(stages)s."),
    "product_form_offered": _("Eligible once the firm also offers %(product_forms)s."),
    "years_exported": _(
        "Eligible with this many years of exports: %(min_years)s; the earliest is %(earliest)s."
    ),
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


def reason_text(code: str, params: Mapping[str, Any], names: Names) -> str:
    """Why it is recommended, in a sentence."""
    return str(REASONS[code]) % _words(params, names)


def caution_text(code: str, params: Mapping[str, Any], names: Names) -> str:
    """What to mind, in a sentence."""
    return str(CAUTIONS[code]) % _words(params, names)


def refusal_text(code: str, params: Mapping[str, Any], names: Names) -> str:
    """Why the firm is not eligible, in a sentence."""
    return str(REFUSALS[code]) % _words(params, names)


def remedy_text(code: str, params: Mapping[str, Any], names: Names) -> str:
    """What would make the firm eligible, in a sentence."""
    return str(REMEDIES[code]) % _words(params, names)


def _words(params: Mapping[str, Any], names: Names) -> dict[str, str]:
    """Every figure and code of the params as words."""
    return {key: word for name, value in params.items() for key, word in _word(name, value, names)}


def _word(name: str, value: Any, names: Names) -> Iterable[tuple[str, str]]:
    match name:
        case "constraint":
            yield name, names.constraints.get(value, value)
        case "constraints":
            yield name, _listed(value, names.constraints)
        case "stage":
            yield name, names.stages.get(value, value)
        case "stages":
            yield name, _listed(value, names.stages)
        case "intervention":
            yield "caution", _sentence(names.cautions.get(value, ""))
        case "interventions":
            yield name, _listed(value, names.interventions)
        case "references":
            yield name, "; ".join(names.references.get(code, code) for code in value)
        case "product_form":
            yield name, _form(value)
        case "product_forms":
            yield name, ", ".join(_form(code) for code in value)
        case "band":
            yield name, str(BAND_LABELS[Band(value)])
        case "severity":
            yield name, str(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
        case _:
            yield name, str(value)


def _listed(codes: Iterable[str], words: Mapping[str, str]) -> str:
    return ", ".join(f"“{words.get(code, code)}”" for code in codes)


def _form(code: str | None) -> str:
    return str(PRODUCT_FORM_LABELS[ProductForm(code)]) if code else ""


def _sentence(words: str) -> str:
    """The methodology notes cautions without capital and full stop; people read sentences."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""
