"""The calendar of dated offers over all programs: what is ahead, and which firms go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from firms.accounts.models import User
from firms.register.models import Firm
from programs.allocation.models import Application, ApplicationState, Offering, OfferingState
from programs.allocation.querysets import OfferingQuerySet
from programs.allocation.rules import LIVE
from programs.allocation.selectors.offerings import asked

#: How many applicants a cell names.
NAMED = 2


class View(StrEnum):
    """A prepared look at the calendar."""

    AHEAD = "ahead"
    TAKING = "taking"
    DRAFTS = "drafts"
    OVER = "over"


VIEW_LABELS: dict[View, Promise] = {
    View.AHEAD: _("Ahead or under way"),
    View.TAKING: _("Taking applications"),
    View.DRAFTS: _("Drafts"),
    View.OVER: _("Over or cancelled"),
}


@dataclass(frozen=True)
class CalendarRow:
    """One dated offer. `asked`: applications that nothing ended; `undecided`: those nobody has
    decided on; `firms`: applicants among the firms on the reader's desk, by name.
    """

    offering: Offering
    asked: int
    undecided: int
    firms: Sequence[str] = ()

    @property
    def named(self) -> Sequence[str]:
        return self.firms[:NAMED]

    @property
    def more(self) -> int:
        """Applicants beyond those that have room in a cell."""
        return max(0, len(self.firms) - NAMED)


def calendar_view(view: View, *, today: date) -> Q:
    """What a prepared look shows. Every offering is in one of all but `TAKING`, which is a part of
    what is ahead.
    """
    draft, cancelled = Q(state=OfferingState.DRAFT), Q(state=OfferingState.CANCELLED)
    match view:
        case View.DRAFTS:
            return draft
        case View.OVER:
            return ~draft & (cancelled | Q(ends_on__lt=today))
        case View.TAKING:
            return Q(state=OfferingState.OPEN, apply_by__gte=today)
    return ~draft & ~cancelled & Q(ends_on__gte=today)


def calendar_counts(user: User, *, today: date) -> Mapping[View, int]:
    """How many offerings each prepared look holds (one query)."""
    counts = {view.value: Count("pk", filter=calendar_view(view, today=today)) for view in View}
    found = Offering.objects.visible_to(user).aggregate(**counts)
    return {view: found[view.value] for view in View}


def calendar(user: User) -> OfferingQuerySet:
    """All offerings the reader sees, with how many asked and how many nobody has decided on."""
    undecided = Q(applications__state=ApplicationState.APPLIED)
    return (
        Offering.objects.visible_to(user)
        .select_related("program")
        .annotate(
            asked=asked(),
            undecided=Count("applications", filter=undecided),
        )
    )


def calendar_rows(offerings: Sequence[Offering], user: User) -> list[CalendarRow]:
    """Rows of `calendar` with the applicants on the reader's desk (one query)."""
    desk = Firm.objects.on_the_desk_of(user)
    live = Application.objects.filter(offering__in=offerings, firm__in=desk, state__in=LIVE)
    firms: dict[int, list[str]] = {}
    for key, name in live.order_by("firm__normalised_name", "pk").values_list(
        "offering", "firm__legal_name"
    ):
        firms.setdefault(key, []).append(name)
    return [
        CalendarRow(row, row.asked, row.undecided, firms.get(row.pk, ()))  # type: ignore[attr-defined]
        for row in offerings
    ]
