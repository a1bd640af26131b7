"""Costs against one budget line, and moves of one engagement, from many hands at once."""

from decimal import Decimal

from firms.accounts.models import User
from programs.catalogue.models import BudgetLine
from programs.engagements import actions
from programs.engagements.models import Engagement
from programs.engagements.rules import line_sums
from tests.factories.delivery import BudgetLineFactory
from tests.factories.firms import FirmFactory, OfficeFactory, UserFactory
from tests.factories.programs import EngagementFactory, InterventionFactory, ProgramFactory


def open_line(amount, engagements):
    """A budget line, and running help of its program in as many firms; returns keys."""
    office = OfficeFactory()
    program, help_ = ProgramFactory(currency="EUR"), InterventionFactory()
    rows = [
        EngagementFactory(
            firm=FirmFactory(office=office), program=program, intervention=help_, state="active"
        )
        for _number in range(engagements)
    ]
    return {
        "line": BudgetLineFactory(program=program, amount=Decimal(amount), currency="EUR").pk,
        "manager": UserFactory(role="manager", office=None).pk,
        "engagements": [row.pk for row in rows],
    }


def book(line, engagement, amount, manager):
    cost = actions.book_cost(
        engagement=Engagement.objects.get(pk=engagement),
        line=BudgetLine.objects.get(pk=line),
        purpose="Flights",
        amount=Decimal(amount),
        by=User.objects.get(pk=manager),
    )
    return cost.state


def count_line(line):
    """The line as its costs say, beside what its counters say."""
    row = BudgetLine.objects.get(pk=line)
    sums = line_sums(cost.as_rule() for cost in row.costs.all())
    return {"booked": str(sums.taken), "counted": str(row.taken), "amount": str(row.amount)}


def apply_once():
    """Help that a firm applied for, and an adviser who may approve it."""
    office = OfficeFactory()
    row = EngagementFactory(
        firm=FirmFactory(office=office), intervention=InterventionFactory(), state="applied"
    )
    return {
        "engagement": row.pk,
        "advisers": [UserFactory(role="adviser", office=office).pk for _number in range(2)],
    }


def approve(engagement, adviser):
    row = Engagement.objects.get(pk=engagement)
    by = User.objects.get(pk=adviser)
    return actions.approve_engagement(engagement=row, by=by).state


def moves(engagement):
    """How often it was approved."""
    row = Engagement.objects.get(pk=engagement)
    return row.transitions.filter(after="approved").count()
