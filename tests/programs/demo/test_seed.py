"""The demonstration agency, built through the actions: whole, lively and repeatable."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from assessments.profiles.models import StagePlacement
from firms.accounts.models import Office, User
from firms.audit.models import AuditEvent
from firms.register.models import Firm, MarketEvent
from programs.allocation.models import Application, Offering, Score
from programs.catalogue.models import Program
from programs.cohorts.models import Cohort
from programs.demo import actions, signins
from programs.engagements.models import Engagement
from programs.followups.models import FollowUp

TODAY = date(2026, 11, 20)


def seed(firms=24):
    return actions.seed_demo(firms=firms, seed=7, today=TODAY)


def summary():
    """What was built, without keys and clock times."""
    return {
        "firms": list(Firm.objects.order_by("legal_name").values_list("legal_name", "intake_on")),
        "placements": sorted(
            StagePlacement.objects.values_list("firm__legal_name", "stage", "occurred_on")
        ),
        "help": sorted(
            Engagement.objects.values_list("firm__legal_name", "intervention__code", "state")
        ),
        "promises": sorted(FollowUp.objects.values_list("firm__legal_name", "due_on", "state")),
        "events": sorted(AuditEvent.objects.values_list("kind", "occurred_on")),
    }


def test_a_database_in_use_is_left_alone(db, adviser):
    with pytest.raises(CommandError, match="needs an empty one"):
        call_command("seed_demo", firms=1)
    assert not Firm.objects.exists()


def build_and_forget():
    with transaction.atomic():
        seed(firms=8)
        built = summary()
        transaction.set_rollback(True)
    return built


def test_the_same_seed_builds_the_same_agency(db):
    assert build_and_forget() == build_and_forget()


@pytest.fixture(scope="module")
def agency(django_db_setup, django_db_blocker):
    """Built once; every test below only reads."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed()
        transaction.set_rollback(True)


@pytest.fixture
def built(agency, db):
    return agency


def test_offices_people_programs_and_a_mission_too_small(built):
    assert Office.objects.count() == 3
    assert User.objects.advisers().count() == 8
    assert Program.objects.count() == 2
    mission = Offering.objects.get(intervention__code="outward_mission")
    assert Application.objects.filter(offering=mission).count() > mission.seats


def test_two_reviewers_gave_points_and_some_still_wait(built):
    mission = Offering.objects.get(intervention__code="outward_mission")
    shown = User.objects.get(email=signins.SHOWN["adviser"])
    assert mission.reviewers.count() == 2
    assert mission.reviewers.filter(person=shown).exists()
    assert Score.objects.filter(reviewer=shown).exists()
    assert Application.objects.visible_to(shown).awaiting_points_of(shown).exists()


def test_history_is_dated_when_it_happened(built):
    late = [
        placement
        for placement in StagePlacement.objects.all()
        if abs((placement.recorded_at.date() - placement.occurred_on).days) > 1
    ]
    assert late == []


def test_there_is_something_to_see(built):
    assert StagePlacement.objects.values("stage").distinct().count() == 3
    assert MarketEvent.objects.filter(kind="exit").exists()
    assert FollowUp.objects.overdue(TODAY).exists()
    assert FollowUp.objects.filter(state="done").exists()
    assert Cohort.objects.filter(frozen_at__isnull=False).count() == 5


def test_everybody_shown_can_sign_in(built):
    assert [each.email for each in signins.signins()] == list(signins.SHOWN.values())


def test_once_leaves_a_standing_agency_alone(built):
    before = Firm.objects.count()
    call_command("seed_demo", once=True, stdout=StringIO())
    assert Firm.objects.count() == before


def test_twice_is_refused_in_words(built):
    with pytest.raises(CommandError, match="stands in this database already"):
        call_command("seed_demo", firms=1)
