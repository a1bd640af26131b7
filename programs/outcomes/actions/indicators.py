"""Cards of indicators follow the methodology; programs set what they mean to reach."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from assessments.methodology.models import PackVersion
from assessments.methodology.selectors import pack_of
from assessments.methodology.structure import Indicator as Card
from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.catalogue.models import Program
from programs.outcomes import events
from programs.outcomes.cards import cards
from programs.outcomes.errors import PeriodWrong
from programs.outcomes.models import Indicator, IndicatorTarget


@transaction.atomic
def load_indicators(*, pack_version: PackVersion, by: User | None = None) -> int:
    """Make the cards follow a pack: added, changed, retired. Returns how many; 0 the second time.

    An owner somebody named stays.
    """
    pack = pack_of(pack_version)
    known = {row.code: row for row in Indicator.objects.select_for_update()}
    added = changed = 0
    for card in pack.indicators:
        wanted = _fields(card)
        row = known.get(card.code)
        if row is not None and {name: getattr(row, name) for name in wanted} == wanted:
            continue
        Indicator.objects.update_or_create(code=card.code, defaults=wanted)
        added, changed = added + (row is None), changed + (row is not None)
    codes = {card.code for card in pack.indicators}
    retired = Indicator.objects.in_use().exclude(code__in=codes).update(retired_on=clock.today())
    if added or changed or retired:
        audit.record(
            events.INDICATORS_LOADED,
            by=by,
            target=pack_version,
            pack=str(pack_version),
            added=added,
            changed=changed,
            retired=retired,
        )
    return added + changed + retired


def _fields(card: Card) -> dict[str, Any]:
    more = cards().get(card.code, {})
    return {
        "names": dict(card.name),
        "definitions": dict(card.definition),
        "unit": card.unit,
        "intents": more.get("intent", {}),
        "formulas": more.get("formula", {}),
        "sources": more.get("source", {}),
        "frequencies": more.get("frequency", {}),
        "retired_on": None,
    }


@transaction.atomic
def name_owner(*, indicator: Indicator, owner: str, by: User) -> Indicator:
    """Say who answers for an indicator; empty: the manager of results. The same changes nothing."""
    indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
    owner = owner.strip()
    if indicator.owner == owner:
        return indicator
    before, indicator.owner = indicator.owner, owner
    indicator.save(update_fields=["owner"])
    audit.record(
        events.OWNER_NAMED if owner else events.OWNER_DROPPED,
        by=by,
        target=indicator,
        indicator=indicator.names,
        owner=owner or before,
    )
    return indicator


@transaction.atomic
def set_target(
    *,
    program: Program,
    indicator: Indicator,
    starts_on: date,
    ends_on: date,
    value: Decimal,
    by: User | None,
) -> IndicatorTarget:
    """What a program means to reach in a period; another value replaces the one in force.

    The same again changes nothing. Raises PeriodWrong.
    """
    if ends_on < starts_on:
        raise PeriodWrong
    program = Program.objects.select_for_update().get(pk=program.pk)
    rows = IndicatorTarget.objects.filter(
        program=program,
        indicator=indicator,
        starts_on=starts_on,
        ends_on=ends_on,
        replaced_at__isnull=True,
    )
    if same := rows.filter(value=value).first():
        return same
    rows.update(replaced_at=clock.now())
    target = IndicatorTarget.objects.create(
        program=program,
        indicator=indicator,
        starts_on=starts_on,
        ends_on=ends_on,
        value=value,
        set_by=by,
        set_at=clock.now(),
    )
    audit.record(
        events.TARGET_SET,
        by=by,
        target=program,
        program=program.name,
        indicator=indicator.names,
        value=str(value),
        day=ends_on.isoformat(),
    )
    return target
