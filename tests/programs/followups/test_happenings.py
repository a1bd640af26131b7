"""Steps that count from what happens, or end with it: found by what is new, not only at night."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine

from config.shared import clock
from firms.register.actions import log_interaction
from programs.engagements.models import Engagement
from programs.followups.actions import complete_follow_up, reconcile_all
from programs.followups.actions.plans import begin_draft, enable_draft, put_step, remove_step
from programs.followups.rules import AnchorKind, Step, Stop
from tests.factories.programs import FollowUpFactory, OfferingFactory

TODAY = date(2026, 3, 2)
FAR_AHEAD = Step("far", AnchorKind.COMPLETION, 1000)
COMPLETED_ON = date(2026, 2, 3)


@pytest.fixture
def plan_of(completed, manager):
    """Put one step into force for help completed a month ago.

    Beside it stands one in the far future: help without any would be looked at every time.
    """
    Engagement.objects.update(completed_on=COMPLETED_ON)

    def enable(step):
        draft = begin_draft(intervention=completed.intervention, program=None, by=manager)
        for row in list(draft.steps.all()):
            remove_step(version=draft, code=row.code, by=manager)
        for each in (step, FAR_AHEAD):
            put_step(version=draft, step=each, by=manager)
        enable_draft(version=draft, by=manager)
        reconcile_all(today=TODAY, everything=True)

    return enable


@pytest.fixture
def an_hour_later(plan_of):
    """What a test does from here on is new, and nothing that was done before."""

    @contextmanager
    def begins():
        with time_machine.travel("2026-03-02T10:00:00+00:00", tick=False):
            yield
            reconcile_all(today=TODAY, since=clock.now())

    return begins


def open_days(engagement):
    rows = engagement.follow_ups.open().exclude(step=FAR_AHEAD.code).order_by("due_on")
    return list(rows.values_list("due_on", flat=True))


def call(firm, adviser, on=TODAY):
    return log_interaction(
        firm=firm, kind="call", summary="Talked about prices.", occurred_on=on, by=adviser
    )


def test_from_the_last_contact(plan_of, an_hour_later, completed, adviser):
    plan_of(Step("quiet", AnchorKind.LAST_CONTACT, 30))
    assert open_days(completed) == []
    with an_hour_later():
        call(completed.firm, adviser)
    assert open_days(completed) == [date(2026, 4, 1)]


def test_an_answer_is_a_contact_too(plan_of, an_hour_later, completed, adviser):
    plan_of(Step("quiet", AnchorKind.LAST_CONTACT, 30))
    with an_hour_later():
        complete_follow_up(follow_up=FollowUpFactory(firm=completed.firm), by=adviser)
    assert open_days(completed) == [date(2026, 4, 1)]


def test_from_the_last_assessment(plan_of, an_hour_later, completed, request):
    plan_of(Step("again", AnchorKind.LAST_ASSESSMENT, 58))
    with an_hour_later():
        request.getfixturevalue("profile")  # an assessment of today is confirmed
    assert open_days(completed) == [date(2026, 4, 29)]


def test_from_the_end_of_an_offering(plan_of, completed):
    offering = OfferingFactory(
        intervention=completed.intervention,
        starts_on=date(2026, 2, 2),
        ends_on=date(2026, 2, 20),
        apply_by=date(2026, 1, 1),
    )
    Engagement.objects.filter(pk=completed.pk).update(offering=offering)
    plan_of(Step("home", AnchorKind.OFFERING_END, 14))
    assert open_days(completed) == [date(2026, 3, 6)]


def test_a_deal_ends_what_stops_at_one(plan_of, an_hour_later, completed, adviser):
    plan_of(Step("later", AnchorKind.COMPLETION, 70, stops=frozenset({Stop.DEAL})))
    assert len(open_days(completed)) == 1
    with an_hour_later():
        told = FollowUpFactory(firm=completed.firm, engagement=completed, step="earlier")
        complete_follow_up(follow_up=told, by=adviser, answers={"has_deal": "yes"})
    assert open_days(completed) == []
    assert completed.follow_ups.get(step="later").why == "stopped"


def test_a_contact_ends_what_stops_at_one(plan_of, an_hour_later, completed, adviser):
    plan_of(Step("later", AnchorKind.COMPLETION, 70, stops=frozenset({Stop.CONTACT})))
    with an_hour_later():
        call(completed.firm, adviser, on=COMPLETED_ON + timedelta(days=1))
    assert open_days(completed) == []


def test_a_contact_begins_anew_what_is_reset_by_it(plan_of, an_hour_later, completed, adviser):
    plan_of(Step("later", AnchorKind.COMPLETION, 70, is_reset_by_contact=True))
    before = open_days(completed)
    with an_hour_later():
        call(completed.firm, adviser, on=COMPLETED_ON + timedelta(days=7))
    assert open_days(completed) == [day + timedelta(days=7) for day in before]


def test_what_happened_before_is_not_looked_at(plan_of, an_hour_later, completed, adviser):
    plan_of(Step("quiet", AnchorKind.LAST_CONTACT, 30))
    call(completed.firm, adviser)
    with an_hour_later():
        pass
    assert open_days(completed) == []
    assert reconcile_all(today=TODAY, everything=True).created == 1
