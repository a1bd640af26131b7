"""Answers of people: a row becomes an offering once nothing about it is doubtful."""

from datetime import date
from decimal import Decimal

import pytest

from firms.audit.models import AuditEvent
from programs.allocation.models import Offering
from programs.eventfeeds.actions import accept_alike, answer_doubt
from programs.eventfeeds.errors import (
    AlreadyAnswered,
    AnswersDisagree,
    ForeignRow,
    NotAnAnswer,
    NothingProposed,
    OfferingIsPublic,
)
from programs.eventfeeds.models import FeedDoubt
from programs.eventfeeds.rules import Decision
from tests.factories.programs import ProgramFactory
from tests.programs.eventfeeds.conftest import doubt_of, event, feed_of, row_of

pytestmark = pytest.mark.django_db

KEY = "north:A1"


@pytest.fixture
def say(manager):
    """Answer a doubt as the manager."""

    def said(doubt: FeedDoubt, decision: Decision, answer: str = "") -> FeedDoubt:
        return answer_doubt(doubt=doubt, decision=decision, answer=answer, by=manager)

    return said


@pytest.fixture
def odd_cost(bring):
    return bring([event("A1", Cost="€60 ")])


def test_an_accepted_proposal_makes_the_offering(odd_cost, say, manager):
    doubt = say(doubt_of(odd_cost, KEY, "cost_odd"), Decision.ACCEPT)
    assert Offering.objects.get().fee == Decimal("60.00")
    assert (doubt.decided_by, row_of(odd_cost, KEY).state) == (manager, "settled")
    assert AuditEvent.objects.filter(kind="feed.doubt_answered", actor=manager).count() == 1


@pytest.mark.parametrize(
    ("typed", "fee"), [("75", Decimal(75)), ("", None)], ids=["an amount", "unknown"]
)
def test_a_typed_value_counts_instead(odd_cost, say, typed, fee):
    say(doubt_of(odd_cost, KEY, "cost_odd"), Decision.OTHER, typed)
    assert Offering.objects.get().fee == fee


def test_a_row_can_be_left_out(odd_cost, say):
    say(doubt_of(odd_cost, KEY, "cost_odd"), Decision.DROP)
    assert not Offering.objects.exists()
    assert row_of(odd_cost, KEY).state == "settled"


def test_the_same_answer_twice_changes_nothing(odd_cost, say):
    say(doubt_of(odd_cost, KEY, "cost_odd"), Decision.ACCEPT)
    say(doubt_of(odd_cost, KEY, "cost_odd"), Decision.ACCEPT)
    assert Offering.objects.count() == 1
    with pytest.raises(AlreadyAnswered):
        say(doubt_of(odd_cost, KEY, "cost_odd"), Decision.DROP)


def test_a_row_waits_for_the_last_of_its_doubts(bring, say):
    report = bring([event("A1", Cost="€60", Stops="Rotterdam,Invalid | Utrecht,Holland")])
    say(doubt_of(report, KEY, "cost_odd"), Decision.ACCEPT)
    assert not Offering.objects.exists()
    say(doubt_of(report, KEY, "country_unknown"), Decision.OTHER, "BE")
    assert Offering.objects.get().markets == ["BE", "NL"]


def test_nothing_proposed_cannot_be_accepted(bring, say):
    report = bring([event("A1", Stops="Rotterdam,Invalid")])
    with pytest.raises(NothingProposed):
        say(doubt_of(report, KEY, "country_unknown"), Decision.ACCEPT)


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        (Decision.OTHER, "sixty"),
        (Decision.OTHER, "-1"),
        (Decision.MERGE, ""),
        (Decision.MOOT, ""),
    ],
)
def test_what_is_no_answer_is_refused(odd_cost, say, decision, answer):
    with pytest.raises(NotAnAnswer):
        say(doubt_of(odd_cost, KEY, "cost_odd"), decision, answer)


def test_a_moved_event_leaves_its_stop_behind_and_is_asked_again(bring, say):
    report = bring([event("A1", From="2020-05-10", To="2020-05-12",
                          Stops="10.5.2020-12.5.2020 Rotterdam,Holland")])  # fmt: skip
    past = doubt_of(report, KEY, "past_event")
    say(past, Decision.OTHER, "2032-05-10 – 2032-05-12")
    assert not Offering.objects.exists()
    say(doubt_of(report, KEY, "stop_outside_event"), Decision.ACCEPT)
    offering = Offering.objects.get()
    assert offering.starts_on == date(2032, 5, 10)
    assert offering.stops.get().ends_on == date(2032, 5, 12)


def test_a_stop_whose_year_was_asked_may_still_lie_outside(bring, say):
    report = bring([event("A1", Stops="1.2.31-2.2.31 Rotterdam,Holland")])
    say(doubt_of(report, KEY, "two_digit_year"), Decision.OTHER, "2030-02-01 – 2030-02-02")
    say(doubt_of(report, KEY, "stop_outside_event"), Decision.ACCEPT)
    assert Offering.objects.get().stops.get().starts_on == date(2031, 5, 10)


def test_a_stop_outside_its_event_stays_there_when_a_person_says_so(bring, say):
    report = bring([event("A1", Stops="1.2.2031-2.2.2031 Rotterdam,Holland")])
    say(doubt_of(report, KEY, "stop_outside_event"), Decision.OTHER, "2031-02-01 – 2031-02-02")
    assert Offering.objects.get().stops.get().starts_on == date(2031, 2, 1)


def test_answers_that_disagree_are_refused_and_not_kept(bring, say):
    report = bring([event("A1", From="2020-05-10", To="2020-05-12", Name="Boats 2013")])
    say(doubt_of(report, KEY, "other_year_in_text"), Decision.OTHER, "2031-05-10 – 2031-05-12")
    past = doubt_of(report, KEY, "past_event")
    with pytest.raises(AnswersDisagree, match="2031-05-10 and 2032-05-10"):
        say(past, Decision.OTHER, "2032-05-10 – 2032-05-12")
    assert doubt_of(report, KEY, "past_event").decision == ""
    say(doubt_of(report, KEY, "other_year_in_text"), Decision.ACCEPT)
    say(past, Decision.OTHER, "2032-05-10 – 2032-05-12")
    assert Offering.objects.get().starts_on == date(2032, 5, 10)


def test_alike_doubts_are_accepted_together(bring, manager):
    report = bring([event("A1", Cost="€60"), event("A2", Cost="€70", Name="Food expo")])
    assert accept_alike(feed=feed_of(report), code="cost_odd", by=manager) == 2
    assert accept_alike(feed=feed_of(report), code="cost_odd", by=manager) == 0
    assert Offering.objects.count() == 2


def test_pairs_are_never_accepted_together(pair, manager):
    assert accept_alike(feed=feed_of(pair), code="same_event", by=manager) == 0


@pytest.fixture
def pair(bring):
    """One event from two feeds; the second tells its cost and more text."""
    return bring([
        event("A1", Cost="", Text="Boats."),
        event("A1", Feed="south", Cost="90", Text="Boats and sails."),
    ])  # fmt: skip


TWIN = "south:A1"


@pytest.mark.parametrize(
    ("decision", "texts"),
    [
        (Decision.KEEP_FIRST, {"Boats."}),
        (Decision.KEEP_SECOND, {"Boats and sails."}),
        (Decision.MERGE, {"Boats.\n\nBoats and sails."}),
        (Decision.KEEP_BOTH, {"Boats.", "Boats and sails."}),
        (Decision.ACCEPT, {"Boats.\n\nBoats and sails."}),
    ],
)
def test_a_pair_becomes_what_a_person_says(pair, say, decision, texts):
    say(doubt_of(pair, TWIN, "same_event"), decision)
    assert set(Offering.objects.values_list("summary", flat=True)) == texts


def test_a_merged_event_learns_what_only_the_second_knows(pair, say):
    say(doubt_of(pair, TWIN, "same_event"), Decision.MERGE)
    assert (Offering.objects.get().fee, Offering.objects.get().external_key) == (90, KEY)


def test_doubtful_facts_of_the_second_are_not_merged(bring, say):
    report = bring([event("A1", Cost=""), event("A1", Feed="south", Cost="€90", Text="Sails.")])
    say(doubt_of(report, TWIN, "same_event"), Decision.MERGE)
    assert Offering.objects.get().fee is None
    assert doubt_of(report, TWIN, "cost_odd").decision == "moot"


def test_a_row_compared_with_one_left_out_is_compared_with_the_other(bring, say):
    report = bring([event("A1"), event("A1", Feed="south"), event("A1", Feed="west")])
    say(doubt_of(report, TWIN, "same_event"), Decision.KEEP_SECOND)
    assert doubt_of(report, "west:A1", "same_event").other == row_of(report, TWIN)
    say(doubt_of(report, "west:A1", "same_event"), Decision.KEEP_FIRST)
    assert Offering.objects.get().external_key == TWIN


@pytest.fixture
def changed(bring):
    """A file, and its next version with a later end and one event more."""
    bring([event("A1"), event("A2", Name="Food week", Stops="Utrecht,Holland")])
    rows = [
        event("A1", To="2031-05-14", Stops="Rotterdam,Holland | Utrecht,Holland"),
        event("A2", Name="Food week", Stops="Utrecht,Holland"),
        event("A3", Name="Tool show", Stops="Gouda,Holland"),
    ]
    return bring(rows)


def test_a_changed_file_adds_what_is_new_and_asks_about_what_changed(changed):
    assert changed.rows == {
        "read": 3, "accepted": 2, "held": 1, "rejected": 0, "new": 1, "unchanged": 1,
    }  # fmt: skip
    assert doubt_of(changed, KEY, "changed").params["differ"] == ["days", "stops"]
    assert Offering.objects.count() == 3


def test_a_new_version_rewrites_the_draft(changed, say):
    say(doubt_of(changed, KEY, "changed"), Decision.ACCEPT)
    offering = Offering.objects.get(external_key=KEY)
    assert (offering.ends_on, offering.stops.count()) == (date(2031, 5, 14), 2)


def test_an_earlier_version_may_hold(changed, say, bring):
    say(doubt_of(changed, KEY, "changed"), Decision.DROP)
    assert Offering.objects.get(external_key=KEY).ends_on == date(2031, 5, 12)


def test_what_is_public_is_not_rewritten(changed, say):
    Offering.objects.filter(external_key=KEY).update(state="open")
    with pytest.raises(OfferingIsPublic):
        say(doubt_of(changed, KEY, "changed"), Decision.ACCEPT)
    assert doubt_of(changed, KEY, "changed").decision == ""


def test_a_new_version_of_a_row_that_still_waits_takes_its_place(bring, say):
    first = bring([event("A1", Cost="€60")])
    second = bring([event("A1", Cost="60", To="2031-05-13")])
    say(doubt_of(second, KEY, "changed"), Decision.ACCEPT)
    assert doubt_of(first, KEY, "cost_odd").decision == "moot"
    assert row_of(first, KEY).gave_way_to == row_of(second, KEY)
    assert Offering.objects.get().ends_on == date(2031, 5, 13)


def test_a_twin_of_an_earlier_import_gives_its_texts_to_the_draft(bring, say):
    bring([event("A1", Text="Boats.")])
    later = bring(
        [event("A1", Feed="south", Text="Sails.")],
    )
    say(doubt_of(later, TWIN, "same_event"), Decision.MERGE)
    assert Offering.objects.get().summary == "Boats.\n\nSails."


def test_the_draft_of_another_office_is_not_changed(bring, office_manager, other_office):
    bring([event("A1")], program=ProgramFactory(office=other_office))
    later = bring([event("A1", To="2031-05-14"), event("A1", Feed="south", Text="Sails.")])
    with pytest.raises(ForeignRow):
        answer_doubt(
            doubt=doubt_of(later, KEY, "changed"), decision=Decision.ACCEPT, by=office_manager
        )
    answer_doubt(doubt=doubt_of(later, KEY, "changed"), decision=Decision.DROP, by=office_manager)
    assert Offering.objects.get(external_key=KEY).ends_on == date(2031, 5, 12)


def test_the_second_of_an_earlier_import_cannot_replace_an_offering(bring, say):
    bring([event("A1")])
    later = bring([event("A1", Feed="south", Text="Sails.")])
    with pytest.raises(NotAnAnswer):
        say(doubt_of(later, TWIN, "same_event"), Decision.KEEP_SECOND)
