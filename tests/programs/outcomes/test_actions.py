"""Writing about results: claimed once, corrected by a new row, proved, attributed, taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from firms.audit.models import AuditEvent
from programs.outcomes import actions
from programs.outcomes.errors import (
    AlreadyCorrected,
    ClaimIncomplete,
    MoveNotAllowed,
    NoBand,
    NoDocument,
    NotConfirmed,
    NothingToCorrect,
    OtherFirm,
    ReasonMissing,
)
from programs.outcomes.models import Confirmation, Outcome, OutcomeMove
from tests.factories.firms import ContactFactory
from tests.factories.programs import EngagementFactory, OutcomeFactory
from tests.programs.outcomes.conftest import SALE


def grades(outcome):
    return list(outcome.moves.values_list("before", "after"))


def test_a_claim_is_kept_with_its_first_move_and_told(claimed, adviser):
    assert (claimed.grade, claimed.claimed_by, claimed.best_value) == (
        "claimed",
        adviser,
        Decimal(50_000),
    )
    assert grades(claimed) == [("", "claimed")]
    event = AuditEvent.objects.get(kind="outcome.claimed")
    assert "$50,000" in event.sentence


def test_the_same_claim_sent_twice_is_one(claimed, firm, adviser, program):
    again = actions.claim_outcome(firm=firm, by=adviser, program=program, **SALE)
    assert again == claimed
    assert Outcome.objects.count() == 1


def test_the_program_is_that_of_the_help(firm, adviser, on_monday, program):
    help_given = EngagementFactory(firm=firm, program=program)
    made = actions.claim_outcome(firm=firm, by=adviser, engagement=help_given, **SALE)
    assert made.program == program


def test_help_of_another_firm_is_refused(firm, foreign_firm, adviser, on_monday):
    other = EngagementFactory(firm=foreign_firm)
    with pytest.raises(OtherFirm):
        actions.claim_outcome(firm=firm, by=adviser, engagement=other, **SALE)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"amount": Decimal("-1.00")}, "amount", id="a negative amount"),
        pytest.param({"occurred_on": date(2026, 3, 3)}, "occurred_on", id="tomorrow"),
        pytest.param({"currency": "XXX"}, "currency", id="no currency of this world"),
        pytest.param(
            {"rate": Decimal(1), "rate_on": date(2026, 3, 3)}, "rate_on", id="a rate of tomorrow"
        ),
    ],
)
def test_a_claim_that_cannot_be_says_why_at_its_field(firm, adviser, on_monday, changes, field):
    with pytest.raises(ClaimIncomplete) as refusal:
        actions.claim_outcome(firm=firm, by=adviser, **(SALE | changes))
    assert list(refusal.value.problems) == [field]
    assert not Outcome.objects.exists()


def test_a_correction_is_a_new_row_and_both_stay(confirmed, adviser):
    made = actions.correct(
        outcome=confirmed, by=adviser, reason="A digit too many.", amount=Decimal(5_000)
    )
    confirmed.refresh_from_db()
    assert (made.corrects, made.grade, made.amount) == (confirmed, "claimed", Decimal(5_000))
    assert (confirmed.grade, confirmed.amount) == ("confirmed", Decimal(50_000))
    assert list(Outcome.objects.uncorrected()) == [made]
    assert "$50,000 became $5,000" in AuditEvent.objects.get(kind="outcome.corrected").sentence


def test_a_correction_in_another_currency_is_stated_anew(confirmed, adviser):
    made = actions.correct(outcome=confirmed, by=adviser, reason="Euro.", currency="EUR")
    assert (made.currency, made.confirmed_value, made.grade) == ("EUR", None, "claimed")


@pytest.mark.usefixtures("confirmed")
def test_a_row_is_corrected_once(claimed, adviser):
    actions.correct(outcome=claimed, by=adviser, reason="A digit.", amount=Decimal(5_000))
    with pytest.raises(AlreadyCorrected):
        actions.correct(outcome=claimed, by=adviser, reason="Again.", amount=Decimal(6_000))
    with pytest.raises(AlreadyCorrected):
        actions.dispute(outcome=claimed, by=adviser, reason="Hm.")


def test_a_correction_that_changes_nothing_is_refused(claimed, adviser):
    with pytest.raises(NothingToCorrect):
        actions.correct(outcome=claimed, by=adviser, reason="Nothing.", market="UZ")


def test_what_was_stated_is_frozen_in_the_database(confirmed):
    with pytest.raises(DatabaseError, match="outcome_claim_is_frozen"), transaction.atomic():
        Outcome.objects.update(amount=1)
    with pytest.raises(DatabaseError, match="outcome_move_is_frozen"), transaction.atomic():
        OutcomeMove.objects.update(after="evidenced")
    with pytest.raises(DatabaseError, match="confirmation_is_frozen"), transaction.atomic():
        Confirmation.objects.update(answer="denies")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"amount": "-5.00"}, "outcome_is_money_or_a_count"),
        ({"count": 3}, "outcome_is_money_or_a_count"),
        ({"grade": "confirmed"}, "outcome_confirmed_has_a_figure"),
        ({"amount": None}, "outcome_is_money_or_a_count"),
        ({"kind": "jobs", "amount": None, "currency": ""}, "outcome_is_money_or_a_count"),
        ({"rate_on": date(2026, 1, 1)}, "outcome_rate_has_its_day"),
        ({"period_from": date(2026, 1, 1)}, "outcome_period_has_two_ends"),
        ({"grade": "sure"}, "outcome_grade_known"),
        ({"rate": "1.5"}, "outcome_rate_has_its_day"),
        (
            {"period_from": date(2026, 2, 1), "period_to": date(2026, 1, 1)},
            "outcome_period_has_two_ends",
        ),
    ],
)
def test_the_database_has_the_last_word(db, fields, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        OutcomeFactory(**fields)


def test_disputed_counts_nowhere_and_is_asked_no_more(asked, adviser):
    actions.dispute(outcome=asked, by=adviser, reason="No such buyer.")
    actions.dispute(outcome=asked, by=adviser, reason="No such buyer.")
    assert grades(asked) == [("", "claimed"), ("claimed", "disputed")]
    assert list(asked.requests.values_list("state", flat=True)) == ["withdrawn"]
    assert not Outcome.objects.standing().exists()


def test_withdrawing_asks_for_a_reason(claimed, adviser):
    with pytest.raises(ReasonMissing):
        actions.withdraw(outcome=claimed, by=adviser, reason="  ")
    actions.withdraw(outcome=claimed, by=adviser, reason="Entered for the wrong firm.")
    with pytest.raises(MoveNotAllowed):
        actions.dispute(outcome=claimed, by=adviser, reason="Hm.")


def test_an_evidenced_result_is_attributed_beside_its_full_value(evidenced, manager):
    actions.attribute(outcome=evidenced, by=manager)
    made = actions.attribute(outcome=evidenced, by=manager)
    assert (made.grade, made.band, made.confirmed_value) == ("attributed", "to40", Decimal(50_000))
    assert "$35,000 of $50,000" in AuditEvent.objects.get(kind="outcome.attributed").sentence


def test_a_claim_is_not_attributed(claimed, manager):
    with pytest.raises(MoveNotAllowed):
        actions.attribute(outcome=claimed, by=manager)


def test_a_confirmed_one_without_a_document_is_not_attributed(confirmed, manager):
    with pytest.raises(MoveNotAllowed):
        actions.attribute(outcome=confirmed, by=manager)


def test_without_a_band_nothing_is_attributed(claimed, owner, adviser, manager, paper):
    actions.confirm_by_contact(outcome=claimed, contact=owner, answer="agrees")
    proof = actions.add_evidence(outcome=claimed, type="invoice", upload=paper, by=adviser)
    actions.check_evidence(evidence=proof, accept=True, by=manager)
    with pytest.raises(NoBand):
        actions.attribute(outcome=claimed, by=manager)


def test_two_refusals_have_their_sentences():
    assert str(NoDocument()).startswith("No document proves it yet")
    assert str(NotConfirmed()) == "The firm has not confirmed it yet."


def test_a_contact_of_another_firm_is_not_asked(claimed, adviser):
    with pytest.raises(OtherFirm):
        actions.ask_for_confirmation(outcome=claimed, contact=ContactFactory(), by=adviser)
