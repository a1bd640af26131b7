"""A proposal is computed, saved, changed by a person, approved whole, or not at all."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from programs.allocation import actions
from programs.allocation.errors import (
    InterestDeclared,
    NobodyApplied,
    NotOneProgram,
    QuotaImpossible,
    ReasonMissing,
    RunDecided,
    RunOutOfDate,
    StillOpen,
    SwapBreaksLimit,
)
from programs.allocation.models import AllocationRun, ApplicationMove
from programs.allocation.rules import Weights
from programs.eligibility.models import CriteriaCheck
from tests.factories.firms import FirmFactory
from tests.factories.programs import CriteriaFactory, OfferingFactory


def verdicts(run):
    return {
        row.application.firm.employees: (row.verdict, row.because["code"])
        for row in run.allotments.select_related("application__firm")
    }


def states(offering):
    rows = offering.applications.select_related("firm")
    return {row.firm.employees: (row.state, row.waiting_rank) for row in rows}


@pytest.fixture
def five(in_need):
    """Named by their employees: needs 90, 70, 50 and 30 points; 80 is not eligible."""
    return {
        need: in_need(need, employees=need, is_eligible=need != 80) for need in (30, 50, 70, 80, 90)
    }


def test_the_largest_benefit_gets_the_seats_and_everybody_a_reason(five, planned):
    assert verdicts(planned()) == {
        90: ("seat", "best"),
        70: ("seat", "best"),
        50: ("wait", "higher_benefit"),
        30: ("wait", "higher_benefit"),
        80: ("refuse", "not_eligible"),
    }


def test_a_run_keeps_its_question_and_gives_the_same_answer(five, planned):
    run = planned(seed=77)
    assert run.inputs["seed"] == 77
    assert run.result["benefit"] == 96_000  # 90 and 70 points, 0.6 without evidence
    assert actions.solve_again(run)
    with pytest.raises(DatabaseError, match="is_frozen"), transaction.atomic():
        AllocationRun.objects.update(result={})


def test_a_new_proposal_discards_the_old_one(five, planned, mission, boss):
    first = planned()
    second = actions.plan_allocation(offerings=[mission], by=boss, weights=Weights(), seed=2)
    first.refresh_from_db()
    assert (first.state, second.state) == ("discarded", "proposed")
    with pytest.raises(RunDecided):
        actions.approve_run(run=first, by=boss)


def test_a_quota_moves_a_seat_and_says_so(five, in_need, mission, boss, planned):
    in_need(10, employees=10, is_woman_owned=True)
    actions.set_quota(offering=mission, by=boss, group="woman_owned", minimum=1)
    found = verdicts(planned())
    assert found[10] == ("seat", "best")
    assert found[70] == ("wait", "reserved")


def test_a_quota_that_cannot_be_met_is_named(five, mission, boss, planned):
    actions.set_quota(offering=mission, by=boss, group="region", value="Nowhere", minimum=1)
    with pytest.raises(QuotaImpossible, match="at least 1 firms of the region Nowhere, possible 0"):
        planned()
    assert not AllocationRun.objects.exists()


def test_competitors_do_not_both_go(five, mission, boss, planned):
    actions.keep_apart(first=five[90], second=five[70], by=boss, reason="They sell the same.")
    found = verdicts(planned())
    assert {need for need, (verdict, _why) in found.items() if verdict == "seat"} == {50, 90}
    assert found[70] == ("wait", "rival")


def test_one_firm_gets_one_seat_over_all_offerings(five, mission, boss):
    fair = OfferingFactory(program=mission.program, intervention=mission.intervention, seats=1)
    actions.apply_for_seat(offering=fair, firm=five[90].firm, by=boss)
    actions.apply_for_seat(offering=fair, firm=five[50].firm, by=boss)
    run = actions.plan_allocation(offerings=[mission, fair], by=boss, weights=Weights(), seed=1)
    seats = run.allotments.filter(verdict="seat").select_related("application__firm")
    assert sorted(row.application.firm.employees for row in seats) == [50, 70, 90]


def test_offerings_of_two_programs_are_not_mixed(five, mission, boss):
    with pytest.raises(NotOneProgram):
        actions.plan_allocation(
            offerings=[mission, OfferingFactory()], by=boss, weights=Weights(), seed=1
        )


def test_nobody_applied(mission, boss):
    with pytest.raises(NobodyApplied):
        actions.plan_allocation(offerings=[mission], by=boss, weights=Weights(), seed=1)


def test_approving_offers_ranks_and_refuses(five, planned, mission, boss, now):
    run = planned()
    actions.approve_run(run=run, by=boss)
    actions.approve_run(run=run, by=boss)
    assert states(mission) == {
        90: ("offered", None),
        70: ("offered", None),
        50: ("waiting", 1),
        30: ("waiting", 2),
        80: ("refused", None),
    }
    mission.refresh_from_db()
    five[90].refresh_from_db()
    assert (mission.seats_taken, mission.state) == (2, "closed")
    assert five[90].offer_until.isoformat() == "2031-01-20T19:00:00+00:00"
    assert ApplicationMove.objects.filter(application=five[90]).count() == 2


def test_nothing_is_approved_while_firms_may_still_apply(five, planned, mission, boss):
    run = planned()
    actions.open_offering(offering=mission, by=boss)
    with pytest.raises(StillOpen, match="2031-02-01"):
        actions.approve_run(run=run, by=boss)


def test_what_changed_since_is_named(five, planned, mission, boss):
    run = planned()
    actions.withdraw(application=five[50], by=boss)
    with pytest.raises(RunOutOfDate, match=five[50].firm.legal_name):
        actions.approve_run(run=run, by=boss)
    assert states(mission)[90] == ("applied", None)


def test_a_changed_quota_makes_the_proposal_out_of_date(five, planned, mission, boss):
    run = planned()
    actions.set_quota(offering=mission, by=boss, group="first_timer", maximum=1)
    with pytest.raises(RunOutOfDate, match="quotas"):
        actions.approve_run(run=run, by=boss)


def allotment(run, application):
    return run.allotments.get(application=application)


def test_a_person_exchanges_a_seat_with_a_reason_that_stays(five, planned, mission, boss):
    run = planned()
    give, take = allotment(run, five[30]), allotment(run, five[70])
    actions.swap(run=run, give=give, take=take, by=boss, reason="Its buyer comes to the fair.")
    assert verdicts(run)[30] == ("seat", "swapped")
    actions.approve_run(run=run, by=boss)
    assert states(mission)[30] == ("offered", None)
    assert states(mission)[70][0] == "waiting"


@pytest.mark.parametrize("reason", ["", "  because "])
def test_an_exchange_needs_a_reason(five, planned, boss, reason):
    run = planned()
    with pytest.raises(ReasonMissing):
        actions.swap(
            run=run,
            give=allotment(run, five[30]),
            take=allotment(run, five[70]),
            by=boss,
            reason=reason,
        )


def test_an_exchange_breaks_no_limit(five, mission, planned, boss):
    actions.set_quota(offering=mission, by=boss, group="small", value="40", maximum=0)
    run = planned()
    with pytest.raises(SwapBreaksLimit, match="more seats than its quota"):
        actions.swap(
            run=run,
            give=allotment(run, five[30]),
            take=allotment(run, five[70]),
            by=boss,
            reason="A long reason.",
        )


def test_who_has_an_interest_decides_nothing(five, planned, boss):
    run = planned()
    actions.score_application(application=five[50], by=boss, points=80)
    actions.declare_interest(application=five[50], by=boss, reason="My cousin owns it.")
    assert not five[50].scores.exists()
    with pytest.raises(InterestDeclared):
        actions.score_application(application=five[50], by=boss, points=80)
    run = actions.plan_allocation(offerings=[five[50].offering], by=boss, weights=Weights(), seed=1)
    with pytest.raises(InterestDeclared):
        actions.approve_run(run=run, by=boss)


def test_a_discarded_proposal_stays_discarded(five, planned, boss):
    run = actions.discard_run(run=planned(), by=boss)
    assert actions.discard_run(run=run, by=boss).state == "discarded"


def test_an_approved_one_is_not_discarded(five, planned, boss):
    run = actions.approve_run(run=planned(), by=boss)
    with pytest.raises(RunDecided):
        actions.discard_run(run=run, by=boss)


def test_money_is_given_where_it_is_worth_most(money_round, boss, now):
    asked = [
        actions.apply_for_seat(
            offering=money_round,
            firm=FirmFactory(office=money_round.program.office),
            by=boss,
            requested=Decimal(amount),
        )
        for amount in (6000, 5000, 4000)
    ]
    actions.close_offering(offering=money_round, by=boss)
    run = actions.plan_allocation(offerings=[money_round], by=boss, weights=Weights(), seed=3)
    actions.approve_run(run=run, by=boss)
    money_round.refresh_from_db()
    granted = [row.granted for row in money_round.applications.holding()]
    assert money_round.budget_held == sum(granted) <= Decimal(10000)
    assert len(granted) == 2
    assert {row.pk for row in asked} >= set(run.result["seated"])


def test_a_second_round_fills_what_is_left(five, planned, mission, boss, now):
    actions.approve_run(run=planned(), by=boss)
    actions.update_offering(offering=mission, by=boss, seats=3)
    assert states(mission)[50] == ("offered", None)


def test_who_fails_the_conditions_gets_no_seat_and_the_check_is_kept(five, mission, boss, planned):
    """The conditions: ten to fifty employees."""
    actions.update_offering(offering=mission, by=boss, criteria=CriteriaFactory())
    run = planned()
    assert verdicts(run)[90] == ("refuse", "criteria")
    assert verdicts(run)[30] == ("seat", "best")
    actions.approve_run(run=run, by=boss)
    assert states(mission)[90] == ("refused", None)
    assert CriteriaCheck.objects.get(firm=five[90].firm).verdict == "fail"
    assert CriteriaCheck.objects.get(firm=five[30].firm).verdict == "pass"
