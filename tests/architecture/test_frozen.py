"""History is append-only in the database itself, whatever the code above it does."""

import pytest
from django.db import DatabaseError, transaction

from assessments.methodology.models import PackVersion
from assessments.profiles.models import StagePlacement
from config.shared import clock
from firms.audit import actions as audit
from firms.audit.models import AuditEvent
from firms.register import events
from programs.allocation.actions import apply_for_seat, plan_allocation
from programs.allocation.models import AllocationRun, ApplicationMove
from programs.allocation.rules import Weights
from programs.eligibility.actions import check_firm
from programs.eligibility.models import CriteriaCheck, CriteriaVersion
from programs.outcomes.actions import claim_outcome, confirm_by_contact
from programs.outcomes.models import Confirmation, Outcome, OutcomeMove
from tests.factories.assessments import PlacementFactory, publish_default_pack
from tests.factories.firms import ContactFactory, UserFactory
from tests.factories.programs import CriteriaFactory, OfferingFactory

CHANGES = [
    pytest.param(StagePlacement, {"stage": "growth_expansion"}, id="a placement's stage"),
    pytest.param(StagePlacement, {"occurred_on": "2020-01-01"}, id="a placement's day"),
    pytest.param(Outcome, {"amount": None}, id="what was claimed"),
    pytest.param(OutcomeMove, {"after": "evidenced"}, id="a grade's step"),
    pytest.param(Confirmation, {"answer": "denies"}, id="a contact's answer"),
    pytest.param(AuditEvent, {"data": {}}, id="an event's words"),
    pytest.param(PackVersion, {"document": {}}, id="a published pack"),
    pytest.param(ApplicationMove, {"after": "seated"}, id="an application's move"),
    pytest.param(AllocationRun, {"inputs": {}}, id="what an allocation rests on"),
    pytest.param(AllocationRun, {"result": {}}, id="what an allocation found"),
    pytest.param(CriteriaVersion, {"document": {}}, id="published criteria"),
    pytest.param(CriteriaVersion, {"published_at": None}, id="that criteria are published"),
    pytest.param(CriteriaCheck, {"facts": {}}, id="the facts of a check"),
    pytest.param(CriteriaCheck, {"verdict": "pass"}, id="the verdict of a check"),
]


@pytest.fixture
def history(firm):
    publish_default_pack()
    PlacementFactory(firm=firm)
    check_firm(version=CriteriaFactory().versions.get(), firm=firm, by=None)
    outcome = claim_outcome(firm=firm, kind="jobs", count=4, occurred_on=clock.today(), by=None)
    confirm_by_contact(outcome=outcome, contact=ContactFactory(firm=firm), answer="agrees")
    offering = OfferingFactory()
    apply_for_seat(offering=offering, firm=firm, by=None)
    plan_allocation(offerings=[offering], by=UserFactory(role="manager"), weights=Weights(), seed=1)
    audit.record(events.FIRM_REGISTERED, firm=firm, by=None)


@pytest.mark.parametrize(("table", "change"), CHANGES)
@pytest.mark.usefixtures("history")
def test_the_database_refuses_to_rewrite_history(table, change):
    before = list(table.objects.values())
    with pytest.raises(DatabaseError, match="is_frozen"), transaction.atomic():
        table.objects.update(**change)
    assert list(table.objects.values()) == before


@pytest.mark.usefixtures("history")
def test_a_firm_may_still_be_moved_with_its_history(firm, foreign_firm):
    StagePlacement.objects.update(firm=foreign_firm)
    assert StagePlacement.objects.get().firm == foreign_firm
