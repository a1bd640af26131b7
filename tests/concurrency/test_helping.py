"""Eight processes book on one budget line, and approve the same help: nothing counts twice."""

from decimal import Decimal

import pytest

from tests.concurrency.racing import Arena, overlaps

AMOUNT, PRICE, HELPED, ENOUGH = 2000, 100, 60, 200
SCENE = "tests.concurrency.scenes.helping"
#: Both sums of a booking: what is left, and what the counters become.
COUNTED = "programs.engagements.actions.costing:line_sums"
FOUND = "programs.engagements.actions.moving:locked"


def _bookings(arena, rounds):
    """Rounds of bookings: every answer, and what stands on the line after each."""
    answers, lines = [], []
    for _number in range(rounds):
        made = arena.tell("open_line", amount=AMOUNT, engagements=HELPED)
        calls = [
            {
                "line": made["line"],
                "engagement": key,
                "amount": PRICE,
                "manager": made["manager"],
            }
            for key in made["engagements"]
        ]
        answers += arena.race("book", calls)
        lines.append(arena.tell("count_line", line=made["line"]))
    return answers, lines


def _approvals(arena, rounds):
    """Rounds of eight hands on the same application: every answer, and how often it moved."""
    answers, counts = [], []
    for _number in range(rounds):
        made = arena.tell("apply_once")
        hands = [{"engagement": made["engagement"], "adviser": who} for who in made["advisers"] * 4]
        answers += arena.race("approve", hands)
        counts.append(arena.tell("moves", engagement=made["engagement"]))
    return answers, counts


@pytest.fixture
def line(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=COUNTED) as found:
        yield found


@pytest.fixture
def unlocked_line(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=COUNTED, is_unlocked=True) as found:
        yield found


@pytest.fixture
def desk(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=FOUND) as found:
        yield found


@pytest.fixture
def unlocked_desk(transactional_db, tmp_path):
    with Arena(tmp_path, SCENE, slow=FOUND, is_unlocked=True) as found:
        yield found


def test_a_budget_line_is_never_overdrawn(line):
    answers, lines = _bookings(line, 5)
    fitting = AMOUNT // PRICE
    assert overlaps(answers) >= ENOUGH
    assert [(Decimal(row["booked"]), Decimal(row["counted"])) for row in lines] == [
        (AMOUNT, AMOUNT)
    ] * 5
    assert [answer.broken for answer in answers if answer.broken] == []
    assert sum(answer.value == "committed" for answer in answers) == fitting * 5
    assert sum(answer.refused == "line_overdrawn" for answer in answers) == (HELPED - fitting) * 5


def test_without_the_lock_a_budget_line_is_overdrawn(unlocked_line):
    """Negative control: the same race with the locks taken away."""
    answers, lines = _bookings(unlocked_line, 2)
    assert overlaps(answers) > 0
    assert max(Decimal(row["booked"]) for row in lines) > AMOUNT


def test_two_advisers_approve_the_same_help_once(desk):
    answers, counts = _approvals(desk, 40)
    assert overlaps(answers) >= ENOUGH
    assert counts == [1] * 40
    assert [answer.broken for answer in answers if answer.broken] == []
    assert {answer.value for answer in answers} == {"approved"}


def test_without_the_lock_it_is_approved_more_than_once(unlocked_desk):
    """Negative control: the same race with the locks taken away."""
    _answers, counts = _approvals(unlocked_desk, 5)
    assert max(counts) > 1
