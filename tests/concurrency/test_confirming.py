"""Two contacts confirm a result at once: both answers are kept, and one of them counts."""

import pytest

from tests.concurrency.racing import Arena, overlaps

RESULTS, ROUNDS, ENOUGH = 30, 5, 200
SCENE = "tests.concurrency.scenes.confirming"
READ = "programs.outcomes.actions.grading:locked"


@pytest.fixture
def arena(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=READ) as found:
        yield found


@pytest.fixture
def unlocked(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=READ, is_unlocked=True) as found:
        yield found


def _rounds(arena, rounds):
    """Both contacts of every result answer at the same moment, with figures of their own."""
    answers, counts = [], []
    for _number in range(rounds):
        made = arena.tell("asked_results", results=RESULTS)
        calls = [
            {"token": token, "amount": 40_000 + place}
            for row in made
            for place, token in enumerate(row["tokens"])
        ]
        answers += arena.race("confirm", calls)
        counts += arena.tell("count", outcomes=[row["outcome"] for row in made])
    return answers, counts


def _is_whole(row):
    """Both answers stand, the first one counts, and the grade was reached once."""
    return (
        sorted(row["answers"]) == [40_000, 40_001]
        and row["counts"] == row["answers"][0]
        and row["moves"] == ["claimed", "confirmed"]
        and row["open"] == 0
    )


def test_two_contacts_at_once_are_both_heard_and_one_counts(arena):
    answers, counts = _rounds(arena, ROUNDS)
    assert overlaps(answers) >= ENOUGH
    assert [answer.broken for answer in answers if answer.broken] == []
    assert len({answer.value for answer in answers}) == 2 * RESULTS * ROUNDS
    assert [row for row in counts if not _is_whole(row)] == []
    assert len(counts) == RESULTS * ROUNDS


@pytest.fixture
def same_links(arena):
    """Every link is used by two processes at the same moment."""
    made = arena.tell("asked_results", results=RESULTS)
    calls = [
        {"token": token, "amount": 40_000 + place}
        for row in made
        for place, token in enumerate(row["tokens"])
    ]
    twice = [call for call in calls for _again in range(2)]
    return arena.race("confirm", twice), arena.tell(
        "count", outcomes=[row["outcome"] for row in made]
    )


def test_a_link_used_twice_at_once_answers_once(same_links):
    answers, counts = same_links
    assert [answer.broken for answer in answers if answer.broken] == []
    assert sum(bool(answer.value) for answer in answers) == 2 * RESULTS
    assert {answer.refused for answer in answers} == {"", "confirmed_already"}
    assert [row for row in counts if not _is_whole(row)] == []


def test_without_the_lock_answers_are_lost_or_overwritten(unlocked):
    """Negative control: the same race with the locks taken away."""
    answers, counts = _rounds(unlocked, 2)
    assert overlaps(answers) > 0
    assert [row for row in counts if not _is_whole(row)]
