"""Opening programs and changing them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.catalogue import events
from programs.catalogue.amounts import spoken
from programs.catalogue.errors import (
    BudgetBelowLines,
    BudgetBelowRounds,
    CurrencyInUse,
    OfferingsInCurrency,
)
from programs.catalogue.models import Intervention, Program
from programs.catalogue.setting_aside import beside_rounds, in_lines, in_rounds, with_money


@transaction.atomic
def create_program(
    *, by: User | None, interventions: Iterable[Intervention] = (), **fields: Any
) -> Program:
    """Open a program. The database refuses an end before the start and money without currency."""
    program = Program.objects.create(**fields)
    program.interventions.set(interventions)
    audit.record(events.PROGRAM_CREATED, by=by, target=program, program=program.name)
    return program


@transaction.atomic
def update_program(
    *,
    program: Program,
    by: User,
    interventions: Iterable[Intervention] | None = None,
    **fields: Any,
) -> Program:
    """Change a program; the event names the fields. Nothing is written when nothing changed.

    Raises CurrencyInUse and BudgetBelowLines for what its budget lines do not allow,
    OfferingsInCurrency and BudgetBelowRounds for what its offerings with money do not.
    """
    program = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    _require_room(program, fields)
    changed = sorted(name for name, value in fields.items() if getattr(program, name) != value)
    for name in changed:
        setattr(program, name, fields[name])
    if changed:
        program.save()
    if interventions is not None:
        wanted = {row.pk for row in interventions}
        if wanted != set(program.interventions.values_list("pk", flat=True)):
            program.interventions.set(wanted)
            changed.append("interventions")
    if changed:
        audit.record(
            events.PROGRAM_CHANGED,
            by=by,
            target=program,
            program=program.name,
            fields=", ".join(changed),
        )
    return program


def _require_room(program: Program, fields: Mapping[str, Any]) -> None:
    """Lines and offerings keep their currency, and the budget holds them."""
    currency = fields.get("currency", program.currency)
    budget = fields.get("budget", program.budget)
    lines = in_lines(program)
    if lines and currency != program.currency:
        raise CurrencyInUse(currency=program.currency)
    if currency != program.currency and (other := _other_currency(program, currency)):
        raise OfferingsInCurrency(currency=other)
    if budget is None or budget == program.budget:
        return
    if budget < lines:
        raise BudgetBelowLines(lines=spoken(lines, currency))
    taken = in_rounds(program, today=clock.today()) + beside_rounds(program)
    if budget < taken:
        raise BudgetBelowRounds(taken=spoken(taken, currency))


def _other_currency(program: Program, currency: str) -> str:
    """A currency in which offerings name money already, other than this one; empty without any."""
    rows = with_money(program).exclude(currency=currency).order_by("pk")
    return str(rows.values_list("currency", flat=True).first() or "")
