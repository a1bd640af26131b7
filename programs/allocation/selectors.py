"""Reads of dated offers: what is open for an intervention, and who asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from firms.accounts.models import User
from programs.allocation.models import Application, ApplicationState, Offering
from programs.catalogue.models import Program


def open_offerings(user: User, interventions: Iterable[int], *, today: date) -> dict[int, Offering]:
    """The next offering of each intervention that still takes applications (one query)."""
    rows = (
        Offering.objects.visible_to(user)
        .filter(intervention__in=list(interventions))
        .taking(on=today)
        .annotate(applied=Count("applications", filter=_asking()))
        .order_by("-apply_by", "-pk")
    )
    return {row.intervention_id: row for row in rows}


def _asking() -> Q:
    gone = (ApplicationState.WITHDRAWN, ApplicationState.REFUSED)
    return ~Q(applications__state__in=gone) & Q(applications__isnull=False)


@dataclass(frozen=True)
class OfferingRow:
    """An offering with what was asked and what is left."""

    offering: Offering
    applied: int

    @property
    def left(self) -> int | None:
        return self.offering.seats_left


def offerings_of(program: Program, user: User) -> list[OfferingRow]:
    """The offerings of a program, by date (one query)."""
    rows = (
        Offering.objects.visible_to(user)
        .filter(program=program)
        .select_related("intervention")
        .annotate(applied=Count("applications", filter=_asking()))
        .order_by("starts_on", "pk")
    )
    return [OfferingRow(row, getattr(row, "applied", 0)) for row in rows]


def applications_of(offering: Offering, user: User) -> list[Application]:
    """Who asked for a seat, in the order they asked, as far as `user` may see the firms."""
    rows = Application.objects.visible_to(user).filter(offering=offering)
    return list(rows.select_related("firm").order_by("applied_on", "pk"))
