"""Setting up a cohort and freezing it, once and for good. Nothing here edits a frozen one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format

from assessments.profiles.models import ConstraintProfile, StagePlacement
from assessments.scoring.results import Stage
from config.shared import clock
from firms.accounts.models import Office, User
from firms.audit import actions as audit
from firms.register.models import Firm
from firms.register.querysets import FirmQuerySet
from programs.catalogue.models import Program
from programs.cohorts import events, rules
from programs.cohorts.errors import CodeTaken, WindowBackwards, WindowOpen
from programs.cohorts.models import Cohort, CohortMember
from programs.engagements.models import Engagement

BATCH = 500


@transaction.atomic
def create_cohort(
    *,
    code: str,
    name: str,
    intake_from: date,
    intake_to: date,
    office: Office | None = None,
    program: Program | None = None,
    by: User | None,
) -> Cohort:
    """Set up an intake window, both days included. Raises CodeTaken or WindowBackwards."""
    if intake_to < intake_from:
        raise WindowBackwards()
    if Cohort.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    cohort = Cohort.objects.create(
        code=code,
        name=name,
        intake_from=intake_from,
        intake_to=intake_to,
        office=office,
        program=program,
    )
    audit.record(events.COHORT_CREATED, target=cohort, by=by, cohort=name)
    return cohort


@transaction.atomic
def freeze_cohort(*, cohort: Cohort, by: User | None) -> Cohort:
    """Fix the members and their baselines; a cohort that is frozen already stays as it is.

    Members are all firms taken in during the window, whoever freezes it; of a program's cohort,
    those with an engagement in that program decided by the end of the window, however it went.
    The baseline is the stage confirmed latest up to 30 days after intake and the first
    assessment in those 30 days. Raises WindowOpen.
    """
    held = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if held.frozen_at is not None:
        return held
    window = rules.IntakeWindow(held.intake_from, held.intake_to)
    if rules.why_not_freeze(window, today=clock.today()):
        raise WindowOpen(day=date_format(held.intake_to))
    members = _members(held, window)
    CohortMember.objects.bulk_create(members, batch_size=BATCH)
    held.frozen_at, held.frozen_by = clock.now(), by
    held.save(update_fields=["frozen_at", "frozen_by"])
    audit.record(events.COHORT_FROZEN, target=held, by=by, cohort=held.name, members=len(members))
    return held


def _candidates(cohort: Cohort) -> FirmQuerySet:
    """Firms the window may take in; those merged into another are counted there."""
    firms = Firm.objects.filter(
        merged_into__isnull=True, intake_on__range=(cohort.intake_from, cohort.intake_to)
    )
    if cohort.office_id is not None:
        firms = firms.filter(office=cohort.office_id)
    if cohort.program_id is not None:
        joined = Engagement.objects.filter(
            firm=OuterRef("pk"), program=cohort.program_id, decided_on__lte=cohort.intake_to
        )
        firms = firms.filter(Exists(joined))
    return firms


def _members(cohort: Cohort, window: rules.IntakeWindow) -> list[CohortMember]:
    firms = _candidates(cohort)
    intakes = rules.members(
        (rules.Intake(pk, day) for pk, day in firms.order_by().values_list("pk", "intake_on")),
        window,
    )
    until = cohort.intake_to + timedelta(days=rules.BASELINE_DAYS)
    placements = _placements(firms, until)
    profiles = _profiles(firms, cohort.intake_from, until)
    return [
        _member(cohort, intake, placements[intake.firm_id], profiles[intake.firm_id])
        for intake in intakes
    ]


def _member(
    cohort: Cohort,
    intake: rules.Intake,
    placements: Iterable[rules.Placement],
    profiles: Iterable[rules.DatedAssessment],
) -> CohortMember:
    latest_on = intake.intake_on + timedelta(days=rules.BASELINE_DAYS)
    known = rules.effective_placements(placements, as_of=latest_on)
    first = rules.baseline(intake.intake_on, profiles)
    return CohortMember(
        cohort=cohort,
        firm_id=intake.firm_id,
        intake_on=intake.intake_on,
        baseline_stage=known[-1].stage if known else "",
        baseline_placement_id=known[-1].number if known else None,
        baseline_profile_id=first.assessment_id if first else None,
    )


def _placements(firms: FirmQuerySet, until: date) -> dict[int, list[rules.Placement]]:
    found: dict[int, list[rules.Placement]] = defaultdict(list)
    rows = StagePlacement.objects.known_by(until).filter(firm__in=firms.order_by())
    for firm, stage, day, recorded_at, pk in rows.values_list(
        "firm_id", "stage", "occurred_on", "recorded_at", "pk"
    ):
        found[firm].append(rules.Placement(Stage(stage), day, recorded_at, number=pk))
    return found


def _profiles(
    firms: FirmQuerySet, since: date, until: date
) -> dict[int, list[rules.DatedAssessment]]:
    found: dict[int, list[rules.DatedAssessment]] = defaultdict(list)
    rows = ConstraintProfile.objects.filter(
        firm__in=firms.order_by(), assessed_on__range=(since, until)
    )
    for firm, pk, day in rows.values_list("firm_id", "pk", "assessed_on"):
        found[firm].append(rules.DatedAssessment(pk, day))
    return found
