"""What a recommendation card says: a few sentences put together, each worded in `sentences`."""

from programs.catalogue.models import Intervention, in_reader_language
from programs.matching.models import Recommendation
from programs.matching.sentences import (
    Names,
    Params,
    also_text,
    caution_text,
    eligible_text,
    evidence_text,
    reason_text,
    refusal_text,
    remedy_text,
    target_text,
    words_of,
)


def why(recommendation: Recommendation, names: Names) -> str:
    """Two or three sentences: which constraint, how severe, what else, why this stage."""
    targets = _of_code(recommendation, "targets_constraint")
    sentences = [reason_text("targets_constraint", each, names) for each in targets[:1]]
    if targets[1:]:
        sentences.append(also_text([each["constraint"] for each in targets[1:3]], names))
    for each in _of_code(recommendation, "stage_fit"):
        sentences.append(reason_text("stage_fit", each, names))
    return " ".join(sentences)


def target_tag(recommendation: Recommendation, names: Names) -> str:
    """The constraint that counts most, for the tag of a card: "Standards 83, blocking"."""
    return target_text(recommendation.targets[0], names) if recommendation.targets else ""


def target_list(recommendation: Recommendation, names: Names) -> str:
    """The two constraints that count most with their severity: "Trade finance 67, …"."""
    words = [words_of(each, names) for each in recommendation.targets[:2]]
    return ", ".join(f"{each['constraint']} {each['severity']}" for each in words)


def evidence_of(intervention: Intervention) -> str:
    """One source: its effect and where it stands; says so when nothing was measured."""
    sources = intervention.details.get("evidence", [])
    measured = [each for each in sources if each.get("effect") and each.get("direction")]
    ranked = sorted(measured, key=lambda each: not str(each["direction"]).startswith("positive"))
    if not ranked:
        return caution_text("evidence_none", {}, Names())
    best = ranked[0]
    return evidence_text(in_reader_language(best["effect"]), best["cite"], best.get("checked", ""))


def cautions(recommendation: Recommendation, names: Names) -> list[str]:
    """What to mind, most binding first; what the line of evidence says is not said twice."""
    said = evidence_of(recommendation.intervention)
    found = [caution_text(each["code"], each["params"], names) for each in recommendation.cautions]
    return [sentence for sentence in found if sentence and sentence != said]


def eligibility(recommendation: Recommendation, names: Names) -> str:
    """Eligible with the agency's own conditions, or what is missing and what would change it."""
    if recommendation.is_eligible:
        return eligible_text(recommendation.intervention.eligibility)
    sentences = []
    for each in recommendation.why_not:
        sentences.append(refusal_text(each["code"], each["params"], names))
        if remedy := each["remedy"]:
            sentences.append(remedy_text(remedy["code"], remedy["params"], names))
    return " ".join(sentences)


def _of_code(recommendation: Recommendation, code: str) -> list[Params]:
    return [row["params"] for row in recommendation.reasons if row["code"] == code]
