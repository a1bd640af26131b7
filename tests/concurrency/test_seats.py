"""Sixty requests for twenty seats from eight processes: never one too many, everybody answered."""

from functools import partial

import pytest

from tests.concurrency.racing import crowded, goes_wrong

SEATS, FIRMS = 20, 60
SCENE = "tests.concurrency.scenes.seats"
COUNTED = "programs.allocation.actions.moving:_counted"


def _round(arena, **kwargs):
    """A new offering, and everybody at once; every answer, and what stands afterwards."""
    made = arena.tell("open_offering", seats=SEATS, firms=FIRMS, **kwargs)
    calls = [{"application": key, "manager": made["manager"]} for key in made["applications"]]
    return arena.race("take_seat", calls), arena.tell("count", offering=made["offering"])


@pytest.mark.asvs("2.3.2", "2.3.4", "15.4.1")
def test_twenty_seats_are_given_twenty_times(arena):
    answers, counts = crowded(partial(_round, arena(SCENE, COUNTED)))
    assert {(row["held"], row["counted"]) for row in counts} == {(SEATS, SEATS)}
    assert [answer.broken for answer in answers if answer.broken] == []
    assert sum(answer.value == "seated" for answer in answers) == SEATS * len(counts)
    refused = sum(answer.refused == "no_seat_left" for answer in answers)
    assert refused == (FIRMS - SEATS) * len(counts)


def test_without_the_lock_seats_are_oversold(arena):
    """Negative control: the same race with the locks taken away."""
    assert goes_wrong(
        partial(_round, arena(SCENE, COUNTED, is_unlocked=True)), lambda row: row["held"] > SEATS
    )


@pytest.mark.asvs("2.3.2", "15.4.1")
def test_money_is_never_overdrawn(arena):
    answers, counts = crowded(partial(_round, arena(SCENE, COUNTED), budget=20_000))
    assert {row["granted"] for row in counts} == {"20000.00"}
    assert [answer.broken for answer in answers if answer.broken] == []


def test_without_the_lock_money_is_overdrawn(arena):
    """Negative control: the same race with the locks taken away."""
    race = partial(_round, arena(SCENE, COUNTED, is_unlocked=True), budget=20_000)
    assert goes_wrong(race, lambda row: float(row["granted"]) > 20_000)
