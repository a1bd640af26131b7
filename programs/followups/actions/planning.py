"""Follow-ups made by hand, and the quick log of a contact with what comes next."""

from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.register.actions import log_interaction
from firms.register.models import Firm, Interaction
from firms.staff.calendars import calendar_of
from programs.followups import events
from programs.followups.errors import NotInTheFuture, ReasonMissing
from programs.followups.models import FollowUp
from programs.followups.rules import State


class NextContact(StrEnum):
    """When to ask again after a contact."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    ON = "on"
    NONE = "none"


_LATER = {NextContact.WEEK: 7, NextContact.MONTH: 30, NextContact.QUARTER: 91}


def next_day(
    choice: NextContact | str, *, firm: Firm, today: date, on: date | None = None
) -> date | None:
    """The working day a choice means; None for none. `on` is the day of the choice ON."""
    choice = NextContact(choice)
    if choice is NextContact.NONE:
        return None
    day = on if choice is NextContact.ON else today + timedelta(days=_LATER[choice])
    if day is None:
        return None
    return calendar_of(firm.office, [day]).next_working_day(day)


@transaction.atomic
def plan_follow_up(*, firm: Firm, subject: str, due_on: date, by: User | None) -> FollowUp:
    """Promise to ask on a day; it is due on that day or the next working day.

    The same promise twice on one day is one promise. Raises ReasonMissing without a subject and
    NotInTheFuture for a day that is over.
    """
    subject = subject.strip()
    if not subject:
        raise ReasonMissing
    if due_on < clock.today():
        raise NotInTheFuture(today=clock.today())
    Firm.objects.select_for_update().get(pk=firm.pk)
    same = FollowUp.objects.open().filter(
        firm=firm, engagement__isnull=True, subject=subject, planned_on=due_on
    )
    if found := same.first():
        return found
    day = calendar_of(firm.office, [due_on]).next_working_day(due_on)
    follow_up = FollowUp.objects.create(
        firm=firm,
        subject=subject,
        planned_on=due_on,
        due_on=day,
        state=State.DUE if day <= clock.today() else State.PLANNED,
        created_by=by,
    )
    audit.record(
        events.PLANNED,
        firm=firm,
        target=follow_up,
        by=by,
        subject=subject,
        day=day.isoformat(),
    )
    return follow_up


@transaction.atomic
def log_contact(
    *,
    firm: Firm,
    kind: str,
    summary: str,
    by: User,
    next_contact: NextContact | str = NextContact.NONE,
    next_on: date | None = None,
    next_subject: str = "",
    occurred_on: date | None = None,
    minutes: int | None = None,
) -> tuple[Interaction, FollowUp | None]:
    """Note a contact and promise the next one, or none. Raises as both do."""
    interaction = log_interaction(
        firm=firm, kind=kind, summary=summary, by=by, occurred_on=occurred_on, minutes=minutes
    )
    day = next_day(next_contact, firm=firm, today=clock.today(), on=next_on)
    if day is None:
        return interaction, None
    subject = next_subject.strip() or summary.strip().splitlines()[0][:200]
    return interaction, plan_follow_up(firm=firm, subject=subject, due_on=day, by=by)
