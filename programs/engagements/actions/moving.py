"""The one core of every move: a row, an event, and news for the follow-ups."""

from datetime import date
from typing import Any

from django.db import transaction

from config.shared import clock
from config.shared.errors import DomainError
from config.shared.jobs import enqueue_on_commit
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from programs.allocation.models import Application
from programs.engagements import events
from programs.engagements.errors import (
    BeforeStart,
    InTheFuture,
    MoveNotAllowed,
    NotYours,
    ReasonMissing,
    SeatDecides,
)
from programs.engagements.models import STATE_LABELS, Engagement, EngagementTransition
from programs.engagements.rules import FINAL, Actor, MoveRefusal, State, why_not_move
from programs.engagements.signals import engagement_moved


def locked(engagement: Engagement) -> Engagement:
    """The engagement as it stands now, locked; every write to one begins here."""
    return (
        Engagement.objects.select_for_update(of=("self",))
        .select_related("firm__office", "intervention")
        .get(pk=engagement.pk)
    )


#: Moves that are the seat's matter while an application for it stands.
DECIDED_BY_SEAT = frozenset({State.APPROVED, State.WITHDRAWN, State.DECLINED, State.CANCELLED})


@transaction.atomic
def move(
    *,
    engagement: Engagement,
    after: State,
    by: User | None,
    on: date | None = None,
    reason: str = "",
    actor: Actor | None = None,
    kind: Kind | None = None,
    is_quiet: bool = False,
) -> Engagement:
    """Move an engagement under its lock; where it stands there already, nothing changes.

    `by` None: the system, for the agency; `actor` says otherwise whose move it is than `by`
    tells. `kind`: the event, where it is not the one of the state; `is_quiet`: the timeline tells
    of it in other words already. Raises MoveNotAllowed,
    NotYours, ReasonMissing, InTheFuture, BeforeStart, and SeatDecides while an application for
    the same offering stands.
    """
    engagement = locked(engagement)
    if engagement.state == after:
        return engagement
    if not is_quiet and after in DECIDED_BY_SEAT:
        _require_no_application(engagement)
    return apply_move(
        engagement,
        after,
        on=on or clock.today(),
        by=by,
        note=reason,
        kind=kind,
        actor=actor,
        is_quiet=is_quiet,
    )


def apply_move(
    engagement: Engagement,
    after: State,
    *,
    on: date,
    by: User | None,
    note: str = "",
    kind: Kind | None = None,
    actor: Actor | None = None,
    is_quiet: bool = False,
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
        actor=actor or actor_of(by),
    )
    if refusals:
        raise refused(refusals[0])
    engagement.state = after
    if before is State.APPROVED and after is State.ACTIVE:
        fields.setdefault("starts_on", on)
    if after is State.COMPLETED:
        fields.setdefault("completed_on", on)
    for name, value in fields.items():
        setattr(engagement, name, value)
    if after in FINAL:
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
    if not is_quiet:
        is_resumed = before is State.PAUSED and after is State.ACTIVE
        audit.record(
            kind or (events.RESUMED if is_resumed else events.OF_MOVE[after]),
            firm=engagement.firm,
            target=engagement,
            by=by,
            occurred_on=on,
            intervention=engagement.intervention.names,
            note=note.strip(),
        )
    tell(engagement)
    return engagement


def _require_no_application(engagement: Engagement) -> None:
    """Seat and help end together: what hangs on an application is moved there."""
    if engagement.offering_id is None:
        return
    rows = Application.objects.filter(firm=engagement.firm_id, offering=engagement.offering_id)
    if rows.live().exists():
        raise SeatDecides


def actor_of(by: User | None) -> Actor:
    """Whose hand it is: a firm's people act for the firm, everybody else for the agency."""
    return Actor.FIRM if by is not None and by.is_firm_member else Actor.STAFF


def tell(engagement: Engagement) -> None:
    """Follow-ups follow in this transaction; the job after it is the safety net."""
    engagement_moved.send(sender=Engagement, engagement=engagement)
    enqueue_on_commit("programs.reconcile_engagement", engagement_id=engagement.pk)


def refused(refusal: MoveRefusal) -> DomainError:
    """The refusal of the rules as the sentence people read."""
    match refusal.code:
        case "reason_missing":
            return ReasonMissing()
        case "in_future":
            return InTheFuture(on=refusal.on)
        case "before_start":
            return BeforeStart(on=refusal.on, limit=refusal.limit)
    error = NotYours if refusal.code == "not_yours" else MoveNotAllowed
    return error(before=STATE_LABELS[refusal.before], after=STATE_LABELS[refusal.after])
