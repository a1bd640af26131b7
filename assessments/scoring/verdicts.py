"""Three-valued logic of the rules: True, False, and None where the facts are missing."""

from collections.abc import Iterable

from assessments.scoring.results import StageTest

Verdict = bool | None


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


def at_least(found: object, needed: object) -> Verdict:
    """Whether the figure reaches the line; None when it is not known."""
    return None if found is None else bool(found >= needed)  # type: ignore[operator]


def test_of(code: str, gate: str, passed: Verdict, *, found: dict[str, object], needed: dict[str, object]) -> StageTest:
    """One test of the rules as a page shows it."""
    return StageTest(code=code, gate=gate, passed=passed, found=found, needed=needed)
