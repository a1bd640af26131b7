"""Two managers approve at once; offers are accepted at the moment at which they end."""

from functools import partial

import pytest

from tests.concurrency.racing import RACERS, crowded, goes_wrong

#: Offers that end, with a firm behind each of them; firms of a proposal.
SEATS, FIRMS = 20, 5
SCENE = "tests.concurrency.scenes.seats"
#: What each race holds open: the proposal and the offer have been read, nothing is written yet.
PROPOSAL = "programs.allocation.actions.approving:_require_closed"
OFFER = "programs.allocation.actions.moving:locked_application"

#: What may have happened to one application, whoever came first.
HISTORIES = {"applied offered seated", "applied offered lapsed", "applied offered", "applied"}


def _approvals(arena):
    made = arena.tell("proposed_allocation", seats=6, firms=FIRMS)
    calls = [{"run": made["run"], "manager": made["manager"]}] * RACERS
    return arena.race("approve", calls), arena.tell("count", offering=made["offering"])


def _deadlines(arena):
    made = arena.tell("offers_about_to_end", seats=SEATS, firms=2 * SEATS)
    calls = [{"application": key, "late": n % 5 == 2} for n, key in enumerate(made["offered"])]
    return arena.race("answer_or_lapse", calls), arena.tell("count", offering=made["offering"])


def _is_offered_twice(row):
    return max(history.count("offered") for history in row["histories"]) > 1


@pytest.mark.asvs("2.3.2", "15.4.1")
def test_whoever_approves_at_the_same_time_approves_once(arena):
    answers, counts = crowded(partial(_approvals, arena(SCENE, PROPOSAL)))
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.value for answer in answers} == {"approved"}
    assert [row["histories"] for row in counts] == [["applied offered"] * FIRMS] * len(counts)


def test_without_the_lock_it_is_approved_twice(arena):
    """Negative control: the same race with the locks taken away."""
    assert goes_wrong(
        partial(_approvals, arena(SCENE, PROPOSAL, is_unlocked=True)), _is_offered_twice
    )


@pytest.mark.asvs("2.3.2", "15.4.1")
def test_an_offer_at_its_deadline_ends_in_one_way(arena):
    answers, counts = crowded(partial(_deadlines, arena(SCENE, OFFER)))
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.refused for answer in answers} <= {"", "offer_expired"}
    assert {history for row in counts for history in row["histories"]} <= HISTORIES
    assert {(row["held"], row["counted"]) for row in counts} == {(SEATS, SEATS)}


def test_without_the_lock_it_ends_in_two_ways(arena):
    """Negative control: the same race with the locks taken away."""
    race = partial(_deadlines, arena(SCENE, OFFER, is_unlocked=True))
    assert goes_wrong(race, lambda row: bool(set(row["histories"]) - HISTORIES))
