"""Eight processes book on one budget line, and approve the same help: nothing counts twice."""

from decimal import Decimal
from functools import partial

from tests.concurrency.racing import RACERS, crowded, goes_wrong

AMOUNT, PRICE, HELPED = 2000, 100, 60
FITTING = AMOUNT // PRICE
SCENE = "tests.concurrency.scenes.helping"
#: Both sums of a booking: what is left, and what the counters become.
COUNTED = "programs.engagements.actions.costing:line_sums"
FOUND = "programs.engagements.actions.moving:locked"


def _bookings(arena):
    """A new line, and everybody books at once; every answer, and what stands on the line."""
    made = arena.tell("open_line", amount=AMOUNT, engagements=HELPED)
    same = {"line": made["line"], "amount": PRICE, "manager": made["manager"]}
    calls = [same | {"engagement": key} for key in made["engagements"]]
    return arena.race("book", calls), arena.tell("count_line", line=made["line"])


def _approvals(arena):
    """Eight hands on the same application; every answer, and how often it moved."""
    made = arena.tell("apply_once")
    hands = [{"engagement": made["engagement"], "adviser": who} for who in made["advisers"]]
    answers = arena.race("approve", hands * (RACERS // len(hands)))
    return answers, arena.tell("moves", engagement=made["engagement"])


def test_a_budget_line_is_never_overdrawn(arena):
    answers, lines = crowded(partial(_bookings, arena(SCENE, COUNTED)))
    assert {(Decimal(row["booked"]), Decimal(row["counted"])) for row in lines} == {
        (AMOUNT, AMOUNT)
    }
    assert [answer.broken for answer in answers if answer.broken] == []
    assert sum(answer.value == "committed" for answer in answers) == FITTING * len(lines)
    refused = sum(answer.refused == "line_overdrawn" for answer in answers)
    assert refused == (HELPED - FITTING) * len(lines)


def test_without_the_lock_a_budget_line_is_overdrawn(arena):
    """Negative control: the same race with the locks taken away."""
    race = partial(_bookings, arena(SCENE, COUNTED, is_unlocked=True))
    assert goes_wrong(race, lambda row: Decimal(row["booked"]) > AMOUNT)


def test_two_advisers_approve_the_same_help_once(arena):
    answers, counts = crowded(partial(_approvals, arena(SCENE, FOUND)))
    assert set(counts) == {1}
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.value for answer in answers} == {"approved"}


def test_without_the_lock_it_is_approved_more_than_once(arena):
    """Negative control: the same race with the locks taken away."""
    assert goes_wrong(
        partial(_approvals, arena(SCENE, FOUND, is_unlocked=True)), lambda moves: moves > 1
    )
