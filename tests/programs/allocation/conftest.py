"""An offering that is closed, and firms that asked for it with a need that differs."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from assessments.methodology.models import PackVersion
from assessments.profiles.models import ConstraintProfile
from programs.allocation import actions
from programs.allocation.models import Offering
from programs.allocation.rules import Weights
from programs.matching.models import Recommendation, RecommendationSet
from tests.factories.assessments import AssessmentFactory
from tests.factories.firms import FirmFactory, UserFactory
from tests.factories.programs import InterventionFactory, OfferingFactory, ProgramFactory

NOW = datetime(2031, 1, 10, 9, tzinfo=UTC)


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mission(office, now):
    """Two seats; offers wait seven days."""
    return OfferingFactory(
        program=ProgramFactory(office=office, currency="EUR"),
        intervention=InterventionFactory(stages=["active_engagement"]),
        seats=2,
        title="Gulf mission",
    )


@pytest.fixture
def in_need(pack: PackVersion, mission: Offering, office):
    """Makes a firm whose contacts hold it back so much, and that asked for the mission."""

    def make(severity: int, *, is_eligible: bool = True, **firm):
        owner = FirmFactory(office=office, **firm)
        advice = RecommendationSet.objects.create(
            firm=owner,
            profile=_profile(owner, pack),
            pack=pack,
            stage="active_engagement",
            computed_at=NOW,
        )
        Recommendation.objects.create(
            set=advice,
            intervention=mission.intervention,
            rank=1,
            score=severity,
            targets=[
                {
                    "constraint": "foreign_contacts",
                    "severity": severity,
                    "band": "high",
                    "strength": 3,
                }
            ],
            why_not=[]
            if is_eligible
            else [
                {
                    "code": "stage_not_served",
                    "params": {"stage": "preparation"},
                    "remedy": {
                        "code": "stage_reached",
                        "params": {"stages": ["active_engagement"]},
                    },
                }
            ],
            is_eligible=is_eligible,
        )
        return actions.apply_for_seat(offering=mission, firm=owner, by=None)

    return make


def _profile(firm, pack):
    assessment = AssessmentFactory(firm=firm, pack=pack, assessed_on=NOW.date())
    return ConstraintProfile.objects.create(
        firm=firm,
        pack=pack,
        adviser_assessment=assessment,
        stage="active_engagement",
        answered=1,
        questions=1,
        assessed_on=NOW.date(),
        recorded_at=NOW,
    )


@pytest.fixture
def boss(office):
    return UserFactory(role="manager", office=None)


@pytest.fixture
def planned(mission, boss):
    """Closes the mission and computes a proposal."""

    def plan(**settings):
        actions.close_offering(offering=mission, by=boss)
        return actions.plan_allocation(
            offerings=[mission], by=boss, weights=Weights(), **({"seed": 1} | settings)
        )

    return plan


@pytest.fixture
def money_round(office, now):
    return OfferingFactory(
        program=ProgramFactory(office=office, currency="EUR"),
        seats=None,
        budget=Decimal("10000.00"),
        currency="EUR",
        title="Voucher round",
    )
