"""One case through all rules, as plain data with sentences: what explain_case prints."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from assessments.methodology.structure import Pack, text
from assessments.scoring.profile import score_profile
from assessments.scoring.results import ConstraintScore, Overlay, StageReading
from assessments.scoring.stages import read_stage
from programs.matching.case_file import Case
from programs.matching.rules import (
    Caution,
    Reason,
    Recommendation,
    Refusal,
    as_data,
    bundle,
    bundling_of,
    cover,
    interventions_of,
    recommend,
)
from programs.matching.sentences import (
    Names,
    caution_text,
    reason_text,
    refusal_text,
    remedy_text,
)


def explain(case: Case, pack: Pack, *, language: str) -> dict[str, Any]:
    """Stage, constraints, recommendations and bundle of a case, ready for JSON.

    `language` chooses the methodology's words; the sentences follow the active translation.
    """
    reading = read_stage(pack, case.facts)
    profile = score_profile(pack, case.answers, reading.stage)
    rules = bundling_of(pack)
    found = recommend(
        interventions_of(pack),
        profile,
        reading.stage,
        case.facts,
        rules=rules,
        has_lapsed=Overlay.RE_ENTRANT in reading.overlays,
    )
    picked = bundle(found, profile, rules=rules)
    names = Names.of_pack(pack, language)
    return {
        **_standing(reading),
        "constraints": [_constraint(row, names) for row in profile],
        "recommendations": [_recommendation(each, pack, names, language) for each in found],
        "bundle": list(picked),
        "bundle_cover": as_data(cover(picked, found, profile)),
        "pack": {
            "code": pack.meta.code,
            "version": pack.version,
            "label": text(pack.meta.label, language),
        },
    }


def _standing(reading: StageReading) -> dict[str, Any]:
    return {
        "stage": reading.stage.value,
        "phase": reading.phase.value,
        "pathway": reading.pathway.value,
        "overlays": as_data(reading.overlays),
        "trajectory": reading.trajectory.value,
        "is_dormant": reading.is_dormant,
        "is_prior_exporter": reading.is_prior_exporter,
        "stage_tests": as_data(reading.tests),
    }


def _constraint(row: ConstraintScore, names: Names) -> dict[str, Any]:
    return {
        "code": row.constraint,
        "name": names.constraints[row.constraint],
        "severity": as_data(row.severity),
        "coverage": as_data(row.coverage),
        "band": row.band.value,
        "priority": as_data(row.priority),
        "because": list(row.because),
    }


def _recommendation(
    found: Recommendation, pack: Pack, names: Names, language: str
) -> dict[str, Any]:
    return {
        "code": found.code,
        "name": names.interventions[found.code],
        "score": as_data(found.score),
        "targets": as_data(found.targets),
        "reasons": _sentences(found.reasons, reason_text, names),
        "cautions": _sentences(found.cautions, caution_text, names),
        "eligible": found.eligible,
        "why_not": [_refusal(each, names) for each in found.why_not],
        "tests": as_data(found.tests),
        "requires_reason": found.requires_reason,
        "conditions": text(pack.intervention(found.code).eligibility, language),
    }


def _sentences(
    items: Iterable[Reason | Caution],
    words: Callable[[str, Mapping[str, Any], Names], str],
    names: Names,
) -> list[dict[str, str]]:
    return [{"code": each.code, "text": words(each.code, each.params, names)} for each in items]


def _refusal(refusal: Refusal, names: Names) -> dict[str, Any]:
    """`would_help` is null where nothing sensible would make the firm eligible."""
    remedy = refusal.remedy
    return {
        "code": refusal.code,
        "text": refusal_text(refusal.code, refusal.params, names),
        "would_help": remedy_text(remedy.code, remedy.params, names) if remedy else None,
    }
