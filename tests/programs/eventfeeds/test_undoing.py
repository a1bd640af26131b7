"""An import is undone as a whole, and nothing else is."""

import pytest
from django.forms.models import model_to_dict

from programs.allocation.models import Offering
from programs.eventfeeds.actions import answer_doubt, undo_feed
from programs.eventfeeds.errors import BuiltUpon, NotToUndo, OfferingsInUse
from programs.eventfeeds.models import FeedRow
from programs.eventfeeds.rules import Decision
from tests.factories.programs import ApplicationFactory, OfferingFactory
from tests.programs.eventfeeds.conftest import doubt_of, event, feed_of, row_of

pytestmark = pytest.mark.django_db

KEY, TWIN = "north:A1", "south:A1"


@pytest.fixture
def undo(manager):
    def undone(report):
        return undo_feed(feed=feed_of(report), by=manager)

    return undone


@pytest.fixture
def say(manager):
    def said(doubt, decision, answer=""):
        return answer_doubt(doubt=doubt, decision=decision, answer=answer, by=manager)

    return said


def told() -> list[dict]:
    """Everything every offering tells, stops included."""
    return [
        model_to_dict(offering) | {"stops": list(offering.stops.values("place", "starts_on"))}
        for offering in Offering.objects.order_by("pk")
    ]


def test_undoing_deletes_the_offerings_and_no_other(bring, undo, manager):
    own = OfferingFactory()
    report = bring([event("A1"), event("A2", Name="Food week"), event("A3", From="never")])
    feed = undo(report)
    assert list(Offering.objects.all()) == [own]
    assert (feed.undone_by, feed.is_undone) == (manager, True)
    states = FeedRow.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["undone", "undone", "rejected"]


def test_undoing_twice_is_refused(bring, undo):
    report = bring([event("A1")])
    undo(report)
    with pytest.raises(NotToUndo):
        undo(report)


def test_an_offering_with_applications_stops_it_and_is_named(bring, undo):
    report = bring([event("A1"), event("A2", Name="Food week")])
    ApplicationFactory(offering=Offering.objects.get(external_key=KEY))
    with pytest.raises(OfferingsInUse, match="applied for Boat fair"):
        undo(report)
    assert Offering.objects.count() == 2


def test_after_undoing_the_file_may_come_again(bring, undo):
    undo(bring([event("A1")]))
    assert bring([event("A1")]).rows["new"] == 1


def test_undoing_a_new_version_gives_the_old_one_back(bring, undo, say):
    bring([event("A1")])
    before = told()
    later = bring([event("A1", To="2031-05-14", Cost="5", Stops="Gouda,Holland", Text="New.")])
    say(doubt_of(later, KEY, "changed"), Decision.ACCEPT)
    assert told() != before
    undo(later)
    assert told() == before


def test_an_import_that_a_later_one_changed_is_undone_after_it(bring, undo, say):
    first = bring([event("A1")])
    later = bring([event("A1", To="2031-05-14")])
    say(doubt_of(later, KEY, "changed"), Decision.ACCEPT)
    with pytest.raises(BuiltUpon, match=f"number {later.number} "):
        undo(first)
    undo(later)
    undo(first)
    assert not Offering.objects.exists()


def test_a_waiting_row_that_gave_way_waits_again(bring, undo, say):
    first = bring([event("A1", Cost="€60")])
    later = bring([event("A1", Cost="60", To="2031-05-13")])
    say(doubt_of(later, KEY, "changed"), Decision.ACCEPT)
    undo(later)
    assert row_of(first, KEY).state == "held"
    say(doubt_of(first, KEY, "cost_odd"), Decision.ACCEPT)
    assert Offering.objects.get().fee == 60


def test_a_twin_that_was_left_out_for_an_undone_event_becomes_one(bring, undo, say):
    first = bring([event("A1")])
    later = bring([event("A1", Feed="south", Text="Sails.")])
    say(doubt_of(later, TWIN, "same_event"), Decision.KEEP_FIRST)
    undo(first)
    assert Offering.objects.get().external_key == TWIN


def test_a_twin_that_waits_goes_on_alone(bring, undo):
    first = bring([event("A1")])
    later = bring([event("A1", Feed="south", Text="Sails.")])
    undo(first)
    assert doubt_of(later, TWIN, "same_event").decision == "moot"
    assert Offering.objects.get().external_key == TWIN


def test_merged_texts_are_taken_out_again(bring, undo, say):
    bring([event("A1", Text="Boats.")])
    before = told()
    later = bring([event("A1", Feed="south", Text="Sails.")])
    say(doubt_of(later, TWIN, "same_event"), Decision.MERGE)
    undo(later)
    assert told() == before
