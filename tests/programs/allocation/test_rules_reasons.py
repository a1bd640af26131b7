"""Every refused firm gets the reason that binds, and the usual ways keep the same limits."""

import pytest
from hypothesis import assume, given

from programs.allocation.rules import (
    Bid,
    Limit,
    Place,
    Problem,
    QuotaCannotBeMet,
    Refused,
    Room,
    allocate,
    broken,
    by_score,
    first_come,
    next_in_line,
    reasons,
)
from tests.programs.allocation.problems import problems


def bid(key, benefit, *groups, firm=None, place=1, cost=0, score=None, asked=None):
    return Bid(key, place, firm or key, benefit, asked or key, cost, score, frozenset(groups))


ONE = (Place(1, 1),)
CASES = [
    pytest.param(
        Problem(ONE, (bid(1, 50), bid(2, 40))),
        {2: Refused("higher_benefit", lowest=50)},
        id="a seat went to a bid worth more",
    ),
    pytest.param(
        Problem(ONE, (bid(1, 50), bid(2, 40, "w")), (Limit(1, "w", 1),)),
        {1: Refused("reserved", group="w")},
        id="the seat is reserved",
    ),
    pytest.param(
        Problem((Place(1, 2),), (bid(1, 50, "n"), bid(2, 40, "n")), (Limit(1, "n", 0, 1),)),
        {2: Refused("higher_benefit", lowest=50)},
        id="its group is full, and all of the group are worth more",
    ),
    pytest.param(
        Problem(
            (Place(1, 2),),
            (bid(1, 50, "n"), bid(2, 40, "n"), bid(3, 30)),
            (Limit(1, "n", 0, 1),),
        ),
        {2: Refused("quota_full", group="n")},
        id="its group is full, and another group has a seat for less",
    ),
    pytest.param(
        Problem(
            (Place(1, 2),),
            (bid(1, 50), bid(2, 40), bid(3, 30)),
            rivals=frozenset({(1, 2)}),
        ),
        {2: Refused("rival", other=1)},
        id="a competitor goes, and another has a seat for less",
    ),
    pytest.param(
        Problem((Place(1, 2),), (bid(1, 50, "n"),), (Limit(1, "n", 0, 0),)),
        {1: Refused("quota_full", group="n")},
        id="its group may have no seat",
    ),
    pytest.param(
        Problem((Place(1, 3),), (bid(1, 50), bid(2, 40)), rivals=frozenset({(1, 2)})),
        {2: Refused("higher_benefit", lowest=50)},
        id="a competitor worth more goes",
    ),
    pytest.param(
        Problem(
            (Place(1, 3), Place(2, 1)),
            (bid(1, 50), bid(2, 40, place=2)),
            rivals=frozenset({(1, 2)}),
        ),
        {2: Refused("rival", other=1)},
        id="a competitor goes elsewhere",
    ),
    pytest.param(
        Problem((Place(1, 1), Place(2, 1)), (bid(1, 50, firm=9), bid(2, 40, firm=9, place=2))),
        {2: Refused("firm_cap", other=1)},
        id="the firm has its seat",
    ),
    pytest.param(
        Problem((Place(1, None, 100),), (bid(1, 50, cost=80), bid(2, 40, cost=120))),
        {2: Refused("budget", left=20)},
        id="the money does not suffice",
    ),
    pytest.param(
        Problem((Place(1, 0),), (bid(1, 50),)), {1: Refused("no_seats")}, id="no seat at all"
    ),
]


@pytest.mark.parametrize(("problem", "expected"), CASES)
def test_reason(problem, expected):
    assert reasons(problem, allocate(problem)) == expected


@given(problems)
def test_everybody_without_a_seat_gets_a_true_reason(problem):
    try:
        allocation = allocate(problem)
    except QuotaCannotBeMet:
        assume(False)
    told = reasons(problem, allocation)
    assert told.keys() | allocation.seated == problem.by_key.keys()
    assert all(
        why.lowest >= problem.by_key[key].benefit
        for key, why in told.items()
        if why.code == "higher_benefit"
    )


@given(problems)
def test_the_usual_ways_break_no_limit_but_minima(problem):
    found = [way(problem) for way in (first_come, by_score)]
    codes = {code for way in found for code in broken(problem, way.seated)}
    assert codes <= {"quota_unmet"}
    assert [bool(way.unmet) for way in found] == [
        "quota_unmet" in broken(problem, way.seated) for way in found
    ]


def test_first_come_and_by_score_differ():
    problem = Problem(ONE, (bid(1, 5, score=10), bid(2, 5, score=90), bid(3, 5)))
    assert first_come(problem).seated == {1}
    assert by_score(problem).seated == {2}


def test_first_come_keeps_what_is_reserved():
    problem = Problem(ONE, (bid(1, 50), bid(2, 40, "w")), (Limit(1, "w", 1),))
    assert first_come(problem).seated == {2}


LINE = (bid(1, 0), bid(2, 0, "w"), bid(3, 0), bid(4, 0, "w"))


@pytest.mark.parametrize(
    ("seats", "limits", "rivals", "holding", "expected"),
    [
        pytest.param(2, (), (), [1], [2], id="the first in line"),
        pytest.param(3, (), (), [1], [2, 3], id="as many as are free"),
        pytest.param(1, (), (), [1], [], id="nothing is free"),
        pytest.param(2, (Limit(1, "w", 0, 0),), (), [1], [3], id="a full group is passed over"),
        pytest.param(2, (), ((1, 2),), [1], [3], id="a competitor is passed over"),
        pytest.param(1, (Limit(1, "w", 1),), (), [], [2], id="a reserved seat waits for its group"),
        pytest.param(
            1, (Limit(1, "x", 1),), (), [], [1], id="a minimum nobody can fill blocks not"
        ),
    ],
)
def test_who_is_next_in_line(seats, limits, rivals, holding, expected):
    problem = Problem((Place(1, seats),), LINE, limits, frozenset(rivals))
    waiting = [row.key for row in LINE if row.key not in holding]
    assert next_in_line(problem, holding=holding, line=waiting) == expected


def test_room_is_as_it_was_after_a_seat_is_given_and_freed():
    room = Room(Problem(ONE, LINE, (Limit(1, "w", 1),)))
    room.seat(LINE[1])
    assert room.why_not(LINE[0]) == ("seats",)
    room.free(LINE[1])
    assert (room.why_not(LINE[0]), room.unmet()) == ((), (Limit(1, "w", 1),))


def test_no_seat_is_reserved_where_money_alone_is_scarce():
    problem = Problem((Place(1, None, 100),), LINE, (Limit(1, "w", 1),))
    assert not Room(problem).takes_a_reserved_seat(LINE[0])
    assert problem.total_seats == 4
