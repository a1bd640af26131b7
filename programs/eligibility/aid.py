"""The money firms received on record, for many firms at once: four queries.

Engagements and applications stand in higher slices and are read through reverse relations.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from firms.register.models import Firm
from programs.eligibility.rules import Aid, Booking, Money, Standing, aid_of

#: Where help stands, by the state of its engagement; before it is agreed nothing is given.
STANDINGS = {
    "approved": Standing.AGREED,
    "active": Standing.UNDER_WAY,
    "paused": Standing.UNDER_WAY,
    "completed": Standing.COMPLETED,
    "withdrawn": Standing.CALLED_OFF,
    "declined": Standing.CALLED_OFF,
    "no_show": Standing.CALLED_OFF,
    "cancelled": Standing.CALLED_OFF,
}
#: Help that was given, or is being given.
GIVEN = frozenset(
    state
    for state, standing in STANDINGS.items()
    if standing in {Standing.UNDER_WAY, Standing.COMPLETED}
)
_OF_PERIODS = ("engagement", "used", "authorized", "currency", "decided_on", "starts_on")


def aid_of_firms(
    engaged: Mapping[int, Sequence[Any]], *, keys: Sequence[int], today: date
) -> dict[int, tuple[Aid, ...]]:
    """Aid by firm. `engaged`: each firm's engagements in `STANDINGS`, the newest last."""
    log = _log(keys, today)
    ledger, received = _entries(keys, today)
    grants = _grants(keys, today)
    found: dict[int, tuple[Aid, ...]] = {}
    for firm in keys:
        own = grants.pop(firm, {})
        aid: list[Aid] = []
        rows = engaged.get(firm, ())
        newest = {row.offering_id: row.pk for row in rows}
        for row in rows:
            is_newest = newest[row.offering_id] == row.pk
            money = Money(
                standing=STANDINGS[row.state],
                is_money=row.is_in_money,
                since=row.starts_on or row.decided_on,
                ledger=tuple(ledger[row.pk]),
                log=log.get(row.pk),
                received=tuple(received[row.pk]),
                grant=own.pop(row.offering_id, None) if is_newest else None,
            )
            aid += aid_of(money)
        found[firm] = (*aid, *own.values())
    return found


def _log(keys: Sequence[int], today: date) -> dict[int, tuple[Aid, ...]]:
    """Imported policies and tranches: as used, else as authorized, on the day of the decision."""
    rows = _of_engagements("periods", keys).filter(engagement__state__in=GIVEN).only(*_OF_PERIODS)
    found: dict[int, list[Aid]] = defaultdict(list)
    for row in rows.order_by("pk"):
        amount = row.authorized if row.used is None else row.used
        given_on = row.decided_on or row.starts_on
        known = found[row.engagement_id]
        if given_on is None or given_on <= today:
            known.append(Aid(amount, row.currency, given_on))
    return {key: tuple(aid) for key, aid in found.items()}


def _entries(
    keys: Sequence[int], today: date
) -> tuple[dict[int, list[Booking]], dict[int, list[Aid]]]:
    """Bookings of ledgers, and money noted as received, of each engagement."""
    ledger: dict[int, list[Booking]] = defaultdict(list)
    received: dict[int, list[Aid]] = defaultdict(list)
    columns = ("engagement", "kind", "amount", "currency", "occurred_on")
    now = Q(corrected_by__isnull=True, occurred_on__lte=today)
    booked = _of_engagements("finance", keys).filter(now)
    for key, kind, amount, currency, day in booked.order_by("pk").values_list(*columns):
        ledger[key].append(Booking(kind, amount, currency, day))
    noted = _of_engagements("facts", keys).filter(now, kind="money")
    for key, _kind, amount, currency, day in noted.order_by("pk").values_list(*columns):
        received[key].append(Aid(amount, currency, day))
    return ledger, received


def _of_engagements(name: str, keys: Sequence[int]) -> Any:
    engagements: Any = Firm._meta.get_field("engagements").related_model
    rows: Any = engagements._meta.get_field(name).related_model
    return rows.objects.filter(engagement__firm__in=keys)


def _grants(keys: Sequence[int], today: date) -> dict[int, dict[int, Aid]]:
    """Firm → offering → the grant the firm accepted, on the day it did."""
    applications: Any = Firm._meta.get_field("applications").related_model
    rows = (
        applications.objects.filter(firm__in=keys, state="seated", granted__isnull=False)
        .annotate(seated_at=Max("moves__moved_at", filter=Q(moves__after="seated")))
        .order_by("pk")
        .values_list(
            *("firm", "offering", "granted", "offering__currency", "applied_on", "seated_at")
        )
    )
    found: dict[int, dict[int, Aid]] = defaultdict(dict)
    for firm, offering, granted, currency, applied_on, seated_at in rows:
        day = timezone.localtime(seated_at).date() if seated_at else applied_on
        if day <= today:
            found[firm][offering] = Aid(granted, currency, day)
    return found
