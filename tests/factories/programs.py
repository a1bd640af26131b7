"""Makers of rows of `programs`, used inside fixtures only."""

from datetime import date, time

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from programs.allocation.models import Application, Offering, Reviewer
from programs.catalogue.models import Intervention, Program
from programs.eligibility.models import Criteria, CriteriaVersion
from programs.engagements.models import Engagement
from programs.followups.models import FollowUp, MessagePreference, Reminder
from programs.outcomes.models import Outcome


class InterventionFactory(DjangoModelFactory):
    class Meta:
        model = Intervention

    code = factory.Sequence(lambda n: f"help-{n}")
    names = factory.Sequence(lambda n: {"en": f"Invented help {n}", "ru": f"Помощь {n}"})
    stages = ["active_engagement"]
    capacity = "seats"
    typical_days = 30
    follow_up_days = [14, 60, 180]
    details = {"evidence": [], "outcomes": [], "requires": []}


class ProgramFactory(DjangoModelFactory):
    class Meta:
        model = Program

    code = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Invented program {n}")
    starts_on = date(2025, 1, 1)


class OfferingFactory(DjangoModelFactory):
    class Meta:
        model = Offering

    program = factory.SubFactory(ProgramFactory)
    intervention = factory.SubFactory(InterventionFactory)
    title = factory.Sequence(lambda n: f"Invented mission {n}")
    starts_on = date(2031, 3, 1)
    ends_on = date(2031, 3, 5)
    apply_by = date(2031, 2, 1)
    seats = 1


class ApplicationFactory(DjangoModelFactory):
    class Meta:
        model = Application

    offering = factory.SubFactory(OfferingFactory)
    firm = factory.SubFactory("tests.factories.firms.FirmFactory")
    applied_on = date(2030, 1, 1)
    recorded_at = factory.LazyFunction(timezone.now)


class ReviewerFactory(DjangoModelFactory):
    class Meta:
        model = Reviewer

    offering = factory.SubFactory(OfferingFactory)
    person = factory.SubFactory("tests.factories.firms.UserFactory")
    appointed_by = factory.SelfAttribute("person")
    appointed_at = factory.LazyFunction(timezone.now)


class EngagementFactory(DjangoModelFactory):
    class Meta:
        model = Engagement

    firm = factory.SubFactory("tests.factories.firms.FirmFactory")
    intervention = factory.SubFactory(InterventionFactory)
    state = "approved"
    decided_on = date(2026, 1, 5)


class FollowUpFactory(DjangoModelFactory):
    """A follow-up made by hand, due long ago."""

    class Meta:
        model = FollowUp

    firm = factory.SubFactory("tests.factories.firms.FirmFactory")
    subject = factory.Sequence(lambda n: f"Invented question {n}")
    planned_on = date(2026, 3, 2)
    due_on = factory.SelfAttribute("planned_on")
    state = "due"


class ReachableFactory(DjangoModelFactory):
    """Somebody who may be written to at any hour of any day, whatever the real clock says."""

    class Meta:
        model = MessagePreference

    digest_at = time(0)
    is_quiet = False
    on_days_off = True


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = Reminder

    follow_up = factory.SubFactory(FollowUpFactory)
    due_on = factory.SelfAttribute("follow_up.due_on")
    recipient = factory.SubFactory("tests.factories.firms.UserFactory")
    queued_at = factory.LazyFunction(timezone.now)
    why = "your_firm"


class CriteriaFactory(DjangoModelFactory):
    """Criteria whose first version is published: 10 to 50 employees."""

    class Meta:
        model = Criteria
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Invented criteria {n}")

    @factory.post_generation
    def version(self, create, document, **_kwargs):
        clause = {"type": "employees", "low": 10, "high": 50}
        CriteriaVersion.objects.create(
            criteria=self,
            number=1,
            document=document or {"join": "all", "groups": [{"join": "all", "clauses": [clause]}]},
            published_at=timezone.now(),
        )


class OutcomeFactory(DjangoModelFactory):
    """An export sale somebody claimed; a bare row without its first move."""

    class Meta:
        model = Outcome

    firm = factory.SubFactory("tests.factories.firms.FirmFactory")
    kind = "export_sale"
    amount = "50000.00"
    currency = "USD"
    market = "UZ"
    occurred_on = date(2026, 1, 20)
    claimed_at = factory.LazyFunction(timezone.now)
    recorded_at = factory.LazyFunction(timezone.now)
