"""Makers of what engagements deliver and cost, used inside fixtures only."""

from datetime import date
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from programs.catalogue.models import BudgetLine
from programs.engagements.models import Cost, DeliveryFact, EngagementMilestone, FinanceEntry


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = EngagementMilestone

    engagement = factory.SubFactory("tests.factories.programs.EngagementFactory")
    title = factory.Sequence(lambda n: f"Invented step {n}")
    due_on = date(2026, 3, 16)


class FactFactory(DjangoModelFactory):
    """Three hours."""

    class Meta:
        model = DeliveryFact

    engagement = factory.SubFactory("tests.factories.programs.EngagementFactory")
    kind = "hours"
    hours = Decimal(3)
    occurred_on = date(2026, 2, 2)
    recorded_at = factory.LazyFunction(timezone.now)


class FinanceEntryFactory(DjangoModelFactory):
    """An approval of a thousand."""

    class Meta:
        model = FinanceEntry

    engagement = factory.SubFactory("tests.factories.programs.EngagementFactory")
    kind = "approved"
    amount = Decimal(1000)
    currency = "USD"
    occurred_on = date(2026, 2, 2)
    recorded_at = factory.LazyFunction(timezone.now)


class BudgetLineFactory(DjangoModelFactory):
    class Meta:
        model = BudgetLine

    program = factory.SubFactory("tests.factories.programs.ProgramFactory", currency="USD")
    name = factory.Sequence(lambda n: f"Invented line {n}")
    kind = "travel"
    amount = Decimal(1000)
    currency = "USD"


class CostFactory(DjangoModelFactory):
    """A hundred committed; the line is not counted with it."""

    class Meta:
        model = Cost

    engagement = factory.SubFactory("tests.factories.programs.EngagementFactory")
    line = factory.SubFactory(BudgetLineFactory)
    purpose = "Flights"
    amount = Decimal(100)
    currency = "USD"
    committed_on = date(2026, 2, 2)
