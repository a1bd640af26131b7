"""Invented lives: the same for the same numbers, in order, with regress and return."""

from datetime import date
from random import Random

import pytest

from programs.demo.names import firm_names
from programs.demo.story import answers, live

TODAY = date(2026, 11, 22)


@pytest.fixture
def lives():
    random = Random(7)
    return [live(random, today=TODAY, constraints=["finance"]) for _ in range(240)]


def told(seed):
    random = Random(seed)
    return [live(random, today=TODAY, constraints=["finance"]) for _ in range(20)]


def test_the_same_seed_tells_the_same_lives():
    assert told(7) == told(7)
    assert told(7) != told(8)


def test_names_do_not_repeat():
    named = firm_names(Random(7))
    names = [next(named)[0] for _ in range(1000)]
    assert len(set(names)) == 1000


def test_exports_stay_within_turnover(lives):
    assert all(0 <= row.exports <= row.turnover for story in lives for row in story.years)


def test_nothing_happens_after_today_and_events_are_in_order(lives):
    moves = [[move.on for move in story.moves] for story in lives]
    assert all(days == sorted(days) for days in moves)
    assert max(day for days in moves for day in days) < TODAY


def test_the_story_has_regress_exit_and_return(lives):
    kinds = [move.kind for story in lives for move in story.moves]
    assert kinds.count("exit") >= 20
    assert kinds.count("re_entry") >= 10
    assert sum(story.left_on is not None for story in lives) >= 3


def test_new_exporters_sell_a_little_mostly(lives):
    shares = sorted(
        row.exports / row.turnover for story in lives for row in story.years if row.exports
    )
    assert 0.04 < shares[len(shares) // 2] < 0.20


def test_answers_lie_on_the_scale_and_some_are_unknown(lives):
    questions = {f"q{n}": ("finance", bool(n % 2)) for n in range(400)}
    said = answers(lives[0], questions, Random(1)).values()
    assert set(said) <= {None, 0, 1, 2, 3, 4}
    assert None in said
