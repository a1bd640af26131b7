"""Moving an engagement on: every move is a row, an event, and news for the follow-ups."""

from datetime import date
from typing import Any

from django.db import transaction

from config.shared import clock
from config.shared.errors import DomainError
from config.shared.jobs import enqueue_on_commit
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from programs.engagements import events
from programs.engagements.errors import (
    BeforeStart,
    InTheFuture,
    MoveNotAllowed,
    NotCompleted,
    ReasonMissing,
)
from programs.engagements.models import STATE_LABELS, Engagement, EngagementTransition
from programs.engagements.rules import MoveRefusal, State, why_not_move
from programs.engagements.signals import engagement_moved


@transaction.atomic
def start_engagement(
    *, engagement: Engagement, by: User | None, on: date | None = None
) -> Engagement:
    """The help begins. Raises MoveNotAllowed and InTheFuture; a second time changes nothing."""
    engagement = _locked(engagement)
    if engagement.state == State.ACTIVE:
        return engagement
    if engagement.state == State.PAUSED:
        raise _refused(MoveRefusal("move_not_allowed", State.PAUSED, State.ACTIVE))
    day = on or clock.today()
    return _move(engagement, State.ACTIVE, on=day, by=by, starts_on=day)


@transaction.atomic
def pause_engagement(
    *, engagement: Engagement, by: User | None, reason: str, on: date | None = None
) -> Engagement:
    """The help rests. Raises MoveNotAllowed, ReasonMissing, InTheFuture, BeforeStart."""
    engagement = _locked(engagement)
    if engagement.state == State.PAUSED:
        return engagement
    return _move(engagement, State.PAUSED, on=on or clock.today(), by=by, note=reason)


@transaction.atomic
def resume_engagement(
    *, engagement: Engagement, by: User | None, on: date | None = None
) -> Engagement:
    """The help goes on after a pause. Raises MoveNotAllowed and InTheFuture."""
    engagement = _locked(engagement)
    if engagement.state == State.ACTIVE:
        return engagement
    if engagement.state == State.PLANNED:
        raise _refused(MoveRefusal("move_not_allowed", State.PLANNED, State.ACTIVE))
    return _move(engagement, State.ACTIVE, on=on or clock.today(), by=by, kind=events.RESUMED)


@transaction.atomic
def complete_engagement(
    *,
    engagement: Engagement,
    by: User | None,
    completed_on: date | None = None,
    started_on: date | None = None,
    note: str = "",
) -> Engagement:
    """The firm has received the help; its follow-ups count from `completed_on`.

    One that was never started is started first, on `started_on` or the same day.
    Raises MoveNotAllowed, InTheFuture, BeforeStart; a second time changes nothing.
    """
    engagement = _locked(engagement)
    if engagement.state == State.COMPLETED:
        return engagement
    day = completed_on or clock.today()
    if engagement.state == State.PLANNED:
        begun = started_on or day
        engagement = _move(engagement, State.ACTIVE, on=begun, by=by, starts_on=begun)
    return _move(engagement, State.COMPLETED, on=day, by=by, note=note, completed_on=day)


@transaction.atomic
def cancel_engagement(
    *, engagement: Engagement, by: User | None, reason: str, on: date | None = None
) -> Engagement:
    """The help will not come, or not to its end. Raises MoveNotAllowed and ReasonMissing."""
    engagement = _locked(engagement)
    if engagement.state == State.CANCELLED:
        return engagement
    return _move(engagement, State.CANCELLED, on=on or clock.today(), by=by, note=reason)


@transaction.atomic
def decline_engagement(
    *, engagement: Engagement, by: User | None, reason: str, on: date | None = None
) -> Engagement:
    """The firm does not want the help that was planned. Raises MoveNotAllowed, ReasonMissing."""
    engagement = _locked(engagement)
    if engagement.state == State.DECLINED:
        return engagement
    return _move(engagement, State.DECLINED, on=on or clock.today(), by=by, note=reason)


@transaction.atomic
def correct_completion(
    *, engagement: Engagement, by: User | None, completed_on: date
) -> Engagement:
    """Correct the day it was completed: open follow-ups move with it.

    Raises NotCompleted, InTheFuture, BeforeStart.
    """
    engagement = _locked(engagement)
    before = engagement.completed_on
    if engagement.state != State.COMPLETED or before is None:
        raise NotCompleted
    if before == completed_on:
        return engagement
    if completed_on > clock.today():
        raise InTheFuture(on=completed_on)
    if engagement.starts_on and completed_on < engagement.starts_on:
        raise BeforeStart(on=completed_on, limit=engagement.starts_on)
    engagement.completed_on = completed_on
    engagement.save(update_fields=["completed_on", "updated_at"])
    audit.record(
        events.CORRECTED,
        firm=engagement.firm,
        target=engagement,
        by=by,
        intervention=engagement.intervention.names,
        day=before.isoformat(),
        on=completed_on.isoformat(),
    )
    _tell(engagement)
    return engagement


def _locked(engagement: Engagement) -> Engagement:
    return (
        Engagement.objects.select_for_update(of=("self",))
        .select_related("firm__office", "intervention")
        .get(pk=engagement.pk)
    )


def _move(
    engagement: Engagement,
    after: State,
    *,
    on: date,
    by: User | None,
    note: str = "",
    kind: Kind | None = None,
    **fields: Any,
) -> Engagement:
    """Move a locked engagement, or raise the first reason why not."""
    before = State(engagement.state)
    refusals = why_not_move(
        before,
        after,
        on=on,
        today=clock.today(),
        started_on=engagement.starts_on,
        reason=note,
    )
    if refusals:
        raise _refused(refusals[0])
    engagement.state = after
    for name, value in fields.items():
        setattr(engagement, name, value)
    if after in {State.COMPLETED, State.CANCELLED, State.DECLINED}:
        engagement.closing_note = note.strip()
    engagement.save()
    EngagementTransition.objects.create(
        engagement=engagement,
        before=before,
        after=after,
        occurred_on=on,
        recorded_at=clock.now(),
        by=by,
        note=note.strip(),
    )
    audit.record(
        kind or events.OF_MOVE[after],
        firm=engagement.firm,
        target=engagement,
        by=by,
        occurred_on=on,
        intervention=engagement.intervention.names,
        note=note.strip(),
    )
    _tell(engagement)
    return engagement


def _tell(engagement: Engagement) -> None:
    """Follow-ups follow in this transaction; the job after it is the safety net."""
    engagement_moved.send(sender=Engagement, engagement=engagement)
    enqueue_on_commit("programs.reconcile_engagement", engagement_id=engagement.pk)


def _refused(refusal: MoveRefusal) -> DomainError:
    match refusal.code:
        case "reason_missing":
            return ReasonMissing()
        case "in_future":
            return InTheFuture(on=refusal.on)
        case "before_start":
            return BeforeStart(on=refusal.on, limit=refusal.limit)
    return MoveNotAllowed(before=STATE_LABELS[refusal.before], after=STATE_LABELS[refusal.after])
