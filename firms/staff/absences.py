"""Days away, and who covers: writes only."""

from datetime import date

from django.db import transaction

from config.shared import clock
from firms.accounts.models import Absence, User
from firms.accounts.roles import Capability
from firms.audit import actions as audit
from firms.staff import events
from firms.staff.errors import AbsenceOverlaps, CoveredByNobody


@transaction.atomic
def enter_absence(
    *,
    user: User,
    starts_on: date,
    ends_on: date,
    delegate: User | None,
    by: User,
    note: str = "",
) -> Absence:
    """Note that somebody is away on these days, both ends included, and who covers.

    The same days again change nothing but the colleague. Raises AbsenceOverlaps and
    CoveredByNobody.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if delegate is not None and not (
        delegate.is_active and delegate.may(Capability.TAKE_FIRM) and delegate.pk != user.pk
    ):
        raise CoveredByNobody(person=delegate.name)
    mine = Absence.objects.filter(user=user, starts_on__lte=ends_on, ends_on__gte=starts_on)
    absence = mine.filter(starts_on=starts_on, ends_on=ends_on).first()
    if absence is not None:
        has_changed = absence.delegate_id != (delegate.pk if delegate else None)
        absence.delegate, absence.note = delegate, note
        absence.save()
        if not has_changed:
            return absence
    elif other := mine.first():
        raise AbsenceOverlaps(person=user.name, start=other.starts_on, end=other.ends_on)
    else:
        absence = Absence.objects.create(
            user=user,
            delegate=delegate,
            starts_on=starts_on,
            ends_on=ends_on,
            note=note,
            recorded_at=clock.now(),
            recorded_by=by,
        )
    audit.record(
        events.ABSENCE_ENTERED,
        by=by,
        target=absence,
        person=user.name,
        start=starts_on.isoformat(),
        end=ends_on.isoformat(),
        delegate=delegate.name if delegate else "–",
    )
    return absence


@transaction.atomic
def cancel_absence(*, absence: Absence, by: User) -> None:
    """Somebody is not away after all; a second time changes nothing."""
    found = Absence.objects.select_for_update().select_related("user").filter(pk=absence.pk).first()
    if found is None:
        return
    audit.record(
        events.ABSENCE_CANCELLED,
        by=by,
        person=found.user.name,
        start=found.starts_on.isoformat(),
        end=found.ends_on.isoformat(),
    )
    found.delete()
