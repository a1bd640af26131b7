"""What the tests of `programs` share: a published pack, a firm with a profile, a fixed day."""

from datetime import date

import pytest
import time_machine
from django.db import connection

from assessments.methodology.models import PackVersion
from assessments.methodology.selectors import pack_of
from assessments.profiles.actions import complete_assessment
from assessments.profiles.models import ConstraintProfile
from config.shared import jobs
from firms.accounts.models import User
from firms.register.models import Firm
from programs.catalogue.actions import load_interventions
from programs.engagements.actions import complete_engagement
from programs.engagements.models import Engagement
from programs.followups.models import FollowUp
from programs.matching.actions import refresh_recommendations
from programs.matching.models import RecommendationSet
from tests.factories.assessments import AssessmentFactory, answers_of, publish_default_pack
from tests.factories.programs import EngagementFactory, FollowUpFactory, InterventionFactory

#: A Monday; the day the clock of these tests stands on.
TODAY = date(2026, 3, 2)


@pytest.fixture
def on_monday():
    with time_machine.travel("2026-03-02T09:00:00+00:00", tick=False):
        yield TODAY


@pytest.fixture
def pack(db: None) -> PackVersion:
    return publish_default_pack()


@pytest.fixture
def catalogue(pack: PackVersion) -> PackVersion:
    load_interventions(pack_version=pack)
    return pack


@pytest.fixture
def profile(
    catalogue: PackVersion, firm: Firm, adviser: User, on_monday: date
) -> ConstraintProfile:
    """Foreign contacts weigh most, standards are blocking; everything else is moderate."""
    questions = pack_of(catalogue).constraints_by_code
    worst = {question.id: 0 for question in questions["foreign_contacts"].questions}
    draft = AssessmentFactory(
        firm=firm,
        pack=catalogue,
        started_by=adviser,
        answers=answers_of(pack_of(catalogue), 2, **worst),
        assessed_on=on_monday,
    )
    complete_assessment(assessment=draft, by=adviser)
    return ConstraintProfile.objects.get(firm=firm)


@pytest.fixture
def recommended(profile: ConstraintProfile) -> RecommendationSet:
    return refresh_recommendations(firm_id=profile.firm_id)


@pytest.fixture
def planned(firm: Firm, on_monday: date) -> Engagement:
    """Help that is planned, with follow-ups 14, 60 and 180 days after its end."""
    return EngagementFactory(firm=firm, decided_on=on_monday, intervention=InterventionFactory())


@pytest.fixture
def completed(planned: Engagement, adviser: User) -> Engagement:
    """Help completed today: follow-ups on 16 March, 1 May and 29 August 2026."""
    return complete_engagement(engagement=planned, by=adviser)


@pytest.fixture
def due(firm: Firm, on_monday: date) -> FollowUp:
    return FollowUpFactory(firm=firm, subject="Has the buyer paid?")


@pytest.fixture
def many_writers(transactional_db):
    """A database that several connections write to at once; SQLite's tests have one alone."""
    if connection.vendor != "postgresql":
        pytest.skip("the test database of SQLite lives in one process and one connection")


@pytest.fixture
def sent(monkeypatch):
    """The jobs that were handed to the broker."""
    found = []
    monkeypatch.setattr(jobs, "send", found.append)
    return found
