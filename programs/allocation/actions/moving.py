"""The core of every move: the offering locked first, its counters recounted, the row written."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from programs.allocation.conditions import RELATED
from programs.allocation.errors import NoMoneyLeft, NoSeatLeft
from programs.allocation.models import Application, ApplicationMove, ApplicationState, Offering
from programs.allocation.rules import HOLDING
from programs.allocation.signals import application_moved


def locked_offering(offering: Offering | int) -> Offering:
    """The offering, locked before its applications: everybody locks in this order."""
    key = offering if isinstance(offering, int) else offering.pk
    return (
        Offering.objects.select_for_update(of=("self",))
        .select_related("program__office", "intervention", *RELATED)
        .get(pk=key)
    )


def locked_application(application: Application) -> tuple[Offering, Application]:
    """The offering and then the application, as they are now."""
    offering = locked_offering(application.offering_id)
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("firm")
        .get(pk=application.pk)
    )
    row.offering = offering
    return offering, row


def require_room(offering: Offering, application: Application) -> None:
    """Count again under the lock. Raises NoSeatLeft and NoMoneyLeft."""
    taken, held = _counted(offering)
    if offering.seats is not None and taken >= offering.seats:
        raise NoSeatLeft(seats=offering.seats, offering=offering.title)
    asked = application.granted or application.requested or Decimal(0)
    if offering.budget is not None and held + asked > offering.budget:
        left = offering.budget - held
        raise NoMoneyLeft(left=left, currency=offering.currency, offering=offering.title)


def recount(offering: Offering) -> None:
    """Write how many seats and how much money are offered or taken; the database checks last."""
    offering.seats_taken, offering.budget_held = _counted(offering)
    offering.save(update_fields=["seats_taken", "budget_held", "updated_at"])


def _counted(offering: Offering) -> tuple[int, Decimal]:
    holding = offering.applications.holding()
    granted = holding.aggregate(total=Sum("granted"))["total"]
    return holding.count(), granted or Decimal(0)


def move(
    application: Application,
    after: ApplicationState,
    *,
    by: User | None,
    because: Mapping[str, Any] | None = None,
    note: str = "",
    **fields: Any,
) -> Application:
    """Write the new state, its row of history and the counters, and tell those above.

    The caller holds the locks and has asked the table of moves.
    """
    before = "" if application.pk is None else application.state
    application.state = after
    application.because = dict(because or {})
    application.reason = note.strip()
    if after not in HOLDING:
        fields.setdefault("granted", None)
    if after != ApplicationState.OFFERED:
        fields.setdefault("offer_until", None)
    if after != ApplicationState.WAITING:
        fields.setdefault("waiting_rank", None)
    for name, value in fields.items():
        setattr(application, name, value)
    application.save()
    row = ApplicationMove.objects.create(
        application=application,
        before=before,
        after=after,
        moved_at=clock.now(),
        by=by,
        because=application.because,
        note=application.reason,
    )
    if before in HOLDING or after in HOLDING:
        recount(application.offering)
    application_moved.send(sender=Application, move=row)
    return application


def tell(kind: Kind, application: Application, *, by: User | None, **data: Any) -> None:
    """Write the event of an application to the timeline of its firm."""
    audit.record(
        kind,
        firm=application.firm,
        target=application,
        by=by,
        offering=application.offering.title,
        **data,
    )
