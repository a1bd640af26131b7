"""A methodology pack as the facts that matching reads."""

from assessments.methodology.structure import InterventionSpec, Pack
from programs.matching.rules.offers import BundlingRules, Evidence, InterventionFacts


def interventions_of(pack: Pack) -> tuple[InterventionFacts, ...]:
    """All interventions of a pack, with the direction of each piece of evidence."""
    return tuple(_facts(spec, pack) for spec in pack.interventions)


def bundling_of(pack: Pack) -> BundlingRules:
    """The bundling rules a pack states."""
    return BundlingRules.of(pack.bundling_rules)


def _facts(spec: InterventionSpec, pack: Pack) -> InterventionFacts:
    return InterventionFacts.of(
        spec.code,
        stages=spec.stages,
        addresses=spec.addresses,
        product_forms=spec.eligible_if.product_forms,
        min_export_years=spec.eligible_if.min_export_years,
        evidence=(Evidence(key, pack.references[key].direction) for key in spec.evidence),
        has_caution=bool(spec.caution),
        comes_after=spec.requires,
    )
