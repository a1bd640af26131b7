"""Offers wait for an answer, lapse, and go to the next in line; everybody ends in one state."""

from datetime import date, timedelta

import pytest

from config.shared import clock
from programs.allocation import actions
from programs.allocation.actions.line import deadline
from programs.allocation.errors import NothingOffered, OfferExpired
from programs.allocation.models import ApplicationMove
from tests.factories.firms import FirmFactory


@pytest.fixture
def line(mission, boss, now):
    """Two with an offer, three in line behind them, in this order."""
    rows = [
        actions.apply_for_seat(
            offering=mission, firm=FirmFactory(office=mission.program.office, employees=n), by=boss
        )
        for n in range(1, 6)
    ]
    mission.applications.update(state="waiting")
    for rank, row in enumerate(rows, start=1):
        mission.applications.filter(pk=row.pk).update(waiting_rank=rank)
    actions.promote(offering=mission, by=boss)
    return rows


def states(offering):
    rows = offering.applications.select_related("firm").order_by("firm__employees")
    return " ".join(row.state for row in rows)


def test_what_is_free_is_offered_in_order(line, mission):
    assert states(mission) == "offered offered waiting waiting waiting"
    assert actions.promote(offering=mission) == []


def test_an_accepted_offer_is_a_seat(line, mission, boss):
    actions.accept_offer(application=line[0], by=boss)
    assert actions.accept_offer(application=line[0], by=boss).state == "seated"
    assert ApplicationMove.objects.filter(application=line[0], after="seated").count() == 1
    mission.refresh_from_db()
    assert mission.seats_taken == 2


def test_a_declined_offer_goes_to_the_next(line, mission, boss):
    actions.decline_offer(application=line[1], by=boss, reason="No time")
    actions.decline_offer(application=line[1], by=boss)
    assert states(mission) == "offered declined offered waiting waiting"


def test_who_waits_has_nothing_to_accept_or_decline(line, boss):
    with pytest.raises(NothingOffered):
        actions.accept_offer(application=line[4], by=boss)
    with pytest.raises(NothingOffered):
        actions.decline_offer(application=line[4], by=boss)


def test_an_offer_ends_at_its_deadline_to_the_second(line, mission, boss, now):
    line[0].refresh_from_db()
    now.move_to(line[0].offer_until - timedelta(seconds=1))
    actions.accept_offer(application=line[0], by=boss)
    now.move_to(line[0].offer_until)
    with pytest.raises(OfferExpired, match="2031-01-20 19:00"):
        actions.accept_offer(application=line[1], by=boss)


def test_days_to_answer_begin_when_the_letter_leaves_and_end_on_a_working_day(mission, now):
    """A Thursday before a holiday on Friday: the letter leaves on Monday."""
    mission.program.office.country = "TR"  # 23 April, a Friday in 2032, is a holiday there
    mission.offer_days = 1
    mission.starts_on = date(2032, 6, 1)
    now.move_to("2032-04-22T12:00:00+00:00")
    assert deadline(mission, clock.now()).isoformat() == "2032-04-27T00:00:00+05:00"
    mission.offer_days = 6  # Saturday the first of May: Monday
    assert deadline(mission, clock.now()).isoformat() == "2032-05-04T00:00:00+05:00"


def test_what_nobody_answers_lapses_and_the_next_is_asked(line, mission, boss, now):
    line[0].refresh_from_db()
    now.move_to(line[0].offer_until)
    assert actions.lapse_offers(now=clock.now()) == {"lapsed": 2, "promoted": 2, "ended": 0}
    assert actions.lapse_offers(now=clock.now()) == {"lapsed": 0, "promoted": 0, "ended": 0}
    assert states(mission) == "lapsed lapsed offered offered waiting"
    with pytest.raises(OfferExpired, match="2031-01-20 19:00"):
        actions.accept_offer(application=line[0], by=boss)


def test_who_let_an_offer_lapse_asks_anew_at_the_end(line, mission, boss, now):
    line[0].refresh_from_db()
    now.move_to(line[0].offer_until)
    actions.lapse_offers(now=clock.now())
    again = actions.apply_for_seat(offering=mission, firm=line[0].firm, by=boss)
    assert (again.pk, again.state, again.applied_on) == (line[0].pk, "applied", date(2031, 1, 20))


def test_more_seats_go_to_the_line_at_once(line, mission, boss):
    actions.update_offering(offering=mission, by=boss, seats=4)
    assert states(mission) == "offered offered offered offered waiting"


def test_a_withdrawn_seat_goes_to_the_next(line, mission, boss):
    actions.accept_offer(application=line[0], by=boss)
    actions.withdraw(application=line[0], by=boss)
    assert states(mission) == "withdrawn offered offered waiting waiting"


def test_a_firm_that_left_is_passed_over_and_told(line, mission, boss):
    gone = line[2].firm
    gone.closed_on = date(2031, 1, 9)
    gone.save()
    actions.withdraw(application=line[0], by=boss)
    assert states(mission) == "withdrawn offered refused offered waiting"
    line[2].refresh_from_db()
    assert line[2].because == {"code": "firm_left"}


def test_a_full_quota_is_passed_over_until_it_is_free(line, mission, boss):
    actions.set_quota(offering=mission, by=boss, group="small", value="3", maximum=2)
    actions.withdraw(application=line[4], by=boss)
    actions.update_offering(offering=mission, by=boss, seats=3)
    assert states(mission) == "offered offered waiting offered withdrawn"


def test_nobody_is_asked_once_it_has_begun(line, mission, boss, now):
    now.move_to("2031-03-01T08:00:00+00:00")
    actions.withdraw(application=line[0], by=boss)
    assert actions.promote(offering=mission) == []
    assert actions.lapse_offers(now=clock.now())["ended"] == 3
    assert states(mission) == "withdrawn lapsed refused refused refused"


def test_an_offer_never_outlives_the_beginning(line, mission, boss, now):
    now.move_to("2031-02-27T08:00:00+00:00")
    actions.withdraw(application=line[0], by=boss)
    line[2].refresh_from_db()
    assert line[2].offer_until.isoformat() == "2031-02-28T19:00:00+00:00"
