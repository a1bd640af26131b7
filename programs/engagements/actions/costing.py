"""Costs against budget lines: under the lock of the line, recounted, the database last."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.audit.kinds import Kind
from programs.catalogue.amounts import spoken
from programs.catalogue.errors import LineCurrency, LineOverdrawn
from programs.catalogue.models import BudgetLine
from programs.engagements import events
from programs.engagements.actions.delivering import require_receiving
from programs.engagements.actions.moving import locked
from programs.engagements.errors import CostSettled, InTheFuture, LineOfAnotherProgram
from programs.engagements.models import Cost, Engagement
from programs.engagements.rules import CostState, line_sums


@transaction.atomic
def book_cost(
    *,
    engagement: Engagement,
    line: BudgetLine,
    purpose: str,
    amount: Decimal,
    by: User | None,
    currency: str = "",
    on: date | None = None,
) -> Cost:
    """Commit a part of a budget line to an engagement; `currency` empty: that of the line.

    Raises NotAgreed, InTheFuture, LineOfAnotherProgram, LineCurrency, and LineOverdrawn, which
    says what is left.
    """
    day = on or clock.today()
    engagement = locked(engagement)
    line = locked_line(line)
    require_receiving(engagement, day)
    if engagement.program_id is not None and engagement.program_id != line.program_id:
        raise LineOfAnotherProgram
    if (currency or line.currency) != line.currency:
        raise LineCurrency(line=line.name, currency=line.currency, other=currency)
    _require_left(line, amount)
    cost = Cost.objects.create(
        engagement=engagement,
        line=line,
        purpose=purpose,
        amount=amount,
        currency=line.currency,
        committed_on=day,
        booked_by=by,
    )
    _count(line)
    _record(events.COST_BOOKED, engagement, cost, amount, by, day)
    return cost


@transaction.atomic
def spend_cost(
    *, cost: Cost, by: User, amount: Decimal | None = None, on: date | None = None
) -> Cost:
    """A committed cost was paid: `amount` as it came out in the end, else as committed.

    The same again changes nothing. Raises CostSettled, InTheFuture, and LineOverdrawn when it
    came out dearer than the line allows.
    """
    engagement, line, cost = _locked(cost)
    paid = cost.amount if amount is None else amount
    if cost.state == CostState.SPENT and cost.spent_amount == paid:
        return cost
    _settle(cost, on)
    _require_left(line, paid - cost.amount)
    cost.state, cost.spent_amount = CostState.SPENT, paid
    cost.save(update_fields=["state", "spent_amount", "settled_on", "updated_at"])
    _count(line)
    _record(events.COST_SPENT, engagement, cost, paid, by, cost.settled_on)
    return cost


@transaction.atomic
def release_cost(*, cost: Cost, by: User, note: str = "", on: date | None = None) -> Cost:
    """A committed cost will not come: its line has the money again.

    Released already, nothing changes. Raises CostSettled and InTheFuture.
    """
    engagement, line, cost = _locked(cost)
    if cost.state == CostState.RELEASED:
        return cost
    _settle(cost, on)
    cost.state, cost.note = CostState.RELEASED, note
    cost.save(update_fields=["state", "note", "settled_on", "updated_at"])
    _count(line)
    _record(events.COST_RELEASED, engagement, cost, cost.amount, by, cost.settled_on, note)
    return cost


def locked_line(line: BudgetLine) -> BudgetLine:
    """The line as it stands now, locked: engagement first, then the line, then its costs."""
    return BudgetLine.objects.select_for_update(of=("self",)).get(pk=line.pk)


def _locked(cost: Cost) -> tuple[Engagement, BudgetLine, Cost]:
    engagement = locked(cost.engagement)
    line = locked_line(cost.line)
    return engagement, line, Cost.objects.select_for_update(of=("self",)).get(pk=cost.pk)


def _settle(cost: Cost, on: date | None) -> None:
    if cost.state != CostState.COMMITTED:
        raise CostSettled
    day = on or clock.today()
    if day > clock.today():
        raise InTheFuture(on=day)
    cost.settled_on = max(day, cost.committed_on)


def _require_left(line: BudgetLine, amount: Decimal) -> None:
    """Recount inside the lock, so that the counters are never trusted alone."""
    left = line.amount - line_sums(cost.as_rule() for cost in line.costs.all()).taken
    if amount > left:
        raise LineOverdrawn(
            line=line.name,
            left=spoken(left, line.currency),
            amount=spoken(amount, line.currency),
        )


def _count(line: BudgetLine) -> None:
    sums = line_sums(cost.as_rule() for cost in line.costs.all())
    line.committed, line.spent = sums.committed, sums.spent
    line.save(update_fields=["committed", "spent", "updated_at"])


def _record(
    kind: Kind,
    engagement: Engagement,
    cost: Cost,
    amount: Decimal,
    by: User | None,
    day: date | None,
    note: str = "",
) -> None:
    audit.record(
        kind,
        firm=engagement.firm,
        target=engagement,
        by=by,
        occurred_on=day,
        intervention=engagement.intervention.names,
        amount=f"{amount:f}",
        currency=cost.currency,
        purpose=cost.purpose,
        note=note,
    )
