"""Draft offerings out of events: written, changed to a newer version, and changed back."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from firms.accounts.models import User
from firms.audit import actions as audit
from programs.allocation.actions import create_offering
from programs.allocation.models import Offering, OfferingState, Stop
from programs.catalogue.models import Intervention
from programs.eventfeeds import events
from programs.eventfeeds.errors import InterventionUnknown, OfferingIsPublic
from programs.eventfeeds.models import FeedImport
from programs.eventfeeds.rules import EventFacts, FeedPlan

_LONGEST_PLACE = 160
#: What an event tells about its offering; people may change the rest without losing it.
_TOLD = (
    "title", "summary", "place", "kind", "intervention_id", "starts_on", "ends_on", "apply_by",
    "fee", "currency", "markets", "sectors",
)  # fmt: skip


def interventions_of(plan: FeedPlan) -> dict[str, Intervention]:
    """Interventions the mapping uses, by code. Raises InterventionUnknown."""
    codes = {use.intervention for use in plan.kinds_offered}
    found = {row.code: row for row in Intervention.objects.filter(code__in=codes)}
    if missing := sorted(codes - found.keys()):
        raise InterventionUnknown(codes=", ".join(missing))
    return found


def write_offering(
    *, facts: EventFacts, feed: FeedImport, plan: FeedPlan, by: User | None
) -> Offering:
    """A draft offering with its stops. Raises InterventionUnknown, and OtherCurrency when the
    list counts in another currency than the program.
    """
    known = interventions_of(plan)
    told = _told(facts, plan, known)
    key = told.pop("intervention_id")
    return create_offering(
        program=feed.program,
        intervention=next(row for row in known.values() if row.pk == key),
        seats=plan.seats,
        external_source=plan.source,
        external_key=facts.key,
        stops=_stops(facts),
        is_draft=True,
        by=by,
        **told,
    )


def rewrite_offering(
    *, offering: Offering, facts: EventFacts, feed: FeedImport, plan: FeedPlan, by: User | None
) -> dict[str, Any]:
    """Change a draft to what the event tells now; returns what it told before.

    Raises OfferingIsPublic when it is no draft any more or firms have applied for it.
    """
    offering = Offering.objects.select_for_update().get(pk=offering.pk)
    if offering.state != OfferingState.DRAFT or offering.applications.exists():
        raise OfferingIsPublic(offering=offering.title)
    before = _snapshot(offering)
    _change(offering, _told(facts, plan, interventions_of(plan)), _stops(facts))
    audit.record(
        events.OFFERING_REWRITTEN,
        by=by,
        target=offering,
        offering=offering.title,
        file=feed.file_name,
    )
    return before


def restore_offering(offering: Offering, before: Mapping[str, Any]) -> None:
    """Give a draft back what it told before a row changed it."""
    told = {name: before[name] for name in _TOLD}
    for name in ("starts_on", "ends_on", "apply_by"):
        told[name] = date.fromisoformat(told[name])
    told["fee"] = None if told["fee"] is None else Decimal(told["fee"])
    stops = [
        {
            **stop,
            "starts_on": date.fromisoformat(stop["starts_on"]),
            "ends_on": date.fromisoformat(stop["ends_on"]),
        }
        for stop in before["stops"]
    ]
    _change(offering, told, stops)


def _snapshot(offering: Offering) -> dict[str, Any]:
    told = {name: _plain(getattr(offering, name)) for name in _TOLD}
    names = ("place", "country", "starts_on", "ends_on")
    stops = [{name: _plain(getattr(stop, name)) for name in names} for stop in offering.stops.all()]
    return {**told, "stops": stops}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, date | Decimal) else value


def _change(offering: Offering, told: Mapping[str, Any], stops: list[dict[str, Any]]) -> None:
    for name, value in told.items():
        setattr(offering, name, value)
    offering.save()
    offering.stops.all().delete()
    _put_stops(offering, stops)


def _put_stops(offering: Offering, stops: list[dict[str, Any]]) -> None:
    Stop.objects.bulk_create(
        Stop(offering=offering, order=order, **stop) for order, stop in enumerate(stops, start=1)
    )


def _told(
    facts: EventFacts, plan: FeedPlan, interventions: Mapping[str, Intervention]
) -> dict[str, Any]:
    kind, _colon, code = facts.kind.partition(":")
    countries = dict.fromkeys(stop.country for stop in facts.stops if stop.country)
    return {
        "title": facts.title,
        "summary": facts.summary,
        "place": _place(facts),
        "kind": kind,
        "intervention_id": interventions[code].pk,
        "starts_on": facts.starts_on,
        "ends_on": facts.ends_on,
        "apply_by": facts.starts_on - timedelta(days=plan.apply_by_days),
        "fee": facts.cost,
        "currency": "" if facts.cost is None else plan.currency,
        "markets": list(countries),
        "sectors": list(facts.sectors),
    }


def _place(facts: EventFacts) -> str:
    places = " – ".join(dict.fromkeys(stop.place for stop in facts.stops if stop.place))
    return places if len(places) <= _LONGEST_PLACE else places[: _LONGEST_PLACE - 1] + "…"


def _stops(facts: EventFacts) -> list[dict[str, Any]]:
    stops = []
    for stop in facts.stops:
        first, last = facts.stop_days(stop)
        stops.append(
            {"place": stop.place, "country": stop.country, "starts_on": first, "ends_on": last}
        )
    return stops
