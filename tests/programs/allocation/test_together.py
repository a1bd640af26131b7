"""Seat and help are one life; limits hold whoever gives a seat; nobody decides for others."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from firms.audit.models import AuditEvent
from programs.allocation import actions
from programs.allocation.errors import (
    AlreadyApplied,
    AlreadyBegun,
    AmountsMissing,
    BudgetBelowHeld,
    FirmLeft,
    LimitBroken,
)
from programs.allocation.rules import Weights
from programs.allocation.sentences import letter_of
from programs.engagements.actions import approve_engagement, start_engagement, withdraw_engagement
from programs.engagements.errors import NotYours, SeatDecides
from programs.engagements.models import Engagement
from tests.factories.firms import FirmFactory, UserFactory
from tests.factories.programs import OfferingFactory, ProgramFactory


@pytest.fixture
def asked(mission, now):
    return actions.apply_for_seat(
        offering=mission, firm=FirmFactory(office=mission.program.office), by=None
    )


def help_of(application):
    return Engagement.objects.get(firm=application.firm, offering=application.offering)


def test_help_goes_along_with_its_application(asked, boss):
    assert help_of(asked).state == "applied"
    actions.seat(application=asked, by=boss)
    assert help_of(asked).state == "approved"
    actions.withdraw(application=asked, by=boss, reason="No time")
    assert (help_of(asked).state, help_of(asked).closing_note) == ("withdrawn", "No time")


def test_a_new_application_begins_new_help(asked, boss):
    actions.withdraw(application=asked, by=boss)
    actions.apply_for_seat(offering=asked.offering, firm=asked.firm, by=boss)
    states = Engagement.objects.filter(firm=asked.firm).order_by("pk")
    assert [row.state for row in states] == ["withdrawn", "applied"]


@pytest.mark.parametrize("move", [approve_engagement, withdraw_engagement])
def test_while_an_application_stands_it_decides(asked, boss, move):
    more = {"reason": "Said so"} if move is withdraw_engagement else {}
    with pytest.raises(SeatDecides):
        move(engagement=help_of(asked), by=boss, **more)


def test_help_that_went_further_stays_where_it_is(asked, boss):
    actions.seat(application=asked, by=boss)
    start_engagement(engagement=help_of(asked), by=boss)
    actions.refuse(application=asked, by=boss, reason="Not any more")
    assert help_of(asked).state == "active"


def test_a_cancelled_mission_cancels_the_help_that_runs(asked, mission, boss):
    actions.seat(application=asked, by=boss)
    start_engagement(engagement=help_of(asked), by=boss)
    actions.cancel_offering(offering=mission, by=boss, reason="The venue burnt down.")
    assert help_of(asked).state == "cancelled"
    told = AuditEvent.objects.filter(firm=asked.firm, kind="application.refused")
    assert told.get().data["note"] == "The venue burnt down."


@pytest.fixture
def owner(db):
    return UserFactory(role="firm_owner", office=None)


def test_a_firm_ends_no_help_that_is_under_way(asked, boss, owner):
    actions.seat(application=asked, by=boss)
    start_engagement(engagement=help_of(asked), by=boss)
    with pytest.raises(NotYours):
        actions.withdraw(application=asked, by=owner)
    asked.refresh_from_db()
    assert asked.state == "seated"


def test_a_firm_withdraws_nothing_that_has_begun(asked, boss, owner, now):
    actions.seat(application=asked, by=boss)
    now.move_to("2031-03-02T08:00:00+00:00")
    with pytest.raises(AlreadyBegun):
        actions.withdraw(application=asked, by=owner)
    actions.withdraw(application=asked, by=boss)


def test_nobody_withdraws_what_is_over(asked, boss, now):
    actions.seat(application=asked, by=boss)
    now.move_to("2031-03-08T08:00:00+00:00")
    with pytest.raises(AlreadyBegun):
        actions.withdraw(application=asked, by=boss)


def test_asking_again_says_so_where_it_must_be_new(asked):
    with pytest.raises(AlreadyApplied, match="Applied"):
        actions.apply_for_seat(
            offering=asked.offering, firm=asked.firm, by=None, is_new=True, statement="Again"
        )


def test_a_seat_by_hand_keeps_competitors_apart(asked, mission, boss):
    other = actions.apply_for_seat(
        offering=mission, firm=FirmFactory(office=mission.program.office), by=boss
    )
    actions.keep_apart(first=asked, second=other, by=boss, reason="The same honey.")
    actions.seat(application=asked, by=boss)
    with pytest.raises(LimitBroken, match="competitors"):
        actions.seat(application=other, by=boss)


def test_a_lifted_limit_gives_what_is_free_at_once(mission, boss, now):
    rows = [
        actions.apply_for_seat(
            offering=mission, firm=FirmFactory(office=mission.program.office, employees=5), by=boss
        )
        for _number in range(2)
    ]
    quota = actions.set_quota(offering=mission, by=boss, group="small", value="9", maximum=1)
    mission.applications.update(state="waiting")
    actions.promote(offering=mission)
    assert mission.applications.holding().count() == 1
    actions.drop_quota(quota=quota, by=boss)
    assert mission.applications.holding().count() == len(rows)


def test_the_cap_of_an_allocation_holds_for_its_waiting_lists(in_need, mission, boss):
    both, only = in_need(90), in_need(40)
    fair = OfferingFactory(program=mission.program, intervention=mission.intervention, seats=1)
    for row in (both, only):
        actions.apply_for_seat(offering=fair, firm=row.firm, by=boss)
    actions.update_offering(offering=mission, by=boss, seats=1)
    for offering in (mission, fair):
        actions.close_offering(offering=offering, by=boss)
    run = actions.plan_allocation(offerings=[mission, fair], by=boss, weights=Weights(), seed=1)
    actions.approve_run(run=run, by=boss)
    actions.update_offering(offering=fair, by=boss, seats=2)
    actions.update_offering(offering=mission, by=boss, seats=2)
    assert mission.applications.holding().count() + fair.applications.holding().count() == 2


def test_everybody_who_waits_is_ranked_anew_and_told_the_place_in_line(in_need, mission, boss):
    rows = [in_need(need) for need in (90, 80, 70, 60)]
    actions.close_offering(offering=mission, by=boss)
    for seed in (1, 2):
        run = actions.plan_allocation(offerings=[mission], by=boss, weights=Weights(), seed=seed)
        actions.approve_run(run=run, by=boss)
    rows[3].refresh_from_db()
    assert rows[3].waiting_rank == 2
    actions.decline_offer(application=rows[0], by=boss)
    assert "You are number 1 on the waiting list" in letter_of(rows[3])


def test_money_is_not_added_under_firms_that_named_no_amount(asked, mission, boss):
    with pytest.raises(AmountsMissing):
        actions.update_offering(offering=mission, by=boss, budget=Decimal(1000), currency="EUR")


def test_money_that_is_granted_is_not_taken_away(money_round, boss, now):
    row = actions.apply_for_seat(
        offering=money_round,
        firm=FirmFactory(office=money_round.program.office),
        by=boss,
        requested=Decimal(500),
    )
    actions.seat(application=row, by=boss)
    with pytest.raises(BudgetBelowHeld):
        actions.update_offering(offering=money_round, by=boss, budget=None, seats=5)


def test_a_firm_that_left_accepts_nothing(asked, boss):
    asked.offering.applications.update(state="waiting", waiting_rank=1)
    actions.promote(offering=asked.offering)
    asked.firm.closed_on = date(2031, 1, 9)
    asked.firm.save()
    with pytest.raises(FirmLeft):
        actions.accept_offer(application=asked, by=boss)


def test_who_answers_for_one_office_decides_nothing_for_all(client, office, now):
    offering = OfferingFactory(program=ProgramFactory(office=None))
    client.force_login(UserFactory(role="manager", office=office))
    names = ("offering-setup", "offering-allocate", "offering-change", "offering-close")
    answers = [
        client.post(reverse(f"programs:{name}", args=[offering.pk])).status_code for name in names
    ]
    assert answers == [405, 403, 403, 403]
    assert "Compute" not in client.get(offering.get_absolute_url()).content.decode()
