"""The steps people take with an engagement, each a verb of its own over the one core."""

from datetime import date

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.engagements import events
from programs.engagements.actions.moving import apply_move, locked, move, refused, tell
from programs.engagements.errors import (
    BeforeStart,
    CertificateOrReason,
    InTheFuture,
    MoveNotAllowed,
    NotCompleted,
)
from programs.engagements.models import STATE_LABELS, Engagement
from programs.engagements.rules import Actor, MoveRefusal, State

#: States that a seat may lead to; the rest of an engagement's life is not the seat's matter.
OF_A_SEAT = frozenset(
    {
        State.OFFERED,
        State.APPLIED,
        State.WAITLISTED,
        State.APPROVED,
        State.WITHDRAWN,
        State.DECLINED,
        State.NO_SHOW,
        State.CANCELLED,
    }
)


def approve_engagement(
    *, engagement: Engagement, by: User | None, on: date | None = None
) -> Engagement:
    """It is decided that the firm receives it. Raises MoveNotAllowed; a second time is quiet."""
    return move(engagement=engagement, after=State.APPROVED, by=by, on=on)


@transaction.atomic
def start_engagement(
    *, engagement: Engagement, by: User | None, on: date | None = None
) -> Engagement:
    """The help begins. Raises MoveNotAllowed and InTheFuture; a second time changes nothing."""
    engagement = locked(engagement)
    if engagement.state == State.PAUSED:
        raise refused(MoveRefusal("move_not_allowed", State.PAUSED, State.ACTIVE))
    return move(engagement=engagement, after=State.ACTIVE, by=by, on=on)


def pause_engagement(
    *, engagement: Engagement, by: User | None, reason: str, on: date | None = None
) -> Engagement:
    """The help rests. Raises MoveNotAllowed, ReasonMissing, InTheFuture, BeforeStart."""
    return move(engagement=engagement, after=State.PAUSED, by=by, on=on, reason=reason)


@transaction.atomic
def resume_engagement(
    *, engagement: Engagement, by: User | None, on: date | None = None
) -> Engagement:
    """The help goes on after a pause. Raises MoveNotAllowed and InTheFuture."""
    engagement = locked(engagement)
    if engagement.state == State.APPROVED:
        raise refused(MoveRefusal("move_not_allowed", State.APPROVED, State.ACTIVE))
    return move(engagement=engagement, after=State.ACTIVE, by=by, on=on)


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
    Raises MoveNotAllowed, InTheFuture, BeforeStart, and CertificateOrReason for help that leads
    to a certificate, without one and without a note; a second time changes nothing.
    """
    engagement = locked(engagement)
    if engagement.state == State.COMPLETED:
        return engagement
    missing = engagement.intervention.leads_to_certificate and not engagement.certificate_number
    if missing and not note.strip():
        raise CertificateOrReason
    day = completed_on or clock.today()
    if engagement.state == State.APPROVED:
        engagement = apply_move(engagement, State.ACTIVE, on=started_on or day, by=by)
    return apply_move(engagement, State.COMPLETED, on=day, by=by, note=note, completed_on=day)


def withdraw_engagement(
    *, engagement: Engagement, by: User | None, reason: str, on: date | None = None
) -> Engagement:
    """The firm takes back what it asked for. Raises MoveNotAllowed, NotYours, ReasonMissing."""
    return move(engagement=engagement, after=State.WITHDRAWN, by=by, on=on, reason=reason)


def decline_engagement(
    *, engagement: Engagement, by: User | None, reason: str, on: date | None = None
) -> Engagement:
    """One side says no before it begins. Raises MoveNotAllowed, NotYours, ReasonMissing."""
    return move(engagement=engagement, after=State.DECLINED, by=by, on=on, reason=reason)


def cancel_engagement(
    *, engagement: Engagement, by: User | None, reason: str, on: date | None = None
) -> Engagement:
    """The help will not come, or not to its end. Raises MoveNotAllowed and ReasonMissing."""
    return move(engagement=engagement, after=State.CANCELLED, by=by, on=on, reason=reason)


def mark_no_show(
    *, engagement: Engagement, by: User | None, reason: str = "", on: date | None = None
) -> Engagement:
    """The firm had its place and did not appear. Raises MoveNotAllowed and InTheFuture."""
    return move(engagement=engagement, after=State.NO_SHOW, by=by, on=on, reason=reason)


def follow_seat(
    *, engagement: Engagement, to_state: State | str, by: User | None, reason: str = ""
) -> Engagement:
    """The engagement follows the news of its seat; the same news again changes nothing.

    The timeline has the news of the seat itself. Whoever moved the seat was asked there whether
    he may. Raises MoveNotAllowed for a state that is not a seat's matter or that cannot follow,
    ReasonMissing where the move asks for one.
    """
    after = State(to_state)
    if after not in OF_A_SEAT:
        raise MoveNotAllowed(
            before=STATE_LABELS[State(engagement.state)], after=STATE_LABELS[after]
        )
    return move(
        engagement=engagement,
        after=after,
        by=by,
        reason=reason,
        actor=Actor.STAFF,
        is_quiet=True,
    )


@transaction.atomic
def correct_completion(
    *, engagement: Engagement, by: User | None, completed_on: date
) -> Engagement:
    """Correct the day it was completed: open follow-ups move with it.

    Raises NotCompleted, InTheFuture, BeforeStart.
    """
    engagement = locked(engagement)
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
    tell(engagement)
    return engagement
