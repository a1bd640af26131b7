"""Budget lines: written under the lock of their program, never below what is taken."""

from decimal import Decimal

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from programs.catalogue import events
from programs.catalogue.amounts import spoken
from programs.catalogue.errors import (
    LineBelowTaken,
    LineNameTaken,
    LinesOverBudget,
    NoCurrency,
)
from programs.catalogue.models import BudgetLine, Program
from programs.catalogue.setting_aside import left_for_line


@transaction.atomic
def add_budget_line(
    *, program: Program, name: str, kind: str, amount: Decimal, by: User, stage: str = ""
) -> BudgetLine:
    """Set a part of the program's budget aside, in its currency.

    The same line again changes nothing. Raises NoCurrency, LineNameTaken, LinesOverBudget.
    """
    program = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    if not program.currency:
        raise NoCurrency
    known = program.budget_lines.filter(name=name).first()
    if known is not None:
        if (known.kind, known.stage, known.amount) == (kind, stage, amount):
            return known
        raise LineNameTaken
    _require_budget(program, kind, amount)
    line = BudgetLine.objects.create(
        program=program,
        name=name,
        kind=kind,
        stage=stage,
        amount=amount,
        currency=program.currency,
    )
    audit.record(
        events.LINE_ADDED,
        by=by,
        target=line,
        line=name,
        program=program.name,
        amount=f"{amount:f}",
        currency=line.currency,
    )
    return line


@transaction.atomic
def change_budget_line(
    *, line: BudgetLine, name: str, kind: str, amount: Decimal, by: User, stage: str = ""
) -> BudgetLine:
    """Change a line; the same values change nothing.

    Raises LineNameTaken, LinesOverBudget, and LineBelowTaken for an amount below what is
    committed and spent.
    """
    program = Program.objects.select_for_update(of=("self",)).get(pk=line.program_id)
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    before = line.amount
    if (line.name, line.kind, line.stage, before) == (name, kind, stage, amount):
        return line
    if program.budget_lines.filter(name=name).exclude(pk=line.pk).exists():
        raise LineNameTaken
    if amount < line.taken:
        raise LineBelowTaken(taken=spoken(line.taken, line.currency), line=line.name)
    if amount > before or kind != line.kind:
        _require_budget(program, kind, amount, other_than=line)
    line.name, line.kind, line.stage, line.amount = name, kind, stage, amount
    line.save(update_fields=["name", "kind", "stage", "amount", "updated_at"])
    audit.record(
        events.LINE_CHANGED,
        by=by,
        target=line,
        line=name,
        program=program.name,
        before=f"{before:f}",
        amount=f"{amount:f}",
        currency=line.currency,
    )
    return line


def _require_budget(
    program: Program, kind: str, amount: Decimal, *, other_than: BudgetLine | None = None
) -> None:
    """The lines, and the money rounds beside them, stay within the budget, where there is one."""
    left = left_for_line(program, kind, today=clock.today(), other_than=other_than)
    if left is not None and amount > left:
        raise LinesOverBudget(left=spoken(left, program.currency))
