"""Three-valued logic of the rules: True, False, and None where the facts are missing."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

Verdict = bool | None
Number = int | Decimal | Fraction


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """False if one is false, else None if one is unknown, else True."""
    found = list(verdicts)
    if False in found:
        return False
    return None if None in found else True


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """True if one is true, else None if one is unknown, else False."""
    found = list(verdicts)
    if True in found:
        return True
    return None if None in found else False


def at_least(found: Number | None, needed: Number) -> Verdict:
    """Whether the figure reaches the line; None when it is not known."""
    return None if found is None else Fraction(found) >= Fraction(needed)
