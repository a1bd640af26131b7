"""Budget lines: added and changed within the program's budget, on their pages too."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from firms.audit.models import AuditEvent
from programs.catalogue.actions import add_budget_line, change_budget_line, update_program
from programs.catalogue.errors import (
    BudgetBelowLines,
    CurrencyInUse,
    LineNameTaken,
    LinesOverBudget,
    NoCurrency,
)
from programs.catalogue.models import BudgetLine
from tests.factories.delivery import BudgetLineFactory
from tests.factories.programs import ProgramFactory


@pytest.fixture
def program(db):
    return ProgramFactory(budget=Decimal(1000), currency="USD")


@pytest.fixture
def no_currency(db):
    return ProgramFactory()


@pytest.fixture
def line(program):
    return BudgetLineFactory(program=program, name="Flights", amount=Decimal(600))


@pytest.fixture
def office_manager_client(office_manager):
    client = Client()
    client.force_login(office_manager)
    return client


@pytest.fixture
def foreign_line(other_office):
    return BudgetLineFactory(program__office=other_office)


def add(program, by, name="Stands", amount=400, **fields):
    return add_budget_line(
        program=program, name=name, kind="stand", amount=Decimal(amount), by=by, **fields
    )


def test_a_line_takes_the_currency_of_its_program(program, manager):
    line = add(program, manager, stage="preparation")
    assert (line.currency, line.left, line.stage) == ("USD", 400, "preparation")
    assert AuditEvent.objects.filter(kind="budget.line_added").count() == 1


def test_the_same_line_again_changes_nothing(program, manager):
    assert add(program, manager) == add(program, manager)
    with pytest.raises(LineNameTaken):
        add(program, manager, amount=399)


def test_the_lines_stay_within_the_budget(program, line, manager):
    with pytest.raises(LinesOverBudget, match=r"has 400.USD left"):
        add(program, manager, amount="400.01")
    add(program, manager)
    with pytest.raises(LinesOverBudget):
        change_budget_line(
            line=line, name="Flights", kind="travel", amount=Decimal(601), by=manager
        )


def test_a_program_without_currency_has_no_lines(no_currency, manager):
    with pytest.raises(NoCurrency):
        add(no_currency, manager)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"budget": Decimal("599.99")}, BudgetBelowLines),
        ({"currency": "EUR"}, CurrencyInUse),
    ],
)
def test_the_program_keeps_what_its_lines_rest_on(program, line, manager, change, error):
    with pytest.raises(error):
        update_program(program=program, by=manager, **change)


def test_a_manager_adds_and_changes_a_line(manager_client, program):
    new = reverse("programs:budget-line-new", args=[program.pk])
    typed = {"name": "Trainers", "kind": "training", "stage": "", "amount": "250"}
    assert manager_client.post(new, typed).url == program.get_absolute_url()
    line = BudgetLine.objects.get()
    change = reverse("programs:budget-line-change", args=[line.pk])
    manager_client.post(change, typed | {"amount": "300"})
    page = manager_client.get(program.get_absolute_url()).content.decode()
    assert "$300 of $300 left" in page


def test_a_refusal_stands_at_the_form(manager_client, program, line):
    new = reverse("programs:budget-line-new", args=[program.pk])
    typed = {"name": "Trainers", "kind": "training", "stage": "", "amount": "500"}
    page = manager_client.post(new, typed).content.decode()
    assert "has 400\u00a0USD left for this line" in page


def test_an_adviser_adds_no_line(adviser_client, program, line):
    new = reverse("programs:budget-line-new", args=[program.pk])
    change = reverse("programs:budget-line-change", args=[line.pk])
    assert (adviser_client.get(new).status_code, adviser_client.get(change).status_code) == (
        403,
        403,
    )


def test_a_line_of_another_office_does_not_exist(office_manager_client, foreign_line):
    change = reverse("programs:budget-line-change", args=[foreign_line.pk])
    assert office_manager_client.get(change).status_code == 404


def test_a_program_has_an_objective_and_an_owner(manager_client, program, manager):
    typed = {
        "name": program.name, "code": program.code, "starts_on": "2025-01-01", "budget": "1000",
        "currency": "USD", "objective": "Sixty first sales by 2027", "owner": manager.pk,
    }  # fmt: skip
    manager_client.post(reverse("programs:program-change", args=[program.pk]), typed)
    page = manager_client.get(program.get_absolute_url()).content.decode()
    assert "Sixty first sales by 2027" in page
    assert manager.name in page


@pytest.mark.parametrize("size", [1, 30])
def test_the_program_costs_the_same_with_many_lines(
    manager_client, program, size, django_assert_max_num_queries
):
    BudgetLineFactory.create_batch(size, program=program, amount=1)
    with django_assert_max_num_queries(22):
        manager_client.get(program.get_absolute_url())
