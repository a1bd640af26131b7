"""Seats that firms on a desk were offered, or still wait for."""

from datetime import date

from django.db.models import Exists, OuterRef, Window
from django.db.models.functions import RowNumber

from firms.accounts.models import User
from firms.register.querysets import FirmQuerySet
from programs.allocation.models import Application, ApplicationState
from programs.letters.models import SeatLetter

#: So many rows of each kind at most.
SHORT = 20


def seats_of_the_desk(
    user: User, desk: FirmQuerySet, today: date
) -> tuple[list[Application], list[Application]]:
    """Seats of the own firms: offered ones by when the offer ends, each with whether a letter
    told the firm, and those that a manager has still to decide.
    """
    letters = SeatLetter.objects.filter(
        move__application=OuterRef("pk"),
        move__after=ApplicationState.OFFERED,
        dropped_at__isnull=True,
    )
    states = {ApplicationState.APPLIED, ApplicationState.OFFERED}
    rows = (
        Application.objects.visible_to(user)
        .filter(firm__in=desk, state__in=states, offering__starts_on__gte=today)
        .annotate(
            is_told=Exists(letters),
            place=Window(
                RowNumber(), partition_by="state", order_by=["offer_until", "applied_on", "pk"]
            ),
        )
        .filter(place__lte=SHORT)
        .select_related("firm", "offering")
        .order_by("place")
    )
    found: dict[str, list[Application]] = {state: [] for state in states}
    for row in rows:
        found[row.state].append(row)
    return found[ApplicationState.OFFERED], found[ApplicationState.APPLIED]
