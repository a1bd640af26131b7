"""A program, its lines and its money rounds share one budget and one currency."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from programs.allocation import actions
from programs.allocation.errors import OtherCurrency, RoundOverBudget
from programs.catalogue.actions import add_budget_line, change_budget_line, update_program
from programs.catalogue.errors import (
    BudgetBelowRounds,
    LinesOverBudget,
    OfferingsInCurrency,
)
from tests.factories.programs import InterventionFactory, OfferingFactory, ProgramFactory


@pytest.fixture
def now():
    with time_machine.travel("2031-01-10T09:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def program(now, db):
    return ProgramFactory(budget=Decimal(1000), currency="USD")


@pytest.fixture
def no_budget(now, db):
    return ProgramFactory()


@pytest.fixture
def open_round(manager, db):
    help_ = InterventionFactory(capacity="budget")

    def make(program, budget, currency="USD", **fields):
        days = {
            "starts_on": date(2031, 3, 1),
            "ends_on": date(2031, 3, 5),
            "apply_by": date(2031, 2, 1),
        }
        return actions.create_offering(
            program=program,
            intervention=help_,
            title="Voucher round",
            budget=Decimal(budget),
            currency=currency,
            by=manager,
            **(days | fields),
        )

    return make


@pytest.fixture
def fill(manager):
    def add(program, kind, amount):
        return add_budget_line(
            program=program, name=f"For {kind}", kind=kind, amount=Decimal(amount), by=manager
        )

    return add


def test_a_round_takes_no_more_than_the_program_has(program, open_round):
    with pytest.raises(RoundOverBudget, match=r"has 1,000.USD left for this round"):
        open_round(program, "1000.01")
    assert open_round(program, 1000).budget == 1000


def test_rounds_share_the_budget(program, open_round):
    open_round(program, 700)
    with pytest.raises(RoundOverBudget, match="300"):
        open_round(program, 301)


def test_a_cancelled_round_takes_nothing(program, open_round, manager):
    actions.cancel_offering(offering=open_round(program, 700), by=manager, reason="No money")
    assert open_round(program, 1000).pk


def test_a_round_that_ended_takes_what_it_gave(program, open_round):
    OfferingFactory(
        program=program,
        seats=None,
        budget=Decimal(900),
        budget_held=Decimal(200),
        currency="USD",
        starts_on=date(2030, 3, 1),
        ends_on=date(2030, 3, 5),
        apply_by=date(2030, 2, 1),
    )
    with pytest.raises(RoundOverBudget, match="800"):
        open_round(program, 801)
    assert open_round(program, 800).pk


def test_lines_for_something_else_leave_less_for_rounds(program, open_round, fill):
    fill(program, "travel", 400)
    with pytest.raises(RoundOverBudget, match="600"):
        open_round(program, 601)


def test_a_line_that_may_pay_for_rounds_is_the_same_money(program, open_round, fill):
    fill(program, "voucher", 1000)
    assert open_round(program, 1000).pk


def test_a_line_leaves_the_rounds_their_money(program, open_round, fill, manager):
    open_round(program, 700)
    with pytest.raises(LinesOverBudget, match="300"):
        fill(program, "stand", 301)
    line = fill(program, "other", 301)
    with pytest.raises(LinesOverBudget, match="300"):
        change_budget_line(line=line, name=line.name, kind="travel", amount=line.amount, by=manager)


def test_a_round_grows_within_what_is_left(program, open_round, manager):
    grown = open_round(program, 700)
    open_round(program, 200)
    with pytest.raises(RoundOverBudget, match="800"):
        actions.update_offering(offering=grown, by=manager, budget=Decimal(801))
    actions.update_offering(offering=grown, by=manager, budget=Decimal(800))
    grown.refresh_from_db()
    assert grown.budget == 800


def test_a_program_keeps_the_money_of_its_rounds(program, open_round, fill, manager):
    open_round(program, 700)
    fill(program, "travel", 100)
    with pytest.raises(BudgetBelowRounds, match="800"):
        update_program(program=program, by=manager, budget=Decimal(799))
    update_program(program=program, by=manager, budget=Decimal(800))
    update_program(program=program, by=manager, budget=None)


def test_without_a_budget_a_round_has_no_limit(no_budget, open_round, fill, manager):
    assert open_round(no_budget, 5_000_000).pk
    update_program(program=no_budget, by=manager, currency="USD")
    no_budget.refresh_from_db()
    assert fill(no_budget, "travel", 10).pk


def test_a_round_in_another_currency_is_refused(program, open_round, manager):
    with pytest.raises(OtherCurrency):
        open_round(program, 10, "EUR")
    stray = OfferingFactory(program=program, seats=None, budget=Decimal(5), currency="EUR")
    with pytest.raises(OtherCurrency):
        actions.update_offering(offering=stray, by=manager, budget=Decimal(6))


@pytest.mark.parametrize("money", [{"budget": Decimal(100), "seats": None}, {"fee": Decimal(5)}])
def test_a_currency_stays_once_an_offering_names_money(no_budget, manager, money):
    OfferingFactory(program=no_budget, currency="EUR", **money)
    with pytest.raises(OfferingsInCurrency, match="EUR"):
        update_program(program=no_budget, by=manager, currency="USD", budget=Decimal(10))
    update_program(program=no_budget, by=manager, currency="EUR")
    with pytest.raises(OfferingsInCurrency, match="EUR"):
        update_program(program=no_budget, by=manager, currency="USD")


@pytest.mark.parametrize(
    "fields", [{"currency": "EUR"}, {"currency": "EUR", "fee": 5, "state": "cancelled"}]
)
def test_offerings_without_money_or_cancelled_bind_nothing(no_budget, manager, fields):
    OfferingFactory(program=no_budget, **fields)
    assert update_program(program=no_budget, by=manager, currency="USD").currency == "USD"
