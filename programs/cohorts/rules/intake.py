"""Who belongs to a cohort, decided by intake dates alone, and the baseline of each member."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

BASELINE_DAYS = 30  # default, not validated


@dataclass(frozen=True)
class Intake:
    """One firm taken into support on a day."""

    firm_id: int
    intake_on: date


@dataclass(frozen=True)
class IntakeWindow:
    """The days, both included, whose intakes make the cohort."""

    starts_on: date
    ends_on: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class DatedAssessment:
    """A submitted assessment, as far as the baseline rule needs it."""

    assessment_id: int
    submitted_on: date


def intake_window(year: int, quarter: int | None = None) -> IntakeWindow:
    """The window of a calendar year, or of one of its quarters (1 to 4).

    ValueError for another quarter.
    """
    if quarter is None:
        return IntakeWindow(date(year, 1, 1), date(year, 12, 31))
    if quarter not in (1, 2, 3, 4):
        raise ValueError(f"a year has the quarters 1 to 4, not {quarter!r}")
    starts_on = date(year, 3 * quarter - 2, 1)
    next_starts_on = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return IntakeWindow(starts_on, next_starts_on - timedelta(days=1))


def why_not_freeze(window: IntakeWindow, *, today: date) -> list[str]:
    """Reason codes against freezing now: the window must have closed ("window_open")."""
    return ["window_open"] if today <= window.ends_on else []


def members(intakes: Iterable[Intake], window: IntakeWindow) -> tuple[Intake, ...]:
    """Each firm taken in during the window once, by its first intake there, in a total order.

    Membership looks at the intake date only, never at what happened afterwards.
    """
    first: dict[int, Intake] = {}
    for intake in sorted(intakes, key=lambda one: (one.intake_on, one.firm_id)):
        if intake.intake_on in window:
            first.setdefault(intake.firm_id, intake)
    return tuple(first.values())


def baseline(
    intake_on: date, assessments: Iterable[DatedAssessment], *, within_days: int = BASELINE_DAYS
) -> DatedAssessment | None:
    """The first assessment from the intake day to `within_days` after it, both included.

    Earlier assessments belong to an earlier story; a later one is no baseline, so None.
    """
    last_on = intake_on + timedelta(days=within_days)
    return min(
        (one for one in assessments if intake_on <= one.submitted_on <= last_on),
        key=lambda one: (one.submitted_on, one.assessment_id),
        default=None,
    )
