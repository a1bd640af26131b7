"""Editing plans: a draft beside what is in force; enabling freezes it and moves what is open."""

from collections.abc import Sequence

from django.db import transaction

from config.shared import clock
from config.shared.jobs import enqueue_on_commit
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.catalogue.models import Intervention, Program
from programs.followups import events
from programs.followups.errors import DraftChanged, NoDraft, PlanNotReady
from programs.followups.labels import STEP_PROBLEM_LABELS
from programs.followups.models import FollowUpPlan, PlanState, PlanStep, PlanVersion
from programs.followups.plans import PlanBook, standard_of_program, step_of
from programs.followups.rules import Step, plan_problems


@transaction.atomic
def begin_draft(
    *, intervention: Intervention | None, program: Program | None, by: User
) -> PlanVersion:
    """The draft of a plan: the one there is, else a copy of what holds now, be it a plan of the
    program, of the help, or the methodology's own. Raises ValueError without a subject.
    """
    if intervention is None and program is None:
        raise ValueError("A plan belongs to an intervention, a program, or both.")
    plan, _is_new = FollowUpPlan.objects.get_or_create(intervention=intervention, program=program)
    plan = FollowUpPlan.objects.select_for_update().get(pk=plan.pk)
    versions = plan.versions.order_by("-number")
    if draft := versions.filter(state=PlanState.DRAFT).first():
        return draft
    newest = versions.first()
    draft = PlanVersion.objects.create(plan=plan, number=newest.number + 1 if newest else 1)
    _write_steps(draft, _holding_now(intervention, program))
    return draft


def _holding_now(intervention: Intervention | None, program: Program | None) -> Sequence[Step]:
    holds = PlanBook.read().holding(program.pk if program else None, intervention)
    if holds is not None:
        return holds.steps
    return standard_of_program(program) if program else ()


@transaction.atomic
def put_step(
    *, version: PlanVersion, step: Step, by: User, instead_of: str = "", seen: str | None = None
) -> PlanVersion:
    """Add a step to a draft, or replace the one with the code `instead_of`.

    `seen` is the fingerprint of the draft that the person saw: one that changed meanwhile is not
    written over.
    Raises NoDraft, DraftChanged, and PlanNotReady for a step that cannot be.
    """
    version = _draft(version, seen)
    steps = [step_of(row) for row in version.steps.all()]
    kept = [each for each in steps if each.code != instead_of]
    place = next((n for n, each in enumerate(steps) if each.code == instead_of), len(kept))
    wanted = [*kept[:place], step, *kept[place:]]
    _require_sound([each for each in wanted if each.code == step.code])
    _write_steps(version, wanted)
    return version


@transaction.atomic
def remove_step(*, version: PlanVersion, code: str, by: User) -> PlanVersion:
    """Take a step out of a draft; one that is not there changes nothing. Raises NoDraft."""
    version = _draft(version)
    version.steps.filter(code=code).delete()
    version.save(update_fields=["updated_at"])
    return version


@transaction.atomic
def drop_draft(*, version: PlanVersion, by: User) -> None:
    """Forget a draft; what is in force stays. Raises NoDraft."""
    _draft(version).delete()


@transaction.atomic
def enable_draft(*, version: PlanVersion, by: User, seen: str | None = None) -> PlanVersion:
    """Put a draft into force: what was in force is replaced, open follow-ups follow.

    An empty plan is allowed: it says that nothing is asked. Raises NoDraft and PlanNotReady, and
    DraftChanged when `seen`, the fingerprint of what the preview showed, is not the draft's.
    """
    version = _draft(version, seen)
    _require_sound([step_of(row) for row in version.steps.all()])
    now = clock.now()
    version.plan.versions.filter(state=PlanState.ENABLED).update(
        state=PlanState.RETIRED, updated_at=now
    )
    version.state, version.enabled_at, version.enabled_by = PlanState.ENABLED, now, by
    version.save()
    audit.record(
        events.PLAN_ENABLED,
        by=by,
        target=version,
        number=version.number,
        what=_what(version.plan),
    )
    enqueue_on_commit("programs.reconcile_plan", plan_id=version.plan_id)
    return version


@transaction.atomic
def withdraw_plan(*, plan: FollowUpPlan, by: User) -> FollowUpPlan:
    """Let the less specific plan hold again, in the end the methodology's own.

    A second time changes nothing.
    """
    plan = FollowUpPlan.objects.select_for_update().get(pk=plan.pk)
    retired = plan.versions.filter(state=PlanState.ENABLED).update(
        state=PlanState.RETIRED, updated_at=clock.now()
    )
    if retired:
        audit.record(events.PLAN_WITHDRAWN, by=by, target=plan, what=_what(plan))
        enqueue_on_commit("programs.reconcile_plan", plan_id=plan.pk)
    return plan


def _draft(version: PlanVersion, seen: str | None = None) -> PlanVersion:
    FollowUpPlan.objects.select_for_update().get(pk=version.plan_id)
    found = (
        PlanVersion.objects.select_related("plan__intervention", "plan__program")
        .filter(pk=version.pk, state=PlanState.DRAFT)
        .first()
    )
    if found is None:
        raise NoDraft
    if seen is not None and seen != found.fingerprint:
        raise DraftChanged
    return found


def _require_sound(steps: Sequence[Step]) -> None:
    if problems := plan_problems(steps):
        raise PlanNotReady(why=STEP_PROBLEM_LABELS[problems[0][1]])


def _write_steps(version: PlanVersion, steps: Sequence[Step]) -> None:
    """Rows of steps never change: a draft's are written anew."""
    version.steps.all().delete()
    PlanStep.objects.bulk_create(
        PlanStep(
            version=version,
            code=step.code,
            position=place,
            anchor=step.anchor,
            offset=step.offset,
            unit=step.unit,
            repeat_every=step.repeat_every,
            repeat_times=step.repeat_times,
            stops=sorted(step.stops),
            is_reset_by_contact=step.is_reset_by_contact,
            who=step.task.who,
            channel=step.task.channel,
            questions=list(step.task.questions),
            titles=dict(step.task.titles),
        )
        for place, step in enumerate(steps)
    )
    version.save(update_fields=["updated_at"])


def _what(plan: FollowUpPlan) -> dict[str, str] | str:
    if plan.intervention is not None:
        return dict(plan.intervention.names)
    return plan.program.name if plan.program else ""
