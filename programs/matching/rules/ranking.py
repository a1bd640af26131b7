"""Recommendations: score = Σ priority × strength / 3 over the assessed constraints, explained.

Priority is the profile's severity × stage weight (0 to 100); strength / 3 is the share of it the
intervention can take, so a score of 100 means "all of one wholly blocking constraint".
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from assessments.scoring.facts import CaseFacts
from assessments.scoring.results import Band, ConstraintScore, Stage
from programs.matching.rules.eligibility import eligibility_tests, refusals
from programs.matching.rules.offers import (
    FULL_STRENGTH,
    BundlingRules,
    Condition,
    InterventionFacts,
    is_at_least,
)
from programs.matching.rules.results import (
    Caution,
    EligibilityTest,
    Reason,
    Recommendation,
    Remedy,
    Target,
)

#: Contributions are rounded once, here, so that shown parts add up to the shown score.
QUANTUM = Decimal("0.000001")

#: Directions of evidence, as a pack's references name them; other directions measure no effect.
POSITIVE = frozenset({"positive", "positive_extensive", "positive_intensive"})
POSITIVE_BUNDLES = frozenset({"positive_for_bundles"})
DOUBTFUL = frozenset(
    {"mixed", "null_or_small", "small_or_uncertain", "temporary", "heterogeneous"}
    | {"weak_positive", "positive_small", "association"}
)

#: Test code → caution when the facts to decide it are missing.
CHECKS = {
    "product_form": "check_product_form",
    "export_years": "check_export_years",
    "no_recent_exports": "check_recent_exports",
}

Assessed = Mapping[str, ConstraintScore]


def recommend(
    interventions: Iterable[InterventionFacts],
    profile: Sequence[ConstraintScore],
    stage: Stage,
    facts: CaseFacts,
    *,
    rules: BundlingRules,
    has_lapsed: bool = False,
) -> tuple[Recommendation, ...]:
    """Rank the interventions that take something off an assessed constraint.

    `stage` is the confirmed one where a person confirmed it; `rules` are the pack's bundling
    rules; `has_lapsed` says that the firm came back after a lapse (the overlay "re-entrant").
    Eligible ones first, then by score, then by code: the order is total. Interventions that
    target nothing assessed are left out; ineligible ones stay, with the reason and the remedy.
    """
    assessed = {row.constraint: row for row in profile if row.priority is not None}
    found = []
    for intervention in interventions:
        targets = _targets(intervention, assessed)
        if targets:
            tests = eligibility_tests(intervention, stage, facts, has_lapsed=has_lapsed)
            why_not = refusals(tests, intervention, facts)
            held_by = _held_by(intervention, assessed, rules.hold)
            found.append(
                Recommendation(
                    code=intervention.code,
                    score=sum((target.contribution for target in targets), Decimal(0)),
                    targets=targets,
                    reasons=_reasons(intervention, targets, stage),
                    cautions=_cautions(intervention, targets, tests, assessed, rules),
                    eligible=not why_not,
                    why_not=why_not,
                    tests=tests,
                    requires_reason=bool(held_by),
                    is_finance=_is_finance(intervention, rules),
                )
            )
    return tuple(sorted(found, key=rank_key))


def rank_key(recommendation: Recommendation) -> tuple[bool, Decimal, str]:
    """Sort key: eligible first, higher score first, then the code."""
    return (not recommendation.eligible, -recommendation.score, recommendation.code)


def what_would_make_eligible(recommendation: Recommendation) -> tuple[Remedy, ...]:
    """All that would have to change; empty when eligible or when one refusal has no remedy."""
    remedies = [refusal.remedy for refusal in recommendation.why_not]
    known = tuple(remedy for remedy in remedies if remedy is not None)
    return known if len(known) == len(remedies) else ()


def limiting(condition: Condition, assessed: Assessed) -> tuple[str, ...]:
    """The constraints of a bundling rule that are hard enough now for the rule to bite."""
    return tuple(
        code
        for code in condition.constraints
        if code in assessed and is_at_least(assessed[code].band, condition.from_band)
    )


def _held_by(
    intervention: InterventionFacts, assessed: Assessed, hold: Condition
) -> tuple[str, ...]:
    return limiting(hold, assessed) if intervention.code in hold.interventions else ()


def _is_finance(intervention: InterventionFacts, rules: BundlingRules) -> bool:
    return intervention.is_finance or intervention.code in rules.finance.interventions


def _targets(intervention: InterventionFacts, assessed: Assessed) -> tuple[Target, ...]:
    """What the intervention works on here, largest contribution first."""
    targets = []
    for code, strength in intervention.addresses.items():
        row = assessed.get(code)
        if row is None or row.severity is None or row.priority is None:
            continue
        part = (row.priority * strength / FULL_STRENGTH).quantize(QUANTUM)
        if part > 0:
            targets.append(Target(code, row.severity, row.band, strength, part))
    return tuple(sorted(targets, key=lambda each: (-each.contribution, each.constraint)))


def _reasons(
    intervention: InterventionFacts, targets: tuple[Target, ...], stage: Stage
) -> tuple[Reason, ...]:
    reasons = [
        Reason(
            "targets_constraint",
            {
                "constraint": target.constraint,
                "severity": target.severity,
                "band": target.band,
                "strength": target.strength,
            },
        )
        for target in targets
    ]
    if stage in intervention.stages:
        reasons.append(Reason("stage_fit", {"stage": stage}))
    for code, directions in (
        ("evidence_positive", POSITIVE),
        ("evidence_positive_in_bundles", POSITIVE_BUNDLES),
    ):
        found = _references(intervention, directions)
        if found:
            reasons.append(Reason(code, {"references": found}))
    return tuple(reasons)


def _cautions(
    intervention: InterventionFacts,
    targets: tuple[Target, ...],
    tests: tuple[EligibilityTest, ...],
    assessed: Assessed,
    rules: BundlingRules,
) -> tuple[Caution, ...]:
    cautions = []
    held_by = _held_by(intervention, assessed, rules.hold)
    if held_by:
        cautions.append(Caution("needs_reason_blocking", {"constraints": held_by}))
    limits = limiting(rules.finance, assessed)
    if limits and _is_finance(intervention, rules):
        cautions.append(Caution("finance_not_alone", {"constraints": limits}))
    if all(target.band is Band.LOW for target in targets):
        cautions.append(Caution("low_need"))
    if intervention.comes_after:
        cautions.append(Caution("comes_after", {"interventions": intervention.comes_after}))
    cautions += [Caution(CHECKS[test.code], test.needed) for test in tests if test.passed is None]
    doubtful = _references(intervention, DOUBTFUL)
    if doubtful:
        cautions.append(Caution("evidence_doubtful", {"references": doubtful}))
    if not _references(intervention, POSITIVE | POSITIVE_BUNDLES | DOUBTFUL):
        cautions.append(Caution("evidence_none"))
    if intervention.has_caution:
        cautions.append(Caution("stated", {"intervention": intervention.code}))
    return tuple(cautions)


def _references(intervention: InterventionFacts, directions: frozenset[str]) -> tuple[str, ...]:
    return tuple(each.reference for each in intervention.evidence if each.direction in directions)
