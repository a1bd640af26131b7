"""What a program's budget is set aside for: its lines, and the money rounds of its offerings.

Offerings stand in a higher slice and are read through reverse relations.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from programs.catalogue.models import BudgetLine, LineKind, Program

ZERO = Decimal(0)
#: Lines that pay for something else than what rounds give to firms. Other lines may be what a
#: round is paid from, so that both are the same money.
BESIDE_ROUNDS = frozenset({LineKind.TRAVEL, LineKind.STAND, LineKind.TRAINING})


def with_money(program: Program) -> Any:
    """Offerings that stand and name an amount: a budget, or what a firm pays."""
    rows: Any = program.offerings.exclude(state="cancelled")
    return rows.exclude(budget__isnull=True, fee__isnull=True)


def in_rounds(program: Program, *, today: date, other_than: int | None = None) -> Decimal:
    """What rounds take of the budget; of one that ended, what it gave.

    They are all in the currency of a program that has one. `other_than`: the key of a round that
    is not counted.
    """
    rows = with_money(program).filter(budget__isnull=False)
    columns = rows.exclude(pk=other_than).values_list("budget", "budget_held", "ends_on")
    return sum((held if ends_on < today else all_ for all_, held, ends_on in columns), ZERO)


def in_lines(program: Program, *, other_than: BudgetLine | None = None) -> Decimal:
    """What all lines take."""
    return _sum(program.budget_lines.all(), other_than)


def beside_rounds(program: Program, *, other_than: BudgetLine | None = None) -> Decimal:
    """What the lines take that no round is paid from."""
    return _sum(program.budget_lines.filter(kind__in=BESIDE_ROUNDS), other_than)


def _sum(lines: Any, other_than: BudgetLine | None) -> Decimal:
    rows = lines.exclude(pk=other_than.pk) if other_than else lines
    return rows.aggregate(total=Sum("amount"))["total"] or ZERO


def left_for_round(
    program: Program, *, today: date, other_than: int | None = None
) -> Decimal | None:
    """What the budget leaves for one more round; None where the program has no budget."""
    if program.budget is None:
        return None
    rounds = in_rounds(program, today=today, other_than=other_than)
    return max(program.budget - rounds - beside_rounds(program), ZERO)


def left_for_line(
    program: Program, kind: str, *, today: date, other_than: BudgetLine | None = None
) -> Decimal | None:
    """What the budget leaves for one more line; None where the program has no budget."""
    if program.budget is None:
        return None
    left = program.budget - in_lines(program, other_than=other_than)
    if kind in BESIDE_ROUNDS:
        beside = beside_rounds(program, other_than=other_than)
        left = min(left, program.budget - beside - in_rounds(program, today=today))
    return max(left, ZERO)
