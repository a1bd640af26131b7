"""Applications on the day: offers and their answers, what a manager decides, own points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, Value, When, Window
from django.db.models.functions import RowNumber

from firms.accounts.models import User
from firms.register.querysets import FirmQuerySet
from programs.allocation.models import Application, ApplicationMove, ApplicationState
from programs.letters.models import SeatLetter

#: How long an answered offer is news.
NEWS = timedelta(days=7)
#: How an offer ends by what the firm says, or by its silence. Where a colleague notes what it says,
#: that may be as a withdrawal.
ANSWERS = (
    ApplicationState.SEATED,
    ApplicationState.DECLINED,
    ApplicationState.WITHDRAWN,
    ApplicationState.LAPSED,
)


@dataclass(frozen=True)
class Asking:
    """Applications of the own firms that were offered a place, by when that ends, each with
    whether a letter told the firm (`is_told`); those still undecided; and undecided ones of any
    firm for the reviewer, with how many those are.
    """

    offered: Sequence[Application]
    to_decide: Sequence[Application]
    to_review: Sequence[Application]
    to_review_total: int


def asking(user: User, desk: FirmQuerySet, *, today: date, at_most: int) -> Asking:
    """All in one query; each list is cut off for itself, the most urgent first."""
    waiting = Application.objects.awaiting_points_of(user).order_by().values("pk")
    letters = SeatLetter.objects.filter(
        move__application=OuterRef("pk"),
        move__after=ApplicationState.OFFERED,
        dropped_at__isnull=True,
    )
    states = [ApplicationState.APPLIED, ApplicationState.OFFERED]
    rows = (
        Application.objects.visible_to(user)
        .filter(state__in=states, offering__starts_on__gte=today)
        .annotate(on_desk=_whether(firm__in=desk), to_review=_whether(pk__in=waiting))
        .exclude(on_desk=False, to_review=False)
    )
    group, order = ["state", "on_desk", "to_review"], ["offer_until", "applied_on", "pk"]
    counted = rows.annotate(
        is_told=Exists(letters),
        place=Window(RowNumber(), partition_by=group, order_by=order),
        total=Window(Count("pk"), partition_by=group),
    )
    found: list[Any] = list(
        counted.filter(place__lte=at_most).select_related("firm", "offering").order_by(*order)
    )
    undecided = [row for row in found if row.state == ApplicationState.APPLIED]
    totals = {row.on_desk: row.total for row in undecided if row.to_review}
    return Asking(
        offered=[row for row in found if row.on_desk and row.state == ApplicationState.OFFERED],
        to_decide=[row for row in undecided if row.on_desk][:at_most],
        to_review=[row for row in undecided if row.to_review][:at_most],
        to_review_total=sum(totals.values()),
    )


def answered_offers(
    user: User, desk: FirmQuerySet, *, today: date, at_most: int
) -> list[ApplicationMove]:
    """How offers to firms on the desk ended lately, newest first, each with how many those are
    (`total`). What the reader did, or a person decided against the offer, is no answer.
    """
    rows = ApplicationMove.objects.visible_to(user).filter(
        before=ApplicationState.OFFERED,
        after__in=ANSWERS,
        moved_at__date__gt=today - NEWS,
        application__firm__in=desk,
    )
    # A move without a code has no value to compare with: `exclude` would lose it.
    said = Q(because__code__isnull=True) | ~Q(because__code="by_hand")
    counted = rows.exclude(by=user).filter(said).annotate(total=Window(Count("pk")))
    related = counted.select_related("application__firm", "application__offering", "by")
    return list(related.order_by("-moved_at", "-pk")[:at_most])


def _whether(**condition: Any) -> Case:
    return Case(
        When(**condition, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
