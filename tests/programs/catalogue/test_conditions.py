"""The form of a program sets the conditions of its offerings."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.programs import CriteriaFactory, ProgramFactory

SHAPE = {"name": "Ports", "code": "ports", "starts_on": "2031-01-01"}


@pytest.fixture
def criteria(db):
    return CriteriaFactory(name="Medium firms")


@pytest.fixture
def program(office):
    return ProgramFactory(office=office)


@pytest.fixture
def office_manager_client(office_manager):
    client = Client()
    client.force_login(office_manager)
    return client


@pytest.fixture
def foreign(other_office):
    return CriteriaFactory(name="Of another office", office=other_office)


def change(client, program, **fields):
    address = reverse("programs:program-change", args=[program.pk])
    answer = client.post(address, SHAPE | {"office": program.office_id} | fields)
    program.refresh_from_db()
    return answer


def test_a_manager_sets_and_clears_them(office_manager_client, program, criteria):
    assert change(office_manager_client, program, conditions=criteria.pk).status_code == 302
    assert program.conditions == criteria
    assert change(office_manager_client, program, conditions="").status_code == 302
    assert program.conditions is None


def test_criteria_of_another_office_cannot_be_chosen(office_manager_client, program, foreign):
    assert change(office_manager_client, program, conditions=foreign.pk).status_code == 200
    assert program.conditions is None


def test_conditions_that_are_set_stay_to_be_chosen(office_manager_client, program, foreign):
    program.conditions = foreign
    program.save()
    form = office_manager_client.get(reverse("programs:program-change", args=[program.pk]))
    assert "Of another office" in form.content.decode()
    change(office_manager_client, program, conditions=foreign.pk)
    assert program.conditions == foreign


def test_the_page_leads_to_criteria_in_view(office_manager_client, program, criteria):
    program.conditions = criteria
    program.save()
    page = office_manager_client.get(program.get_absolute_url()).content.decode()
    assert f'href="{criteria.get_absolute_url()}"' in page


def test_the_page_only_names_criteria_out_of_view(office_manager_client, program, foreign):
    program.conditions = foreign
    program.save()
    page = office_manager_client.get(program.get_absolute_url()).content.decode()
    assert "Of another office" in page
    assert foreign.get_absolute_url() not in page
