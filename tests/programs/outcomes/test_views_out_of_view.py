"""A deal shared with a firm out of view: its own part is shown, the other firm's claim is not."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from programs.outcomes import actions, selectors
from programs.outcomes.errors import OutOfView
from programs.outcomes.models import DealSplit
from tests.factories.firms import FirmFactory, UserFactory
from tests.factories.programs import ProgramFactory
from tests.programs.outcomes.conftest import SALE

NUMBERED = SALE | {"amount": Decimal(70_000), "contract_reference": "K-77"}
OTHERS = (
    "Invented Foreign Works",
    "Invented Foreign Program",
    "declared contribution 40",
    "$28,000",
)


@pytest.fixture
def mine(firm, manager, program, on_monday):
    return actions.claim_outcome(firm=firm, by=manager, program=program, **NUMBERED)


@pytest.fixture
def foreign(other_office, manager, on_monday):
    """The same contract, claimed for a firm of another office by another program."""
    return actions.claim_outcome(
        firm=FirmFactory(office=other_office, legal_name="Invented Foreign Works"),
        by=manager,
        program=ProgramFactory(name="Invented Foreign Program"),
        **NUMBERED,
    )


@pytest.fixture
def shared(mine, foreign, manager):
    shares = {mine: Decimal(60), foreign: Decimal(40)}
    return actions.split_double_claim(shares=shares, by=manager, reason="One contract.")


@pytest.fixture
def twin(firm, manager, on_monday):
    """The same contract once more, at the own firm."""
    return actions.claim_outcome(firm=firm, by=manager, program=ProgramFactory(), **NUMBERED)


@pytest.fixture
def office_manager_client(office_manager):
    client = Client()
    client.force_login(office_manager)
    return client


@pytest.fixture
def foreign_manager_client(other_office):
    client = Client()
    client.force_login(UserFactory(role="manager", office=other_office))
    return client


def words(response):
    return response.content.decode()


def found_in(page, *signs):
    return [sign for sign in signs if sign in page]


def test_an_adviser_reads_the_own_part_and_that_there_is_another(
    adviser_client, mine, foreign, shared
):
    page = words(adviser_client.get(mine.get_absolute_url()))
    assert found_in(page, *OTHERS, foreign.get_absolute_url()) == []
    assert "1 claim of a firm outside your caseload" in page
    assert found_in(page, "$42,000", "declared contribution 60") != []
    assert adviser_client.get(foreign.get_absolute_url()).status_code == 404


def test_who_answers_for_one_office_reads_no_firm_of_another(
    office_manager_client, mine, foreign, shared
):
    page = words(office_manager_client.get(mine.get_absolute_url()))
    assert found_in(page, *OTHERS, foreign.get_absolute_url()) == []
    assert "1 claim of a firm outside your office" in page
    assert reverse("programs:outcome-share", args=[mine.pk]) not in page


def test_the_other_office_reads_its_own_part_alone(
    foreign_manager_client, firm, mine, foreign, shared
):
    page = words(foreign_manager_client.get(foreign.get_absolute_url()))
    assert found_in(page, firm.legal_name, mine.program.name, "declared contribution 60") == []
    assert found_in(page, "$42,000", mine.get_absolute_url()) == []
    assert "$28,000" in page
    assert foreign_manager_client.get(mine.get_absolute_url()).status_code == 404


def test_who_sees_both_reads_both(manager_client, mine, shared):
    page = words(manager_client.get(mine.get_absolute_url()))
    assert found_in(page, *OTHERS[1:]) == list(OTHERS[1:])
    assert "outside your" not in page


def test_a_person_of_the_firm_reads_nothing_of_it(firm_owner_client, mine, foreign, shared):
    assert firm_owner_client.get(mine.get_absolute_url()).status_code in (403, 404)
    page = words(firm_owner_client.get(reverse("portal:results")))
    assert found_in(page, *OTHERS, "$42,000", foreign.get_absolute_url()) == []


def test_what_looks_alike_out_of_view_is_not_listed(adviser_client, mine, foreign):
    page = words(adviser_client.get(mine.get_absolute_url()))
    assert found_in(page, *OTHERS, "Claimed twice?") == []


@pytest.mark.parametrize("look", ["outcome-share", "outcome-keep-apart"])
def test_the_forms_name_no_claim_out_of_view(office_manager_client, mine, foreign, shared, look):
    page = words(office_manager_client.get(reverse(f"programs:{look}", args=[mine.pk])))
    assert found_in(page, *OTHERS, f"share_{foreign.pk}", f"take_{foreign.pk}") == []


def test_a_decision_about_a_claim_out_of_view_stands(
    office_manager_client, office_manager, mine, twin, shared
):
    address = reverse("programs:outcome-share", args=[mine.pk])
    page = words(office_manager_client.post(address, {f"take_{twin.pk}": "on"}))
    assert "a firm that you do not see" in page
    with pytest.raises(OutOfView):
        actions.keep_apart(outcomes=[mine, twin], by=office_manager, reason="Two orders.")
    assert list(DealSplit.objects.current()) == [shared]


def test_who_sees_all_claims_decides_anew(manager, mine, twin, foreign, shared):
    actions.split_double_claim(shares={mine: None, twin: None, foreign: None}, by=manager)
    shared.refresh_from_db()
    assert shared.ended_at is not None


def test_hidden_claims_are_counted_and_not_loaded(
    adviser, mine, shared, on_monday, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        page = selectors.outcome_page(mine, adviser, today=SALE["occurred_on"])
    assert [row.outcome for row in page.shares] == [mine]
    assert page.hidden == 1
