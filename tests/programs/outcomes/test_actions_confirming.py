"""What contacts answer: each once, the first one's figure counts, later ones stand beside it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from firms.audit.models import AuditEvent
from firms.register.actions import contact_left
from programs.outcomes import actions
from programs.outcomes.errors import (
    ConfirmedAlready,
    FigureMissing,
    LeftTheFirm,
    LinkGone,
    NoFigure,
    NotAsked,
    OtherCurrency,
    WindowOver,
)
from programs.outcomes.labels import claim_of, title_of
from programs.outcomes.models import Confirmation, ConfirmationRequest
from tests.factories.firms import MembershipFactory


def test_the_first_answer_confirms_and_ends_the_question(asked, token, owner):
    actions.confirm(token=token, answer="agrees", band="to20", rating_overall=4, has_plans=True)
    asked.refresh_from_db()
    assert (asked.grade, asked.confirmed_amount) == ("confirmed", Decimal(50_000))
    told = Confirmation.objects.get()
    assert (told.contact, told.band, told.rating_overall, told.has_plans) == (
        owner,
        "to20",
        4,
        True,
    )
    assert ConfirmationRequest.objects.get().state == "answered"
    sentence = AuditEvent.objects.get(kind="outcome.confirmed").sentence
    assert sentence.startswith("Invented Owner confirmed a result")


def test_a_second_answer_behind_the_same_link_is_refused_kindly(asked, token):
    actions.confirm(token=token, answer="agrees")
    with pytest.raises(ConfirmedAlready):
        actions.confirm(token=token, answer="denies")
    assert Confirmation.objects.count() == 1


def test_what_the_contact_corrects_is_what_counts(asked, token):
    actions.confirm(token=token, answer="corrects", amount=Decimal(41_500), market="KZ")
    asked.refresh_from_db()
    assert (asked.amount, asked.confirmed_amount) == (Decimal(50_000), Decimal(41_500))
    assert Confirmation.objects.get().market == "KZ"
    assert (asked.market, asked.confirmed_market, asked.best_market) == ("UZ", "KZ", "KZ")


def test_who_agrees_confirms_the_market_that_was_claimed(confirmed):
    assert (confirmed.confirmed_market, confirmed.best_market) == ("UZ", "UZ")


def test_a_market_put_right_is_the_one_of_a_new_market(firm, owner, adviser, on_monday):
    made = actions.claim_outcome(
        firm=firm, by=adviser, kind="new_market", count=1, market="UZ", occurred_on=date(2026, 2, 1)
    )
    actions.confirm_by_contact(outcome=made, contact=owner, answer="corrects", market="KZ")
    made.refresh_from_db()
    assert (made.grade, made.confirmed_count, made.best_market) == ("confirmed", 1, "KZ")
    assert title_of(made) == "New market, Kazakhstan"
    assert claim_of(made) == "New market, Uzbekistan"


def test_a_second_contact_leaves_the_confirmed_market(confirmed, accountant):
    actions.confirm_by_contact(
        outcome=confirmed, contact=accountant, answer="corrects", market="KZ"
    )
    confirmed.refresh_from_db()
    assert confirmed.best_market == "UZ"


def test_without_a_market_none_is_confirmed(firm, owner, adviser, on_monday):
    made = actions.claim_outcome(
        firm=firm, by=adviser, kind="jobs", count=4, occurred_on=date(2026, 2, 1)
    )
    actions.confirm_by_contact(outcome=made, contact=owner, answer="agrees")
    made.refresh_from_db()
    assert made.best_market == ""


def test_a_second_contact_stands_beside_and_overwrites_nothing(confirmed, accountant):
    actions.confirm_by_contact(
        outcome=confirmed, contact=accountant, answer="corrects", amount=Decimal(1), band="all"
    )
    confirmed.refresh_from_db()
    assert (confirmed.grade, confirmed.confirmed_amount) == ("confirmed", Decimal(50_000))
    assert list(confirmed.confirmations.values_list("answer", "amount")) == [
        ("agrees", None),
        ("corrects", Decimal("1.00")),
    ]


def test_a_denial_disputes_and_a_colleague_is_still_heard(claimed, owner, accountant):
    actions.confirm_by_contact(
        outcome=claimed, contact=owner, answer="denies", comment="We never sold there."
    )
    actions.confirm_by_contact(outcome=claimed, contact=accountant, answer="agrees")
    claimed.refresh_from_db()
    assert (claimed.grade, claimed.confirmed_value) == ("disputed", None)
    assert claimed.confirmations.count() == 2
    assert claimed.moves.last().note == "We never sold there."


@pytest.mark.parametrize(
    ("said", "error"),
    [
        pytest.param({"amount": Decimal(9), "currency": "EUR"}, OtherCurrency, id="another money"),
        pytest.param({"amount": Decimal("-5")}, NoFigure, id="less than nothing"),
        pytest.param({"amount": Decimal(0)}, NoFigure, id="nothing"),
        pytest.param({}, FigureMissing, id="no other figure"),
        pytest.param({"market": "UZ"}, FigureMissing, id="the market it was"),
    ],
)
def test_a_correction_that_says_nothing_usable(asked, token, said, error):
    with pytest.raises(error):
        actions.confirm(token=token, answer="corrects", **said)
    assert not Confirmation.objects.exists()
    actions.confirm(token=token, answer="agrees")  # the link is not used up by a refusal


def test_somebody_who_left_cannot_confirm(asked, token, owner, adviser):
    contact_left(contact=owner, by=adviser)
    with pytest.raises(LeftTheFirm, match="Invented Owner does not work"):
        actions.confirm(token=token, answer="agrees")
    asked.refresh_from_db()
    assert asked.grade == "claimed"


def test_a_year_later_it_is_too_late(claimed, owner):
    with time_machine.travel("2027-02-11T09:00:00+00:00"), pytest.raises(WindowOver):
        actions.confirm_by_contact(outcome=claimed, contact=owner, answer="agrees")
    with time_machine.travel("2027-02-10T09:00:00+00:00"):
        actions.confirm_by_contact(outcome=claimed, contact=owner, answer="agrees")


def test_what_was_withdrawn_or_corrected_is_not_asked_any_more(asked, token, adviser):
    actions.correct(outcome=asked, by=adviser, reason="Less.", amount=Decimal(9))
    with pytest.raises(NotAsked):
        actions.confirm(token=token, answer="agrees")


def test_a_link_nobody_issued(db):
    with pytest.raises(LinkGone):
        actions.confirm(token="x" * 43, answer="agrees")


def test_a_member_who_signed_in_is_the_contact_with_that_address(asked, firm, owner):
    member = MembershipFactory(firm=firm, user__email="OWNER@works.example").user
    told = actions.confirm_signed_in(outcome=asked, by=member, answer="agrees")
    assert told.contact == owner
    assert ConfirmationRequest.objects.get().state == "answered"


def test_a_member_nobody_wrote_down_becomes_a_contact(asked, firm_owner):
    told = actions.confirm_signed_in(outcome=asked, by=firm_owner, answer="agrees")
    assert (told.contact.email, told.contact.firm) == (firm_owner.email, asked.firm)


def test_a_document_accepted_before_lifts_it_at_once(claimed, owner, adviser, manager, paper):
    proof = actions.add_evidence(outcome=claimed, type="invoice", upload=paper, by=adviser)
    actions.check_evidence(evidence=proof, accept=True, by=manager)
    claimed.refresh_from_db()
    assert claimed.grade == "claimed"
    actions.confirm_by_contact(outcome=claimed, contact=owner, answer="agrees")
    claimed.refresh_from_db()
    assert claimed.grade == "evidenced"
    assert [move.after for move in claimed.moves.all()] == ["claimed", "confirmed", "evidenced"]
    assert claimed.moves.last().occurred_on == date(2026, 3, 2)
