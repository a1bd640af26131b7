"""Eight processes plan lines and rounds on one program's budget: together they stay within it."""

from decimal import Decimal
from functools import partial

from tests.concurrency.racing import crowded, goes_wrong

BUDGET, PART, HANDS = 2000, 100, 60
FITTING = BUDGET // PART
SCENE = "tests.concurrency.scenes.budgets"
#: What lines take is read on the way to every refusal, of a line and of a round.
COUNTED = "programs.catalogue.setting_aside:beside_rounds"


def _plans(arena):
    """A new program, and everybody plans at once; every answer, and what is set aside then."""
    made = arena.tell("open_program", budget=BUDGET)
    calls = [made | {"amount": PART, "number": number} for number in range(HANDS)]
    return arena.race("set_aside", calls), arena.tell("count_program", program=made["program"])


def test_a_program_never_sets_more_aside_than_it_has(arena):
    answers, totals = crowded(partial(_plans, arena(SCENE, COUNTED)))
    assert {Decimal(total) for total in totals} == {BUDGET}
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.value for answer in answers if answer.value} == {"line", "round"}
    assert sum(bool(answer.value) for answer in answers) == FITTING * len(totals)
    refused = {answer.refused for answer in answers if answer.refused}
    assert refused == {"lines_over_budget", "round_over_budget"}


def test_without_the_lock_a_program_sets_too_much_aside(arena):
    """Negative control: the same race with the locks taken away."""
    assert goes_wrong(
        partial(_plans, arena(SCENE, COUNTED, is_unlocked=True)),
        lambda total: Decimal(total) > BUDGET,
    )
