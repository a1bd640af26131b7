"""Two managers approve at once; offers are accepted at the moment at which they end."""

import pytest

from tests.concurrency.racing import RACERS, Arena, overlaps

ENOUGH = 200
SCENE = "tests.concurrency.scenes.seats"
READ = "programs.allocation.actions.moving:locked_offering"

#: What may have happened to one application, whoever came first.
HISTORIES = {"applied offered seated", "applied offered lapsed", "applied offered", "applied"}


@pytest.fixture
def arena(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=READ) as found:
        yield found


@pytest.fixture
def unlocked(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=READ, is_unlocked=True) as found:
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
def test_whoever_approves_at_the_same_time_approves_once(arena):
    answers, counts = _approvals(arena, 30)
    assert overlaps(answers) >= ENOUGH
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.value for answer in answers} == {"approved"}
    assert _all_histories(counts) == ["applied offered"] * 5 * 30


def test_without_the_lock_it_is_approved_twice(unlocked):
    """Negative control: the same race with the locks taken away."""
    _answers, counts = _approvals(unlocked, 3)
    assert max(history.count("offered") for history in _all_histories(counts)) > 1


@pytest.mark.asvs("2.3.2", "15.4.1")
def test_an_offer_at_its_deadline_ends_in_one_way(arena):
    answers, counts = _deadlines(arena, 30)
    assert overlaps(answers) >= ENOUGH
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.refused for answer in answers} <= {"", "offer_expired"}
    assert set(_all_histories(counts)) <= HISTORIES
    assert [row["held"] for row in counts] == [row["counted"] for row in counts] == [10] * 30


def test_without_the_lock_it_ends_in_two_ways(unlocked):
    """Negative control: the same race with the locks taken away."""
    _answers, counts = _deadlines(unlocked, 5)
    assert set(_all_histories(counts)) - HISTORIES
