"""Two managers approve at once; offers are accepted at the moment at which they end."""

import pytest

from tests.concurrency.racing import RACERS, Arena, overlaps

ENOUGH = 200
SCENE = "tests.concurrency.scenes.seats"
#: What each race holds open: the proposal and the offer have been read, nothing is written yet.
PROPOSAL = "programs.allocation.actions.approving:_require_closed"
OFFER = "programs.allocation.actions.moving:locked_application"

#: What may have happened to one application, whoever came first.
HISTORIES = {"applied offered seated", "applied offered lapsed", "applied offered", "applied"}


@pytest.fixture
def proposal(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=PROPOSAL) as found:
        yield found


@pytest.fixture
def unlocked_proposal(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=PROPOSAL, is_unlocked=True) as found:
        yield found


@pytest.fixture
def offer(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=OFFER) as found:
        yield found


@pytest.fixture
def unlocked_offer(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=OFFER, is_unlocked=True) as found:
        yield found


def _approvals(arena, rounds):
    answers, counts = [], []
    for _number in range(rounds):
        made = arena.tell("proposed_allocation", seats=6, firms=5)
        answers += arena.race("approve", [{k: made[k] for k in ("run", "manager")}] * RACERS)
        counts.append(arena.tell("count", offering=made["offering"]))
    return answers, counts


def _deadlines(arena, rounds):
    answers, counts = [], []
    for _number in range(rounds):
        made = arena.tell("offers_about_to_end", seats=10, firms=20)
        calls = [{"application": key, "late": n % 5 == 2} for n, key in enumerate(made["offered"])]
        answers += arena.race("answer_or_lapse", calls)
        counts.append(arena.tell("count", offering=made["offering"]))
    return answers, counts


def _all_histories(counts):
    return [history for row in counts for history in row["histories"]]


@pytest.mark.asvs("2.3.2", "15.4.1")
def test_whoever_approves_at_the_same_time_approves_once(proposal):
    answers, counts = _approvals(proposal, 30)
    assert overlaps(answers) >= ENOUGH
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.value for answer in answers} == {"approved"}
    assert _all_histories(counts) == ["applied offered"] * 5 * 30


def test_without_the_lock_it_is_approved_twice(unlocked_proposal):
    """Negative control: the same race with the locks taken away."""
    _answers, counts = _approvals(unlocked_proposal, 3)
    assert max(history.count("offered") for history in _all_histories(counts)) > 1


@pytest.mark.asvs("2.3.2", "15.4.1")
def test_an_offer_at_its_deadline_ends_in_one_way(offer):
    answers, counts = _deadlines(offer, 30)
    assert overlaps(answers) >= ENOUGH
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.refused for answer in answers} <= {"", "offer_expired"}
    assert set(_all_histories(counts)) <= HISTORIES
    assert [row["held"] for row in counts] == [row["counted"] for row in counts] == [10] * 30


def test_without_the_lock_it_ends_in_two_ways(unlocked_offer):
    """Negative control: the same race with the locks taken away."""
    _answers, counts = _deadlines(unlocked_offer, 5)
    assert set(_all_histories(counts)) - HISTORIES
