"""Who comes for the first time: no mission, fair or course with us before, on any record."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from firms.register.models import Firm
from programs.allocation.models import Application, ApplicationState, OfferingKind
from programs.allocation.querysets import ApplicationQuerySet

#: How help ends without the firm having been there.
NOT_THERE = frozenset({"no_show", "withdrawn", "declined", "cancelled"})
JOURNEYS = (OfferingKind.MISSION, OfferingKind.FAIR, OfferingKind.COURSE)


def went_before() -> Q:
    """For a query of applications: whether the firm was there before the offering begins."""
    return Q(Exists(_earlier_seats()) | Exists(_earlier_help()))


def _earlier_seats() -> ApplicationQuerySet:
    """Seats at offerings that began before, unless the firm did not appear there."""
    engaged = _engagements().filter(firm=OuterRef("firm"), offering=OuterRef("offering"))
    return (
        Application.objects.filter(
            firm=OuterRef("firm"),
            state=ApplicationState.SEATED,
            offering__starts_on__lt=OuterRef("offering__starts_on"),
        )
        .annotate(how_it_went=Subquery(engaged.order_by("-pk").values("state")[:1]))
        .filter(Q(how_it_went__isnull=True) | ~Q(how_it_went__in=NOT_THERE))
    )


def _earlier_help() -> Any:
    """Completed help of the same kind, or at a mission, fair or course; without an application
    too, as an imported record has it.
    """
    return _engagements().filter(
        Q(intervention=OuterRef("offering__intervention")) | Q(offering__kind__in=JOURNEYS),
        firm=OuterRef("firm"),
        state="completed",
        completed_on__lt=OuterRef("offering__starts_on"),
    )


def _engagements() -> Any:
    """Engagements stand in a higher slice and are read through the reverse relation."""
    engagements: Any = Firm._meta.get_field("engagements").related_model
    return engagements.objects.all()
