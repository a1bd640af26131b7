"""Two contacts confirm a result at once: both answers are kept, and one of them counts."""

from functools import partial

from tests.concurrency.racing import crowded, goes_wrong

RESULTS = 30
SCENE = "tests.concurrency.scenes.confirming"
READ = "programs.outcomes.actions.grading:locked"


def _calls(made):
    """Both contacts of every result answer, with figures of their own."""
    return [
        {"token": token, "amount": 40_000 + place}
        for row in made
        for place, token in enumerate(row["tokens"])
    ]


def _round(arena, *, hands=1):
    """New results, and every link is used at the same moment, `hands` times."""
    made = arena.tell("asked_results", results=RESULTS)
    calls = [call for call in _calls(made) for _hand in range(hands)]
    answers = arena.race("confirm", calls)
    return answers, arena.tell("count", outcomes=[row["outcome"] for row in made])


def _is_whole(row):
    """Both answers stand, the first one counts, and the grade was reached once."""
    return (
        sorted(row["answers"]) == [40_000, 40_001]
        and row["counts"] == row["answers"][0]
        and row["moves"] == ["claimed", "confirmed"]
        and row["open"] == 0
    )


def test_two_contacts_at_once_are_both_heard_and_one_counts(arena):
    answers, counts = crowded(partial(_round, arena(SCENE, READ)))
    assert [answer.broken for answer in answers if answer.broken] == []
    assert len({answer.value for answer in answers}) == 2 * RESULTS * len(counts)
    assert [row for rows in counts for row in rows if not _is_whole(row)] == []
    assert {len(rows) for rows in counts} == {RESULTS}


def test_a_link_used_twice_at_once_answers_once(arena):
    answers, counts = _round(arena(SCENE, READ), hands=2)
    assert [answer.broken for answer in answers if answer.broken] == []
    assert sum(bool(answer.value) for answer in answers) == 2 * RESULTS
    assert {answer.refused for answer in answers} == {"", "confirmed_already"}
    assert [row for row in counts if not _is_whole(row)] == []


def test_without_the_lock_answers_are_lost_or_overwritten(arena):
    """Negative control: the same race with the locks taken away."""
    assert goes_wrong(
        partial(_round, arena(SCENE, READ, is_unlocked=True)),
        lambda rows: not all(map(_is_whole, rows)),
    )
