"""Conditions of a program hold for its offerings that have none of their own."""

import pytest
from django.urls import reverse

from programs.allocation import actions
from programs.allocation.conditions import conditions_in_force, criteria_of
from programs.allocation.errors import SeatNeedsReason
from programs.allocation.inputs import failing
from programs.catalogue.actions import update_program
from programs.eligibility.models import CriteriaCheck
from tests.factories.programs import CriteriaFactory

SMALL = {
    "join": "all",
    "groups": [{"join": "all", "clauses": [{"type": "employees", "low": 1, "high": 5}]}],
}


@pytest.fixture
def conditions(mission, boss):
    """10 to 50 employees, for the whole program."""
    criteria = CriteriaFactory(name="Medium firms")
    update_program(program=mission.program, by=boss, conditions=criteria)
    mission.program.refresh_from_db()
    return criteria


@pytest.fixture
def own(mission, boss):
    criteria = CriteriaFactory(name="Tiny firms", version=SMALL)
    actions.update_offering(offering=mission, by=boss, criteria=criteria)
    mission.refresh_from_db()
    return criteria


@pytest.fixture
def tiny(in_need):
    return in_need(80, employees=3)


def test_an_offering_has_those_of_its_program(mission, conditions):
    assert criteria_of(mission) == conditions
    assert conditions_in_force(mission) == conditions.versions.get()


def test_its_own_replace_them(mission, conditions, own):
    assert criteria_of(mission) == own


def test_without_any_nothing_decides(mission):
    assert conditions_in_force(mission) is None


def test_they_decide_who_can_have_a_seat(mission, conditions, tiny, boss):
    with pytest.raises(SeatNeedsReason):
        actions.seat(application=tiny, by=boss)
    assert failing([tiny]) == {tiny.pk: conditions.versions.get().pk}


def test_an_offering_of_its_own_conditions_is_not_held_to_them(conditions, own, tiny, boss):
    assert actions.seat(application=tiny, by=boss).state == "seated"


def test_an_allocation_refuses_by_them_and_keeps_what_was_checked(
    mission, conditions, tiny, in_need, planned, boss
):
    in_need(50, employees=20)
    run = planned()
    assert run.allotments.get(application=tiny).because["code"] == "criteria"
    actions.approve_run(run=run, by=boss)
    assert CriteriaCheck.objects.filter(version__criteria=conditions).count() == 2


def test_the_application_explains_them_clause_by_clause(client, boss, conditions, tiny):
    client.force_login(boss)
    page = client.get(reverse("programs:application", args=[tiny.pk])).content.decode()
    assert "Conditions" in page
    assert "is-explained" in page


def test_the_firm_reads_them_before_it_asks(now, firm_owner_client, firm, mission, conditions):
    firm.employees = 3
    firm.save()
    page = firm_owner_client.get(reverse("portal:offer-ask", args=[mission.pk])).content.decode()
    assert "is-explained" in page


def test_the_pages_name_them(client, boss, mission, conditions):
    client.force_login(boss)
    program = client.get(mission.program.get_absolute_url()).content.decode()
    offering = client.get(mission.get_absolute_url()).content.decode()
    form = client.get(reverse("programs:offering-change", args=[mission.pk])).content.decode()
    assert "Medium firms" in program
    assert "Medium firms" in offering
    assert "those of the program" in offering
    assert "Those of the program: Medium firms" in form
