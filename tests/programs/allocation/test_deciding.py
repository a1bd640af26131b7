"""Decisions of a person: a seat against the conditions, and a refusal that is taken back."""

from datetime import date

import pytest
from django.urls import reverse

from programs.allocation import actions
from programs.allocation.errors import (
    ApplicationsClosed,
    FirmLeft,
    FirmNotServed,
    HasBegun,
    IsOver,
    NotRefused,
    ReasonMissing,
    SeatNeedsReason,
)
from programs.allocation.sentences import letter_of, why_for_firm, why_for_staff
from programs.eligibility.models import CriteriaCheck
from programs.engagements.models import Engagement
from programs.matching.sentences import Names
from tests.factories.programs import CriteriaFactory


@pytest.fixture
def refused(mission, in_need, boss):
    row = in_need(40)
    actions.refuse(application=row, by=boss, reason="The samples are missing.")
    row.refresh_from_db()
    return row


def moves(row):
    return " ".join(row.moves.values_list("after", flat=True))


def test_before_the_allocation_it_is_considered_like_the_others(refused, boss):
    actions.reopen(application=refused, by=boss, reason="The samples came.")
    actions.reopen(application=refused, by=boss, reason="The samples came.")
    refused.refresh_from_db()
    assert moves(refused) == "applied refused applied"
    assert (refused.waiting_rank, refused.reason) == (None, "The samples came.")
    assert letter_of(refused).startswith("We look at your application again")


def test_its_help_lives_again(refused, boss):
    actions.reopen(application=refused, by=boss, reason="The samples came.")
    rows = Engagement.objects.filter(firm=refused.firm).order_by("pk")
    assert [row.state for row in rows] == ["declined", "applied"]


def test_afterwards_it_stands_at_the_end_of_the_line(mission, in_need, boss, planned):
    rows = [in_need(severity) for severity in (90, 80, 70, 60, 50)]
    run = planned()
    actions.approve_run(run=run, by=boss)
    last = rows[4]
    actions.refuse(application=last, by=boss, reason="A letter was missing.")
    actions.reopen(application=last, by=boss, reason="The letter came.")
    last.refresh_from_db()
    line = mission.applications.in_line()
    assert [row.pk for row in line] == [rows[2].pk, rows[3].pk, last.pk]


def test_where_a_seat_is_free_it_is_offered_at_once(in_need, boss, planned):
    rows = [in_need(severity) for severity in (90, 80)]
    actions.approve_run(run=planned(), by=boss)
    actions.refuse(application=rows[1], by=boss, reason="A letter was missing.")
    assert actions.reopen(application=rows[1], by=boss, reason="It came.").state == "offered"


def test_only_a_refusal_is_taken_back_and_with_a_reason(refused, mission, boss, in_need):
    with pytest.raises(ReasonMissing):
        actions.reopen(application=refused, by=boss, reason=" ")
    gone = in_need(30)
    actions.withdraw(application=gone, by=boss)
    with pytest.raises(NotRefused):
        actions.reopen(application=gone, by=boss, reason="It came.")


def test_nothing_is_reopened_for_what_has_begun_or_a_firm_that_left(refused, mission, boss, now):
    refused.firm.closed_on = date(2031, 1, 9)
    refused.firm.save()
    with pytest.raises(FirmLeft):
        actions.reopen(application=refused, by=boss, reason="It came.")
    now.move_to("2031-03-01T08:00:00+00:00")
    with pytest.raises(ApplicationsClosed):
        actions.reopen(application=refused, by=boss, reason="It came.")


def test_a_cancelled_offering_takes_nobody_back(refused, mission, boss):
    actions.cancel_offering(offering=mission, by=boss, reason="Too few firms.")
    with pytest.raises(ApplicationsClosed):
        actions.reopen(application=refused, by=boss, reason="It came.")


def test_a_seat_against_the_conditions_needs_a_reason(mission, in_need, boss):
    row = in_need(40, employees=3)
    actions.update_offering(offering=mission, by=boss, criteria=CriteriaFactory())
    with pytest.raises(SeatNeedsReason, match="10"):
        actions.seat(application=row, by=boss)
    assert actions.seat(application=row, by=boss, reason="Its owner knows the market.").reason
    assert CriteriaCheck.objects.filter(firm=row.firm, verdict="fail").count() == 1


def test_who_meets_the_conditions_needs_none(mission, in_need, boss):
    row = in_need(40, employees=30)
    actions.update_offering(offering=mission, by=boss, criteria=CriteriaFactory())
    assert actions.seat(application=row, by=boss).state == "seated"


def test_who_waits_longer_is_not_passed_over_without_a_reason(mission, in_need, boss, planned):
    rows = [in_need(severity) for severity in (90, 80, 70, 60)]
    actions.approve_run(run=planned(), by=boss)
    mission.refresh_from_db()
    mission.seats = 3
    mission.save()
    with pytest.raises(SeatNeedsReason, match="1 firm waits before it"):
        actions.seat(application=rows[3], by=boss)
    assert actions.seat(application=rows[2], by=boss).state == "seated"


def test_a_seat_kept_for_a_quota_is_not_given_away_without_a_reason(mission, in_need, boss):
    actions.set_quota(offering=mission, by=boss, group="small", value="5", minimum=2)
    large, small = in_need(90, employees=40), in_need(50, employees=4)
    boss_moves = {"by": boss, "reason": "Not yet."}
    actions.refuse(application=small, **boss_moves)
    assert actions.seat(application=large, by=boss).state == "seated"
    actions.withdraw(application=large, by=boss)
    again = actions.apply_for_seat(offering=mission, firm=large.firm, by=boss)
    mission.applications.filter(pk=small.pk).update(state="waiting", waiting_rank=1)
    with pytest.raises(SeatNeedsReason, match="kept for a quota"):
        actions.seat(application=again, by=boss)


def test_nobody_gets_a_seat_once_it_is_over(mission, in_need, boss, now):
    row = in_need(40)
    now.move_to("2031-03-06T08:00:00+00:00")
    with pytest.raises(IsOver):
        actions.seat(application=row, by=boss)


def test_nothing_is_approved_once_it_has_begun(in_need, boss, planned, now):
    in_need(40)
    run = planned()
    now.move_to("2031-03-01T08:00:00+00:00")
    with pytest.raises(HasBegun):
        actions.approve_run(run=run, by=boss)


def test_an_exchange_is_told_in_words_and_its_reason_stays(mission, in_need, boss, planned):
    rows = [in_need(severity) for severity in (90, 80, 70)]
    run = planned()
    give, take = (run.allotments.get(application=rows[n]) for n in (2, 1))
    actions.swap(run=run, give=give, take=take, by=boss, reason="It has the samples ready.")
    actions.approve_run(run=run, by=boss)
    waits, got = (mission.applications.get(pk=rows[n].pk) for n in (1, 2))
    assert (waits.state, got.state) == ("waiting", "offered")
    assert waits.reason == got.reason == "It has the samples ready."
    assert "went to another firm" in why_for_firm(waits, Names())


def test_whose_turn_it_is_must_still_meet_the_conditions(mission, in_need, boss, planned):
    rows = [in_need(severity, employees=30) for severity in (90, 80, 70, 60)]
    actions.update_offering(offering=mission, by=boss, criteria=CriteriaFactory())
    actions.approve_run(run=planned(), by=boss)
    rows[2].firm.employees = 500
    rows[2].firm.save()
    actions.decline_offer(application=rows[0], by=None)
    states = [mission.applications.get(pk=row.pk).state for row in rows]
    assert states == ["declined", "offered", "refused", "offered"]
    assert mission.applications.get(pk=rows[2].pk).because["code"] == "criteria"
    assert CriteriaCheck.objects.filter(firm=rows[2].firm).first().verdict == "fail"


def test_a_firm_of_another_office_has_no_turn_any_more(
    mission, in_need, boss, planned, other_office
):
    rows = [in_need(severity) for severity in (90, 80, 70)]
    actions.approve_run(run=planned(), by=boss)
    rows[2].firm.office = other_office
    rows[2].firm.save()
    with pytest.raises(FirmNotServed):
        actions.seat(application=rows[2], by=boss)
    actions.decline_offer(application=rows[0], by=None)
    assert mission.applications.get(pk=rows[2].pk).because == {"code": "not_served"}


def test_between_equals_the_lot_is_the_reason(in_need, boss, planned):
    rows = [in_need(60) for _number in range(3)]
    actions.approve_run(run=planned(), by=boss)
    for row in rows:
        row.refresh_from_db()
    (waits,) = [row for row in rows if row.state == "waiting"]
    assert "the lot decided" in why_for_staff(waits.because, Names(), firms={})
    assert "the lot decided" in why_for_firm(waits, Names())


def test_staff_and_firm_read_the_same_place_in_line(
    mission, manager_client, in_need, boss, planned
):
    rows = [in_need(severity) for severity in (90, 80, 70, 60)]
    actions.approve_run(run=planned(), by=boss)
    actions.decline_offer(application=rows[0], by=None)
    last = mission.applications.get(pk=rows[3].pk)
    assert last.waiting_rank == 2
    assert letter_of(last).startswith("You are number 1")
    page = manager_client.get(reverse("programs:application", args=[last.pk])).text
    assert "<dt>On the waiting list</dt><dd>1</dd>" in page
