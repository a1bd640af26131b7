"""Names that sentences about seats need, in the reader's language."""

from collections.abc import Iterable

from assessments.methodology.errors import NoPack
from assessments.methodology.selectors import current_pack_version
from programs.allocation.models import Offering
from programs.catalogue.models import InterventionTarget
from programs.matching.selectors import names_for
from programs.matching.sentences import Names


def constraints_of(offerings: Iterable[Offering]) -> dict[str, str]:
    """What the help of these offerings works on: constraint code → name, strongest first."""
    rows = (
        InterventionTarget.objects.filter(
            intervention__in={offering.intervention_id for offering in offerings}
        )
        .values_list("constraint__code", flat=True)
        .order_by("-strength", "constraint__code")
    )
    return constraints_named(rows)


def constraints_named(codes: Iterable[str]) -> dict[str, str]:
    """Constraint code → name in the reader's language, each once, in their order."""
    names = reading_names().constraints
    return {code: names.get(code, code) for code in dict.fromkeys(codes)}


def reading_names() -> Names:
    """Names of constraints, interventions and references in the reader's language."""
    try:
        return names_for(current_pack_version(), ())
    except NoPack:
        return Names()
