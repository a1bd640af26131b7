"""Opening programs and changing them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Sum

from firms.accounts.models import User
from firms.audit import actions as audit
from programs.catalogue import events
from programs.catalogue.amounts import spoken
from programs.catalogue.errors import BudgetBelowLines, CurrencyInUse
from programs.catalogue.models import Intervention, Program


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

    Raises CurrencyInUse and BudgetBelowLines for what its budget lines do not allow.
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
    """The lines keep their currency, and the budget holds them."""
    lines = program.budget_lines.aggregate(total=Sum("amount"))["total"]
    if lines is None:
        return
    if fields.get("currency", program.currency) != program.currency:
        raise CurrencyInUse(currency=program.currency)
    budget = fields.get("budget", program.budget)
    if budget is not None and budget < lines:
        raise BudgetBelowLines(lines=spoken(lines, program.currency))
