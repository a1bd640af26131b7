"""One deal claimed twice: shared out so that it counts once, or kept apart, and decided anew."""

from datetime import date
from decimal import Decimal

import pytest

from programs.outcomes import actions, selectors
from programs.outcomes.errors import NotADouble, ReasonMissing, SharesWrong
from programs.outcomes.models import DealSplit, OutcomeShare
from tests.factories.firms import FirmFactory
from tests.factories.programs import ProgramFactory
from tests.programs.outcomes.conftest import SALE


@pytest.fixture
def twin(claimed, firm, manager):
    """The same order, claimed by another program a little larger."""
    return actions.claim_outcome(
        firm=firm, by=manager, program=ProgramFactory(), **(SALE | {"amount": Decimal("50500.01")})
    )


def parts():
    rows = OutcomeShare.objects.filter(split__ended_at__isnull=True).order_by("outcome_id")
    return [row.part for row in rows]


def test_a_double_is_noticed_until_somebody_decides(claimed, twin, manager):
    alike = selectors.look_alikes(claimed, manager)
    assert [row.outcome for row in alike] == [twin]
    actions.keep_apart(outcomes=[claimed, twin], by=manager, reason="Two orders of one buyer.")
    assert selectors.look_alikes(claimed, manager) == []
    assert selectors.undecided([claimed, twin]) == frozenset()


def test_claims_of_one_period_are_noticed_however_far_their_days_are(firm, manager, on_monday):
    quarter = {"period_from": date(2025, 10, 1), "period_to": date(2025, 12, 31)}
    first, second = (
        actions.claim_outcome(
            firm=firm,
            by=manager,
            program=ProgramFactory(),
            **(SALE | quarter | {"occurred_on": day}),
        )
        for day in (date(2025, 10, 5), date(2025, 12, 31))
    )
    assert [row.outcome for row in selectors.look_alikes(first, manager)] == [second]
    assert selectors.undecided([first, second]) == {first.pk, second.pk}


def test_a_double_is_found_in_the_market_that_the_firm_confirmed(claimed, owner, firm, manager):
    other = actions.claim_outcome(
        firm=firm, by=manager, program=ProgramFactory(), **(SALE | {"market": "KZ"})
    )
    assert selectors.look_alikes(claimed, manager) == []
    actions.confirm_by_contact(outcome=claimed, contact=owner, answer="corrects", market="KZ")
    claimed.refresh_from_db()
    assert [row.outcome for row in selectors.look_alikes(claimed, manager)] == [other]
    assert [row.outcome for row in selectors.look_alikes(other, manager)] == [claimed]


def test_one_contract_is_found_at_another_firm_in_the_confirmed_market(
    claimed, owner, firm, manager
):
    numbered = SALE | {"contract_reference": "K-77"}
    mine = actions.claim_outcome(firm=firm, by=manager, program=ProgramFactory(), **numbered)
    other = actions.claim_outcome(
        firm=FirmFactory(), by=manager, program=ProgramFactory(), **(numbered | {"market": "KZ"})
    )
    actions.confirm_by_contact(outcome=mine, contact=owner, answer="corrects", market="KZ")
    mine.refresh_from_db()
    assert other in [row.outcome for row in selectors.look_alikes(mine, manager)]
    assert [row.outcome for row in selectors.look_alikes(other, manager)] == [mine]


def test_equally_where_nobody_declared_and_the_least_figure_is_the_whole(claimed, twin, manager):
    actions.split_double_claim(shares={claimed: None, twin: None}, by=manager)
    assert parts() == [Decimal("25000.00"), Decimal("25000.00")]


def test_by_declared_contributions_and_twice_the_same_is_once(claimed, twin, manager):
    shares = {claimed: Decimal(70), twin: Decimal(30)}
    first = actions.split_double_claim(shares=shares, by=manager)
    assert actions.split_double_claim(shares=shares, by=manager) == first
    assert parts() == [Decimal("35000.00"), Decimal("15000.00")]


def test_deciding_anew_ends_the_decision_before(claimed, twin, manager):
    actions.split_double_claim(shares={claimed: None, twin: None}, by=manager)
    actions.split_double_claim(shares={claimed: Decimal(1), twin: Decimal(3)}, by=manager)
    assert parts() == [Decimal("12500.00"), Decimal("37500.00")]
    assert DealSplit.objects.count() == 2


def test_a_confirmed_figure_cuts_the_deal_again(claimed, twin, owner, manager):
    actions.split_double_claim(shares={claimed: None, twin: None}, by=manager)
    actions.confirm_by_contact(
        outcome=claimed, contact=owner, answer="corrects", amount=Decimal("40000.01")
    )
    assert parts() == [Decimal("20000.01"), Decimal("20000.00")]


def test_a_claim_that_goes_gives_the_other_its_whole_back(claimed, twin, manager):
    actions.split_double_claim(shares={claimed: None, twin: None}, by=manager)
    actions.withdraw(outcome=twin, by=manager, reason="It is the other program's.")
    assert parts() == []


@pytest.mark.parametrize("share", [Decimal(0), Decimal(-1)])
def test_shares_that_cannot_be(claimed, twin, manager, share):
    with pytest.raises(SharesWrong):
        actions.split_double_claim(shares={claimed: share, twin: share}, by=manager)
    assert not DealSplit.objects.exists()


def test_what_does_not_look_alike_is_not_shared_out(claimed, twin, firm, manager):
    other = actions.claim_outcome(
        firm=firm, by=manager, kind="jobs", count=4, occurred_on=SALE["occurred_on"]
    )
    with pytest.raises(NotADouble):
        actions.split_double_claim(shares={claimed: None, other: None}, by=manager)
    with pytest.raises(NotADouble):
        actions.split_double_claim(shares={claimed: None}, by=manager)


def test_keeping_apart_asks_for_a_reason(claimed, twin, manager):
    with pytest.raises(ReasonMissing):
        actions.keep_apart(outcomes=[claimed, twin], by=manager, reason="")


def test_a_shared_deal_counts_once_over_both_programs(claimed, twin, manager):
    actions.split_double_claim(shares={claimed: Decimal(70), twin: Decimal(30)}, by=manager)
    page = selectors.program_results(claimed.program, manager)
    assert page.shared == 1
    assert page.rows[0].has_withheld
