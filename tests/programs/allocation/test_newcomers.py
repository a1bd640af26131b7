"""First-timers: nobody who was there before by any record, and whoever never appeared."""

from datetime import date

import pytest

from programs.allocation import actions
from programs.allocation.inputs import prepare
from programs.allocation.rules import Weights
from tests.factories.programs import ApplicationFactory, EngagementFactory, OfferingFactory

EARLIER = {
    "starts_on": date(2030, 3, 1),
    "ends_on": date(2030, 3, 5),
    "apply_by": date(2030, 2, 1),
}


@pytest.fixture
def asking(in_need, mission, boss):
    """A firm that asks for the mission, which keeps a seat for first-timers."""
    actions.set_quota(offering=mission, by=boss, group="first_timer", minimum=1)
    return in_need(80)


@pytest.fixture
def is_first(mission, asking):
    def ask():
        problem = prepare([mission], weights=Weights(), seed=1, cap=1).problem
        return [bool(bid.groups) for bid in problem.bids] == [True]

    return ask


@pytest.fixture
def seat_before(asking):
    """A seat at an earlier offering, and how the help went that came with it."""

    def make(state):
        before = OfferingFactory(**EARLIER)
        ApplicationFactory(offering=before, firm=asking.firm, state="seated")
        done = {"completed_on": date(2030, 3, 5)} if state == "completed" else {}
        return EngagementFactory(firm=asking.firm, offering=before, state=state, **done)

    return make


@pytest.fixture
def helped(asking):
    def make(**fields):
        shape = {"state": "completed", "completed_on": date(2029, 1, 1)}
        return EngagementFactory(firm=asking.firm, **(shape | fields))

    return make


def test_a_firm_without_any_record_comes_for_the_first_time(is_first):
    assert is_first()


@pytest.mark.parametrize(
    ("state", "first"),
    [("completed", False), ("active", False), ("no_show", True), ("cancelled", True)],
)
def test_a_seat_counts_unless_the_firm_did_not_appear(seat_before, is_first, state, first):
    seat_before(state)
    assert is_first() is first


def test_a_seat_without_an_engagement_counts(asking, is_first):
    ApplicationFactory(offering=OfferingFactory(**EARLIER), firm=asking.firm, state="seated")
    assert not is_first()


def test_completed_help_of_the_same_kind_counts(helped, mission, is_first):
    helped(intervention=mission.intervention)
    assert not is_first()


@pytest.mark.parametrize(("kind", "first"), [("fair", False), ("round", True), ("other", True)])
def test_any_mission_fair_or_course_counts(helped, is_first, kind, first):
    helped(offering=OfferingFactory(kind=kind, **EARLIER))
    assert is_first() is first


STILL_FIRST = [
    pytest.param({}, id="help of another kind"),
    pytest.param({"state": "no_show", "completed_on": None}, id="did not appear"),
    pytest.param({"completed_on": date(2031, 3, 2)}, id="completed after the mission begins"),
]


@pytest.mark.parametrize("fields", STILL_FIRST)
def test_what_does_not_count(helped, mission, is_first, fields):
    kind = {"intervention": mission.intervention} if fields else {}
    helped(**(kind | fields))
    assert is_first()
