"""Sixty requests for twenty seats from eight processes: never one too many, everybody answered."""

import pytest

from tests.concurrency.racing import Arena, overlaps

SEATS, FIRMS, ENOUGH = 20, 60, 200
SCENE = "tests.concurrency.scenes.seats"
COUNTED = "programs.allocation.actions.moving:_counted"


def _rounds(arena, rounds, **kwargs):
    """Rounds of the race: every answer, and what stands in the database after each."""
    answers, counts = [], []
    for _number in range(rounds):
        made = arena.tell("open_offering", seats=SEATS, firms=FIRMS, **kwargs)
        calls = [{"application": key, "manager": made["manager"]} for key in made["applications"]]
        answers += arena.race("take_seat", calls)
        counts.append(arena.tell("count", offering=made["offering"]))
    return answers, counts


@pytest.fixture
def arena(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=COUNTED) as found:
        yield found


@pytest.fixture
def unlocked(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=COUNTED, is_unlocked=True) as found:
        yield found


@pytest.mark.asvs("2.3.2", "2.3.4", "15.4.1")
def test_twenty_seats_are_given_twenty_times(arena):
    answers, counts = _rounds(arena, 5)
    assert overlaps(answers) >= ENOUGH
    assert [row["held"] for row in counts] == [row["counted"] for row in counts] == [SEATS] * 5
    assert [answer.broken for answer in answers if answer.broken] == []
    assert sum(answer.value == "seated" for answer in answers) == SEATS * 5
    assert sum(answer.refused == "no_seat_left" for answer in answers) == (FIRMS - SEATS) * 5


def test_without_the_lock_seats_are_oversold(unlocked):
    """Negative control: the same race with the locks taken away."""
    answers, counts = _rounds(unlocked, 2)
    assert overlaps(answers) > 0
    assert sum(max(0, row["held"] - SEATS) for row in counts) > 0


@pytest.mark.asvs("2.3.2", "15.4.1")
def test_money_is_never_overdrawn(arena):
    answers, counts = _rounds(arena, 5, budget=20_000)
    assert overlaps(answers) >= ENOUGH
    assert [row["granted"] for row in counts] == ["20000.00"] * 5
    assert [answer.broken for answer in answers if answer.broken] == []


def test_without_the_lock_money_is_overdrawn(unlocked):
    """Negative control: the same race with the locks taken away."""
    _answers, counts = _rounds(unlocked, 2, budget=20_000)
    assert max(float(row["granted"]) for row in counts) > 20_000
