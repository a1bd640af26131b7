"""What people do with a follow-up: answer it, put it off, move it, skip it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from firms.staff.calendars import calendar_of
from programs.followups import events
from programs.followups.errors import (
    FollowUpClosed,
    InTheFuture,
    NotInTheFuture,
    ReasonMissing,
    UnknownAnswer,
)
from programs.followups.models import FOLLOW_UP_LABELS, FollowUp
from programs.followups.rules import Question, State, may_move

#: What an answer may hold: the four questions, and what can be counted beside their words.
#: `has_deal` is yes or no, `obstacle` a constraint's code, `no_change` yes.
ANSWERS = (*Question, "has_deal", "obstacle", "no_change")


@transaction.atomic
def complete_follow_up(
    *,
    follow_up: FollowUp,
    by: User | None,
    answers: Mapping[str, str] | None = None,
    note: str = "",
    done_on: date | None = None,
) -> FollowUp:
    """Log the answers and close it; a second time changes nothing, the first answers stay.

    Raises FollowUpClosed, InTheFuture and UnknownAnswer.
    """
    follow_up = locked(follow_up)
    if follow_up.state == State.DONE:
        return follow_up
    given = {key: value.strip() for key, value in (answers or {}).items() if value.strip()}
    for key in given:
        if key not in ANSWERS:
            raise UnknownAnswer(question=key)
    day = done_on or clock.today()
    if day > clock.today():
        raise InTheFuture(day=day)
    follow_up.answers, follow_up.done_on = given, day
    close(follow_up, State.DONE, by=by, note=note)
    told = "\n".join(filter(None, [*spoken(given), note.strip()]))
    _record(
        events.DONE, follow_up, by, on=day, note=told, subject=follow_up.subject or _help(follow_up)
    )
    return follow_up


def spoken(answers: Mapping[str, str]) -> list[str]:
    """The words of an answer, without what is only counted."""
    return [answers[key] for key in Question if answers.get(key)]


@transaction.atomic
def skip(*, follow_up: FollowUp, by: User, reason: str) -> FollowUp:
    """Close it unasked, with a reason. Raises FollowUpClosed and ReasonMissing."""
    follow_up = locked(follow_up)
    if follow_up.state == State.SKIPPED:
        return follow_up
    if not reason.strip():
        raise ReasonMissing
    close(follow_up, State.SKIPPED, by=by, note=reason)
    _record(events.SKIPPED, follow_up, by, note=follow_up.note)
    return follow_up


@transaction.atomic
def mark_unreachable(*, follow_up: FollowUp, by: User, note: str = "") -> FollowUp:
    """Close it because nobody answers; a late answer may still complete it."""
    follow_up = locked(follow_up)
    if follow_up.state == State.UNREACHABLE:
        return follow_up
    close(follow_up, State.UNREACHABLE, by=by, note=note)
    _record(events.UNREACHABLE, follow_up, by, note=follow_up.note)
    return follow_up


@transaction.atomic
def snooze(*, follow_up: FollowUp, until: date, by: User) -> FollowUp:
    """Put it off; the promise keeps its day. Raises FollowUpClosed and NotInTheFuture."""
    follow_up = locked(follow_up)
    if until <= clock.today():
        raise NotInTheFuture(today=clock.today())
    _require_open(follow_up)
    day = _working(follow_up, until)
    if (follow_up.state, follow_up.due_on) == (State.SNOOZED, day):
        return follow_up
    follow_up.state, follow_up.due_on = State.SNOOZED, day
    follow_up.save(update_fields=["state", "due_on", "updated_at"])
    _record(events.SNOOZED, follow_up, by, day=day.isoformat())
    return follow_up


@transaction.atomic
def reschedule(*, follow_up: FollowUp, due_on: date, by: User) -> FollowUp:
    """Move it to another day, today at the earliest. Raises FollowUpClosed, NotInTheFuture."""
    follow_up = locked(follow_up)
    if due_on < clock.today():
        raise NotInTheFuture(today=clock.today())
    _require_open(follow_up)
    return _moved(follow_up, _working(follow_up, due_on), by)


@transaction.atomic
def restore_due_date(*, follow_up: FollowUp, due_on: date, by: User) -> FollowUp:
    """Undo a snooze or a move: back to the day it stood on, even a past one."""
    follow_up = locked(follow_up)
    _require_open(follow_up)
    return _moved(follow_up, due_on, by)


def _moved(follow_up: FollowUp, day: date, by: User) -> FollowUp:
    before = follow_up.due_on
    if before == day:
        return follow_up
    follow_up.due_on = day
    follow_up.state = State.DUE if day <= clock.today() else State.PLANNED
    follow_up.save(update_fields=["state", "due_on", "updated_at"])
    _record(events.RESCHEDULED, follow_up, by, before=before.isoformat(), day=day.isoformat())
    return follow_up


def locked(follow_up: FollowUp) -> FollowUp:
    """The row under lock, with what the actions and their events read."""
    return (
        FollowUp.objects.select_for_update(of=("self",), no_key=True)
        .select_related("firm__office", "engagement__intervention")
        .get(pk=follow_up.pk)
    )


def _require_open(follow_up: FollowUp) -> None:
    if not follow_up.is_open:
        raise FollowUpClosed(state=FOLLOW_UP_LABELS[State(follow_up.state)])


def close(follow_up: FollowUp, state: State, *, by: User | None, note: str = "") -> None:
    """Put a locked follow-up into a closed state. Raises FollowUpClosed where no move leads."""
    if not may_move(State(follow_up.state), state):
        raise FollowUpClosed(state=FOLLOW_UP_LABELS[State(follow_up.state)])
    follow_up.state = state
    follow_up.note = note.strip()
    follow_up.closed_at = clock.now()
    follow_up.closed_by = by
    follow_up.save()


def _working(follow_up: FollowUp, day: date) -> date:
    return calendar_of(follow_up.firm.office, [day]).next_working_day(day)


def _help(follow_up: FollowUp) -> dict[str, str] | str:
    return follow_up.engagement.intervention.names if follow_up.engagement else ""


def _record(
    kind: Kind, follow_up: FollowUp, by: User | None, *, on: date | None = None, **data: object
) -> None:
    audit.record(kind, firm=follow_up.firm, target=follow_up, by=by, occurred_on=on, **data)
