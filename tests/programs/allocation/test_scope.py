"""Whom an offering is for: a program of an office serves the firms of that office, no others."""

import pytest
from django.urls import reverse

from programs.allocation import actions
from programs.allocation.errors import FirmNotServed, RunOutOfDate
from programs.allocation.models import Application, Offering
from programs.allocation.rules import Weights
from programs.allocation.selectors import open_offerings
from tests.factories.firms import FirmFactory, MembershipFactory
from tests.factories.programs import OfferingFactory, ProgramFactory


@pytest.fixture
def elsewhere(other_office, now):
    """An open offering of another office."""
    program = ProgramFactory(office=other_office, name="Harbour program")
    return OfferingFactory(program=program, title="Harbour mission")


@pytest.fixture
def for_all(db, now):
    return OfferingFactory(title="Mission for all")


@pytest.fixture
def two_firms(firm_owner, firm, other_office):
    """The second firm of the same person, with the other office."""
    return MembershipFactory(user=firm_owner, firm__office=other_office).firm


@pytest.fixture
def moved(mission, in_need, other_office, now):
    """Two firms asked; then the first went to another office."""
    first, second = in_need(90), in_need(50)
    first.firm.office = other_office
    first.firm.save()
    return first, second


def test_a_firm_sees_offerings_of_its_office_and_of_all(mission, elsewhere, for_all, firm_owner):
    assert set(Offering.objects.visible_to(firm_owner)) == {mission, for_all}


def test_the_portal_shows_no_offering_of_another_office(
    now, firm_owner_client, mission, elsewhere, for_all
):
    page = firm_owner_client.get(reverse("portal:offers")).content.decode()
    assert "Gulf mission" in page
    assert "Mission for all" in page
    assert "Harbour mission" not in page


def test_a_firm_cannot_open_an_offering_of_another_office(now, firm_owner_client, elsewhere):
    assert (
        firm_owner_client.get(reverse("portal:offer-ask", args=[elsewhere.pk])).status_code == 404
    )
    page = firm_owner_client.post(reverse("portal:offer-ask", args=[elsewhere.pk]), {})
    assert page.status_code == 404
    assert not elsewhere.applications.exists()


def test_with_two_firms_each_asks_where_it_belongs(
    now, firm_owner_client, two_firms, firm, elsewhere
):
    address = reverse("portal:offer-ask", args=[elsewhere.pk])
    assert firm_owner_client.get(f"{address}?firm={two_firms.pk}").status_code == 200
    assert firm_owner_client.get(f"{address}?firm={firm.pk}").status_code == 404
    own = firm_owner_client.get(reverse("portal:offers"), {"firm": two_firms.pk}).content.decode()
    assert "Harbour mission" in own


def test_asking_for_a_firm_of_another_office_is_refused_in_words(elsewhere, firm, manager):
    with pytest.raises(FirmNotServed, match="Harbour program is for firms of this office only"):
        actions.apply_for_seat(offering=elsewhere, firm=firm, by=manager)
    assert not Application.objects.exists()


def test_a_program_of_all_offices_takes_every_firm(for_all, firm, manager):
    assert actions.apply_for_seat(offering=for_all, firm=firm, by=manager).pk


def test_only_served_firms_can_be_nominated(client, manager, elsewhere, firm, other_office):
    here = FirmFactory(office=other_office)
    client.force_login(manager)
    page = client.get(reverse("programs:application-new", args=[elsewhere.pk])).content.decode()
    assert here.legal_name in page
    assert firm.legal_name not in page


def test_a_firm_page_names_no_offering_the_firm_cannot_ask_for(manager, firm, mission, elsewhere):
    kinds = [mission.intervention_id, elsewhere.intervention_id]
    found = open_offerings(manager, firm, kinds, today=mission.apply_by)
    assert found == {mission.intervention_id: mission}


def test_a_firm_that_went_to_another_office_gets_no_seat(moved, planned):
    run = planned()
    verdicts = dict(run.allotments.values_list("application", "verdict"))
    assert verdicts == {moved[0].pk: "refuse", moved[1].pk: "seat"}
    assert run.allotments.get(application=moved[0]).because == {"code": "not_served"}


def test_what_changed_names_no_firm_outside_the_view(
    mission, in_need, planned, other_office, office_manager
):
    first, _second = in_need(90), in_need(50)
    run = planned()
    first.firm.office = other_office
    first.firm.save()
    with pytest.raises(RunOutOfDate) as refusal:
        actions.approve_run(run=run, by=office_manager)
    assert first.firm.legal_name not in str(refusal.value)
    assert "1 firm outside your view" in str(refusal.value)


def test_an_exchange_names_no_firm_outside_the_view(
    mission, in_need, boss, client, office_manager, other_office
):
    rows = [in_need(90), in_need(80), in_need(50)]
    actions.close_offering(offering=mission, by=boss)
    run = actions.plan_allocation(offerings=[mission], by=boss, weights=Weights(), seed=1)
    hidden, last = rows[0], run.allotments.get(application=rows[2])
    hidden.firm.office = other_office
    hidden.firm.save()
    client.force_login(office_manager)
    page = client.get(reverse("programs:allotment-swap", args=[last.pk])).content.decode()
    assert rows[1].firm.legal_name in page
    assert hidden.firm.legal_name not in page
    own = run.allotments.get(application=hidden)
    assert client.get(reverse("programs:allotment-swap", args=[own.pk])).status_code == 404
