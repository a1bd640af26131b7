"""Applications on the day: what a manager has still to decide, and what waits for own points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Count, Value, When, Window
from django.db.models.functions import RowNumber

from firms.accounts.models import User
from firms.register.querysets import FirmQuerySet
from programs.allocation.models import Application, ApplicationState


@dataclass(frozen=True)
class Asking:
    """Undecided applications: of the own firms, and of any firm for the reviewer, with how many
    those are.
    """

    to_decide: Sequence[Application]
    to_review: Sequence[Application]
    to_review_total: int


def asking(user: User, desk: FirmQuerySet, *, today: date, at_most: int) -> Asking:
    """Both in one query; each list is cut off for itself, the oldest first."""
    waiting = Application.objects.awaiting_points_of(user).order_by().values("pk")
    rows = (
        Application.objects.visible_to(user)
        .filter(state=ApplicationState.APPLIED, offering__starts_on__gte=today)
        .annotate(on_desk=_whether(firm__in=desk), to_review=_whether(pk__in=waiting))
        .exclude(on_desk=False, to_review=False)
    )
    group = ["on_desk", "to_review"]
    counted = rows.annotate(
        place=Window(RowNumber(), partition_by=group, order_by=["applied_on", "pk"]),
        total=Window(Count("pk"), partition_by=group),
    )
    found: list[Any] = list(
        counted.filter(place__lte=at_most)
        .select_related("firm", "offering")
        .order_by("applied_on", "pk")
    )
    totals = {row.on_desk: row.total for row in found if row.to_review}
    return Asking(
        to_decide=[row for row in found if row.on_desk][:at_most],
        to_review=[row for row in found if row.to_review][:at_most],
        to_review_total=sum(totals.values()),
    )


def _whether(**condition: Any) -> Case:
    return Case(
        When(**condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
