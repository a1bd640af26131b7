"""Names that sentences about seats need, in the reader's language."""

from assessments.methodology.errors import NoPack
from assessments.methodology.selectors import current_pack_version
from programs.matching.selectors import names_for
from programs.matching.sentences import Names


def reading_names() -> Names:
    """Names of constraints, interventions and references in the reader's language."""
    try:
        return names_for(current_pack_version(), ())
    except NoPack:
        return Names()
