"""Words for what matching decides: whole sentences from codes, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.profiles.models import BAND_LABELS, STAGE_LABELS
from firms.register.models.firm import ProductForm
from programs.catalogue.models import in_reader_language
from programs.matching.models import Recommendation

#: How far a source was read, as packs say it, when that is less than reading it.
UNVERIFIED = frozenset({"from_memory_verify", "title"})

Params = Mapping[str, Any]


def why(recommendation: Recommendation, names: Mapping[str, str]) -> str:
    """Two or three sentences: which constraint, how severe, what else, why this stage."""
    targets = [each["params"] for each in _coded(recommendation.reasons, "targets_constraint")]
    sentences = []
    if targets:
        sentences.append(_main_target(targets[0], names))
    if targets[1:]:
        others = [names.get(each["constraint"], each["constraint"]) for each in targets[1:3]]
        sentences.append(_("It also works on: %(constraints)s.") % {"constraints": _list(others)})
    for each in _coded(recommendation.reasons, "stage_fit"):
        stage = _stage(each["params"]["stage"])
        sentences.append(_("Meant for the stage “%(stage)s”.") % {"stage": stage})
    return " ".join(sentences)


def _main_target(params: Params, names: Mapping[str, str]) -> str:
    words = {
        "constraint": names.get(params["constraint"], params["constraint"]),
        "severity": round(params["severity"]),
        "band": BAND_LABELS[params["band"]],
    }
    if params["strength"] == 3:
        return _("Made for this: %(constraint)s, %(severity)d of 100, %(band)s.") % words
    if params["strength"] == 2:
        return _("Works well on: %(constraint)s, %(severity)d of 100, %(band)s.") % words
    return _("Works a little on: %(constraint)s, %(severity)d of 100, %(band)s.") % words


def target_tag(recommendation: Recommendation, names: Mapping[str, str]) -> str:
    """The constraint that counts most, for the tag of a card: "Standards 83, blocking"."""
    if not recommendation.targets:
        return ""
    first = recommendation.targets[0]
    return _("%(constraint)s %(severity)d, %(band)s") % {
        "constraint": names.get(first["constraint"], first["constraint"]),
        "severity": round(first["severity"]),
        "band": BAND_LABELS[first["band"]],
    }


def target_list(recommendation: Recommendation, names: Mapping[str, str]) -> str:
    """The two constraints that count most with their severity: "Trade finance 67, …"."""
    return ", ".join(
        f"{names.get(each['constraint'], each['constraint'])} {round(each['severity'])}"
        for each in recommendation.targets[:2]
    )


def evidence(recommendation: Recommendation) -> str:
    """One source: its effect and where it stands; says so when nothing was measured."""
    sources = recommendation.intervention.details.get("evidence", [])
    measured = [each for each in sources if each.get("effect") and each.get("direction")]
    ranked = sorted(measured, key=lambda each: not str(each["direction"]).startswith("positive"))
    if not ranked:
        return _("No evaluation of its effect is on record.")
    best = ranked[0]
    effect = in_reader_language(best["effect"])
    words = {"effect": effect[:1].upper() + effect[1:], "source": best["cite"]}
    if best.get("checked") in UNVERIFIED:
        return _("%(effect)s (%(source)s; not verified).") % words
    return _("%(effect)s (%(source)s).") % words


def cautions(recommendation: Recommendation, names: Mapping[str, str]) -> list[str]:
    """What to mind, most binding first."""
    found = [_caution(each, recommendation, names) for each in recommendation.cautions]
    return [sentence for sentence in found if sentence]


def _caution(each: Params, recommendation: Recommendation, names: Mapping[str, str]) -> str:
    params = each.get("params", {})
    held = _list(names.get(code, code) for code in params.get("constraints", ()))
    match each["code"]:
        case "needs_reason_blocking":
            return _("Needs a reason while this is blocking: %(constraints)s.") % {
                "constraints": held
            }
        case "finance_not_alone":
            return _("Money should not be the only help while this is high: %(constraints)s.") % {
                "constraints": held
            }
        case "low_need":
            return _("What it works on holds this firm back only a little.")
        case "comes_after":
            return _("Other help should come first.")
        case "check_product_form":
            return _("The product form is not on record: check whether it fits.")
        case "check_export_years":
            return ngettext(
                "Check that the firm exported in %(n)d year.",
                "Check that the firm exported in %(n)d years.",
                params["min_years"],
            ) % {"n": params["min_years"]}
        case "check_recent_exports":
            return _("Check that the firm had no exports in the last 12 months.")
        case "evidence_doubtful":
            return _("Studies found a small, mixed or passing effect.")
        case "evidence_none":
            return _("Its effect has not been measured.")
        case "stated":
            caution = recommendation.intervention.caution
            return f"{caution[:1].upper()}{caution[1:]}." if caution else ""
    return ""


def eligibility(recommendation: Recommendation) -> str:
    """Eligible with the agency's own conditions, or what is missing and what would change it."""
    if not recommendation.is_eligible:
        return " ".join(_refusal(each) for each in recommendation.why_not)
    conditions = recommendation.intervention.eligibility
    if conditions:
        return _("Eligible by the record. To check: %(conditions)s.") % {"conditions": conditions}
    return _("Eligible.")


def _refusal(each: Params) -> str:
    params = each.get("params", {})
    remedy = each.get("remedy") or {}
    match each["code"]:
        case "stage_not_served":
            return _("Not yet. Meant for firms in: %(stages)s.") % {
                "stages": _list(_stage(code) for code in params.get("stages", ()))
            }
        case "product_form_not_served":
            return _("Not for this product. Meant for: %(forms)s.") % {
                "forms": _list(ProductForm(code).label for code in params["product_forms"])
            }
        case "too_few_export_years":
            words = {
                "years": params["years"],
                "needed": params["min_years"],
                "earliest": (remedy.get("params") or {}).get("earliest", "–"),
            }
            return (
                _(
                    "Not yet. %(years)s years of exports on record, %(needed)s needed: "
                    "possible from %(earliest)s."
                )
                % words
            )
        case "exports_recently":
            return _("For firms without exports in the last 12 months; this one exports.")
    return _("Not eligible.")


def _coded(rows: Iterable[Params], code: str) -> list[Params]:
    return [row for row in rows if row["code"] == code]


def _stage(code: str) -> str:
    return str(STAGE_LABELS.get(code, code))  # type: ignore[call-overload]


def _list(words: Iterable[object]) -> str:
    return ", ".join(str(word) for word in words)
