"""Demand against supply: a figure equals its list, and an empty hand is marked."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from assessments.methodology.models import ConstraintType
from programs.catalogue.demand import demand_against_supply, firms_held_back
from programs.catalogue.models import Intervention
from tests.factories.delivery import BudgetLineFactory
from tests.factories.programs import OfferingFactory, ProgramFactory

TODAY = date(2026, 3, 2)


@pytest.fixture
def contacts(profile) -> ConstraintType:
    return ConstraintType.objects.get(code="foreign_contacts")


@pytest.fixture
def mission(catalogue):
    """Five places, of which two are taken."""
    return OfferingFactory(
        intervention=Intervention.objects.get(code="outward_mission"), seats=5, seats_taken=2
    )


@pytest.fixture
def money(mission):
    """Seven hundred left in the program of the mission, for firms in active engagement."""
    mission.program.currency = "USD"
    mission.program.save()
    mission.program.interventions.add(mission.intervention)
    return BudgetLineFactory(
        program=mission.program, amount=Decimal(1000), spent=Decimal(300), stage="active_engagement"
    )


@pytest.fixture
def elsewhere(catalogue):
    return ProgramFactory()


def row_of(constraint, user, **fields):
    rows = demand_against_supply(user, today=TODAY, **fields)
    return next(row for row in rows if row.constraint == constraint)


def test_a_figure_equals_its_list(contacts, adviser):
    rows = demand_against_supply(adviser, today=TODAY)
    assert [row.firms for row in rows] == [
        len(firms_held_back(adviser, row.constraint)) for row in rows
    ]
    assert row_of(contacts, adviser).firms == 1


def test_what_is_moderate_does_not_press(profile, adviser):
    moderate = profile.findings.filter(band="moderate").first()
    assert moderate is not None
    assert firms_held_back(adviser, moderate.constraint) == []


def test_what_others_see_is_their_own(contacts, other_adviser, expert):
    assert firms_held_back(other_adviser, contacts) == []
    assert firms_held_back(expert, contacts) == []


def test_a_firm_that_left_asks_for_nothing(contacts, adviser, firm):
    firm.closed_on = TODAY
    firm.save()
    assert firms_held_back(adviser, contacts) == []


def test_places_and_money_left(contacts, adviser, money):
    row = row_of(contacts, adviser)
    assert (row.offerings, row.places, row.money) == (1, 3, {"USD": Decimal(700)})
    assert not row.is_unmet


def test_money_of_another_stage_does_not_help(contacts, adviser, money):
    money.stage = "growth_expansion"
    money.save()
    assert row_of(contacts, adviser).money == {}


def test_a_closed_offering_is_no_supply(contacts, adviser, mission):
    mission.state = "closed"
    mission.save()
    assert row_of(contacts, adviser).places is None


def test_a_full_offering_is_no_offer(contacts, adviser, mission):
    mission.seats_taken = 5
    mission.save()
    row = row_of(contacts, adviser)
    assert (row.offerings, row.places, row.is_unmet) == (0, 0, True)


@pytest.fixture
def money_round(mission):
    """Eight hundred of a thousand left, in the program of the mission."""
    return OfferingFactory(
        program=mission.program,
        intervention=mission.intervention,
        seats=None,
        budget=Decimal(1000),
        budget_held=Decimal(200),
        currency="USD",
    )


def test_money_of_an_open_round_is_supply(contacts, adviser, mission, money_round):
    row = row_of(contacts, adviser)
    assert (row.offerings, row.places, row.money) == (2, 3, {"USD": Decimal(800)})


def test_a_round_that_gave_all_is_no_offer(contacts, adviser, mission, money_round):
    mission.delete()
    money_round.budget_held = 1000
    money_round.save()
    row = row_of(contacts, adviser)
    assert (row.offerings, row.money, row.is_unmet) == (0, {}, True)


def test_money_of_a_full_round_with_seats_is_out_of_reach(contacts, adviser, money_round):
    money_round.seats = money_round.seats_taken = 1
    money_round.save()
    assert row_of(contacts, adviser).money == {}


@pytest.mark.parametrize(
    ("kind", "total"),
    [
        pytest.param("travel", 1500, id="travel is beside the round"),
        pytest.param("other", 800, id="what may pay for the round is the same money"),
    ],
)
def test_a_line_that_may_pay_for_a_round_counts_once(
    contacts, adviser, money, money_round, kind, total
):
    money.kind = kind
    money.save()
    assert row_of(contacts, adviser).money == {"USD": Decimal(total)}


def test_a_program_that_ended_pays_for_nothing(contacts, adviser, money):
    money.program.ends_on = date(2026, 3, 1)
    money.program.save()
    assert row_of(contacts, adviser).money == {}


KINDS = [
    ("travel", "outward_mission", True),
    ("stand", "trade_fair", True),
    ("training", "trade_fair", True),
    ("voucher", "outward_mission", False),
    ("loan", "outward_mission", False),
    ("certification", "outward_mission", False),
    ("other", "outward_mission", True),
]


@pytest.mark.parametrize(("kind", "code", "pays"), KINDS)
def test_a_line_pays_for_kinds_of_help_of_its_sort(contacts, adviser, money, kind, code, pays):
    money.program.interventions.set(Intervention.objects.filter(code=code))
    money.kind = kind
    money.save()
    assert bool(row_of(contacts, adviser).money) is pays


def test_a_line_for_certificates_pays_for_help_that_ends_with_one(profile, adviser, money):
    money.program.interventions.set(Intervention.objects.filter(code="certification_support"))
    money.kind = "certification"
    money.save()
    standards = Intervention.objects.get(code="certification_support").targets.first().constraint
    assert row_of(standards, adviser).money == {"USD": Decimal(700)}


def test_another_program_has_nothing_to_offer(contacts, adviser, money, elsewhere):
    row = row_of(contacts, adviser, program=elsewhere)
    assert (row.firms, row.offerings, row.money, row.is_unmet) == (1, 0, {}, True)


def test_the_pages_mark_what_has_no_offer(manager_client, contacts, elsewhere):
    page = manager_client.get(elsewhere.get_absolute_url()).content.decode()
    every = manager_client.get(reverse("programs:programs")).content.decode()
    assert "no offer" in page
    assert "Demand against supply" in every


def test_the_list_behind_a_figure(adviser_client, other_adviser_client, contacts, firm):
    address = reverse("programs:demand", args=[contacts.code])
    assert firm.legal_name in adviser_client.get(address).content.decode()
    assert firm.legal_name not in other_adviser_client.get(address).content.decode()


@pytest.mark.parametrize("size", [1, 20])
def test_it_costs_the_same_for_any_number_of_offers(
    contacts, adviser, mission, size, django_assert_num_queries
):
    OfferingFactory.create_batch(size, intervention=mission.intervention)
    BudgetLineFactory.create_batch(size)
    with django_assert_num_queries(6):
        demand_against_supply(adviser, today=TODAY)
