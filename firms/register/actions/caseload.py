"""Who looks after whom."""

from datetime import date

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.accounts.roles import Capability
from firms.audit import actions as audit
from firms.register import events
from firms.register.errors import AlreadyTaken, NotAnAdviser
from firms.register.models import CaseloadAssignment, Firm


@transaction.atomic
def assign_adviser(
    *,
    firm: Firm,
    adviser: User,
    by: User | None,
    started_on: date | None = None,
    reason: str = "",
) -> CaseloadAssignment:
    """Hand the firm to `adviser`: the former assignment ends, a new one begins the same day.

    Assigning the adviser the firm already has changes nothing.
    Raises NotAnAdviser when the person cannot have a caseload.
    """
    now = User.objects.select_for_update(no_key=True).get(pk=adviser.pk)  # may be leaving
    if not (now.is_active and now.may(Capability.TAKE_FIRM)):
        raise NotAnAdviser(person=str(adviser))
    Firm.objects.select_for_update().get(pk=firm.pk)
    day = started_on or clock.today()
    current = CaseloadAssignment.objects.current().filter(firm=firm).first()
    if current and current.adviser_id == adviser.pk:
        return current
    if current:
        current.ended_on = max(day, current.started_on)
        current.save(update_fields=["ended_on"])
    assignment = CaseloadAssignment.objects.create(
        firm=firm,
        adviser=adviser,
        started_on=day,
        recorded_at=clock.now(),
        recorded_by=by,
        reason=reason,
    )
    audit.record(
        events.ADVISER_ASSIGNED,
        firm=firm,
        target=assignment,
        by=by,
        occurred_on=day,
        adviser=adviser.name,
        note=reason,
    )
    return assignment


@transaction.atomic
def take_firm(*, firm: Firm, by: User) -> CaseloadAssignment:
    """An adviser takes an unassigned firm of the office; two at once: one wins, one is told."""
    Firm.objects.select_for_update().get(pk=firm.pk)
    current = CaseloadAssignment.objects.current().filter(firm=firm).first()
    if current and current.adviser_id != by.pk:
        raise AlreadyTaken(adviser=current.adviser.name)
    return assign_adviser(firm=firm, adviser=by, by=by)
