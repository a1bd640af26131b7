"""The finance ledger and costs against budget lines, over the database."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from firms.audit.models import AuditEvent
from programs.catalogue.actions import change_budget_line
from programs.catalogue.errors import LineBelowTaken, LineCurrency, LineOverdrawn
from programs.catalogue.models import BudgetLine
from programs.engagements import actions
from programs.engagements.errors import (
    AlreadyCorrected,
    BelowDisbursed,
    CostSettled,
    LineOfAnotherProgram,
    NoLedger,
    NothingApproved,
    OtherCurrency,
    OverApproved,
    OverDisbursed,
)
from programs.engagements.models import FinanceEntry
from programs.engagements.rules import ledger
from tests.factories.delivery import BudgetLineFactory

DAY = date(2026, 2, 20)


@pytest.fixture
def enter(loan, adviser):
    def one(kind, amount, currency="USD"):
        return actions.enter_finance(
            engagement=loan,
            kind=kind,
            amount=Decimal(amount),
            currency=currency,
            on=DAY,
            by=adviser,
        )

    return one


@pytest.fixture
def approved(enter) -> FinanceEntry:
    return enter("approved", 1000)


@pytest.fixture
def book(funded, line, adviser):
    def one(amount, **fields):
        return actions.book_cost(
            engagement=funded,
            line=line,
            purpose="Flights",
            amount=Decimal(amount),
            by=adviser,
            **fields,
        )

    return one


@pytest.fixture
def other_line(db) -> BudgetLine:
    return BudgetLineFactory(name="Of another program")


def counters(line):
    row = BudgetLine.objects.get(pk=line.pk)
    return row.committed, row.spent, row.left


def test_the_ledger_adds_up(approved, enter, loan):
    enter("disbursed", 600)
    enter("repaid", 100)
    found = ledger(row.as_rule() for row in loan.finance.all())
    assert (found.to_disburse, found.outstanding) == (400, 500)
    assert AuditEvent.objects.filter(kind="engagement.finance_entered").count() == 3


@pytest.mark.parametrize(
    ("kind", "amount", "currency", "error", "sentence"),
    [
        ("disbursed", "1000.01", "USD", OverApproved, "1,000.USD of the approval are left"),
        ("repaid", 1, "USD", OverDisbursed, "0.USD are still out"),
        ("disbursed", 1, "EUR", OtherCurrency, "kept in USD, the currency of the approval"),
    ],
)
def test_the_ledger_refuses_in_words(
    approved, enter, loan, kind, amount, currency, error, sentence
):
    with pytest.raises(error, match=sentence):
        enter(kind, amount, currency)
    assert loan.finance.count() == 1


def test_the_approval_comes_first(enter):
    with pytest.raises(NothingApproved):
        enter("disbursed", 1)


def test_other_help_has_no_ledger(agreed, adviser):
    with pytest.raises(NoLedger):
        actions.enter_finance(
            engagement=agreed,
            kind="approved",
            amount=Decimal(1),
            currency="USD",
            on=DAY,
            by=adviser,
        )


def test_an_approval_is_corrected_down_to_what_is_paid_out(approved, enter, adviser):
    enter("disbursed", 600)
    with pytest.raises(BelowDisbursed):
        actions.correct_finance(entry=approved, amount=Decimal(599), by=adviser)
    corrected = actions.correct_finance(entry=approved, amount=Decimal(600), by=adviser)
    assert corrected.corrects == approved
    with pytest.raises(AlreadyCorrected):
        actions.correct_finance(entry=approved, amount=Decimal(700), by=adviser)


def test_the_same_amount_again_is_no_correction(approved, adviser):
    assert actions.correct_finance(entry=approved, amount=Decimal(1000), by=adviser) == approved


@pytest.mark.parametrize("change", [{"amount": 5}, {"currency": "EUR"}, {"kind": "repaid"}])
def test_the_database_refuses_to_rewrite_the_ledger(approved, change):
    with pytest.raises(DatabaseError, match="is_frozen"), transaction.atomic():
        FinanceEntry.objects.update(**change)


def test_a_cost_is_committed_then_spent(book, line, adviser):
    cost = book(400)
    assert counters(line) == (400, 0, 600)
    actions.spend_cost(cost=cost, by=adviser, amount=Decimal(350))
    assert counters(line) == (0, 350, 650)
    assert actions.spend_cost(cost=cost, by=adviser, amount=Decimal(350)).state == "spent"
    assert AuditEvent.objects.filter(kind="engagement.cost_spent").count() == 1


def test_a_released_cost_gives_the_money_back(book, line, adviser):
    cost = book(400)
    actions.release_cost(cost=cost, by=adviser, note="The fair was called off")
    assert counters(line) == (0, 0, 1000)
    with pytest.raises(CostSettled):
        actions.spend_cost(cost=cost, by=adviser)


def test_an_overdraw_says_what_is_left(book, line):
    book(900)
    with pytest.raises(LineOverdrawn, match=r"“Flights” has 100.USD left; 100.01.USD would"):
        book("100.01")
    book(100)
    assert counters(line) == (1000, 0, 0)


def test_a_cost_that_came_out_dearer_needs_room(book, line, adviser):
    first, _second = book(600), book(300)
    with pytest.raises(LineOverdrawn):
        actions.spend_cost(cost=first, by=adviser, amount=Decimal("700.01"))
    actions.spend_cost(cost=first, by=adviser, amount=Decimal(700))
    assert counters(line) == (300, 700, 0)


def test_cents_do_not_overdraw_a_line(book, line):
    book("333.10")
    book("333.20")
    book("333.70")
    assert counters(line)[2] == 0


def test_another_currency_is_refused(book, line):
    with pytest.raises(LineCurrency, match="kept in USD; a cost in EUR"):
        book(1, currency="EUR")
    assert counters(line) == (0, 0, 1000)


def test_a_line_of_another_program_is_refused(funded, other_line, adviser):
    with pytest.raises(LineOfAnotherProgram):
        actions.book_cost(
            engagement=funded, line=other_line, purpose="x", amount=Decimal(1), by=adviser
        )


def test_a_line_is_not_lowered_below_what_is_taken(book, line, manager):
    book(400)
    with pytest.raises(LineBelowTaken, match=r"400.USD of “Flights” are committed or spent"):
        change_budget_line(
            line=line, name="Flights", kind="travel", amount=Decimal("399.99"), by=manager
        )
    change_budget_line(line=line, name="Flights", kind="travel", amount=Decimal(400), by=manager)
    assert counters(line) == (400, 0, 0)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"committed": 1001}, "budget_line_not_overdrawn"),
        ({"committed": 600, "spent": 401}, "budget_line_not_overdrawn"),
        ({"spent": -1}, "budget_line_not_below_zero"),
    ],
)
def test_the_database_has_the_last_word(line, change, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        BudgetLine.objects.filter(pk=line.pk).update(**change)
