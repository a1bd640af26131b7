"""The optimum against brute force, against another solver, and against itself."""

from dataclasses import replace
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import assume, given

from programs.allocation.rules import (
    Allocation,
    Bid,
    Limit,
    Place,
    Problem,
    QuotaCannotBeMet,
    allocate,
    as_document,
    broken,
    by_score,
    first_come,
    from_document,
    optimum,
    shortages,
)
from programs.allocation.rules.columns import columns_of, needed
from programs.allocation.rules.optimum import Rows, rows_of, solve
from tests.programs.allocation.problems import (
    best_by_trying,
    problems,
    random_problem,
    small_problems,
)


def solved(problem: Problem) -> Allocation | None:
    try:
        return allocate(problem)
    except QuotaCannotBeMet:
        return None


@given(small_problems)
def test_no_subset_is_better(problem):
    found = solved(problem)
    assert best_by_trying(problem) == (found.benefit if found else None)


@given(problems)
def test_the_optimum_breaks_nothing_and_beats_the_usual_ways(problem):
    found = solved(problem)
    assume(found is not None)
    assert broken(problem, found.seated) == ()
    rivals = [way(problem) for way in (first_come, by_score)]
    assert all(way.benefit <= found.benefit or way.unmet for way in rivals)


@given(problems)
def test_who_was_left_out_before_solving_is_not_missed(problem):
    """Pruning is exact: the whole problem has no better answer than the pruned one."""
    whole = columns_of(problem)
    pruned = whole.only(needed(whole))
    answers = [
        solve(columns, rows_of(problem, columns), is_whole=True) for columns in (whole, pruned)
    ]
    assume(answers[0] is not None)
    values = [
        float(columns.value[answer].sum())
        for columns, answer in zip((whole, pruned), answers, strict=True)
    ]
    assert values[0] == pytest.approx(values[1], abs=1e-6)


@given(problems)
def test_the_order_of_the_question_does_not_matter(problem):
    mixed = list(problem.bids)
    Random(1).shuffle(mixed)
    assert solved(problem) == solved(replace(problem, bids=tuple(mixed)))


@given(problems)
def test_a_saved_question_gives_the_same_answer(problem):
    again = from_document(as_document(problem))
    assert again == problem
    assert solved(again) == solved(problem)


@given(problems)
def test_what_cannot_be_met_can_be_met_once_it_asks_for_less(problem):
    short = {(row.place, row.group): row.reachable for row in shortages(problem)}
    less = tuple(
        replace(limit, minimum=short.get((limit.place, limit.group), limit.minimum))
        for limit in problem.limits
    )
    assert (solved(problem) is None) is bool(short)
    assert solved(replace(problem, limits=less)) is not None


def milp_of_scipy(problem: Problem) -> int | None:
    """The same question put to another solver, row by row, without pruning or lots."""
    optimize = pytest.importorskip("scipy.optimize")
    size = len(problem.bids)
    rows, lower, upper = [], [], []

    def row(members, *, least=-np.inf, most=np.inf, costs=None):
        values = np.zeros(size)
        for number in members:
            values[number] = 1 if costs is None else costs[number]
        rows.append(values)
        lower.append(least)
        upper.append(most)

    at = {bid.key: number for number, bid in enumerate(problem.bids)}
    for place in problem.places:
        here = [number for number, bid in enumerate(problem.bids) if bid.place == place.key]
        row(here, most=np.inf if place.seats is None else place.seats)
        costs = [bid.cost for bid in problem.bids]
        row(here, most=np.inf if place.budget is None else place.budget, costs=costs)
        for limit in problem.limits_of[place.key]:
            inside = [number for number in here if limit.group in problem.bids[number].groups]
            most = np.inf if limit.maximum is None else limit.maximum
            row(inside, least=limit.minimum, most=most)
    for firm in {bid.firm for bid in problem.bids}:
        row([n for n, bid in enumerate(problem.bids) if bid.firm == firm], most=problem.cap)
    for first, second in problem.rivals:
        row([at[first], at[second]], most=1)
    found = optimize.milp(
        [-bid.benefit for bid in problem.bids],
        integrality=np.ones(size),
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(np.array(rows), lower, upper),
    )
    return None if found.x is None else round(-found.fun)


@pytest.mark.parametrize("seed", range(200))
def test_another_solver_finds_the_same_benefit(seed):
    problem = random_problem(seed, firms=25)
    found = solved(problem)
    assert milp_of_scipy(problem) == (found.benefit if found else None)


def bids(*benefits: int, **more) -> tuple[Bid, ...]:
    return tuple(
        Bid(key=n, place=1, firm=n, benefit=benefit, asked=n, **more)
        for n, benefit in enumerate(benefits, start=1)
    )


def test_equals_are_drawn_by_the_seed_alone():
    question = Problem((Place(1, 2),), bids(5000, 5000, 5000, 5000))
    seeds = {allocate(replace(question, seed=seed)).seated for seed in range(20)}
    assert len(seeds) > 1
    assert allocate(replace(question, seed=7)) == allocate(replace(question, seed=7))


def test_lots_never_outweigh_a_benefit():
    question = Problem((Place(1, 1),), bids(5000, 5001))
    assert {allocate(replace(question, seed=seed)).seated for seed in range(20)} == {frozenset({2})}


def test_money_alone_may_be_scarce():
    question = Problem((Place(1, None, 100),), bids(30, 20, 20, cost=50))
    assert allocate(question).benefit == 50


def test_a_fraction_is_never_an_answer():
    """Three that exclude each other by pairs: half of each is the best of the linear program."""
    question = Problem((Place(1, 3),), bids(10, 10, 10))
    columns, rows = columns_of(question), Rows()
    for pair in ([0, 1], [1, 2], [0, 2]):
        rows.add(np.array(pair), upper=1)
    assert len(solve(columns, rows, is_whole=False)) == 1


def test_a_solver_that_gives_up_is_an_error(monkeypatch):
    solver = SimpleNamespace(run=lambda: None, getModelStatus=lambda: "kTimeLimit")
    monkeypatch.setattr(optimum, "model", lambda *_args, **_more: solver)
    with pytest.raises(ArithmeticError, match="kTimeLimit"):
        allocate(Problem((Place(1, 3),), bids(10)))


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (Problem((Place(1, 1),), bids(1, 1)), "seats"),
        (Problem((Place(1, None, 9),), bids(1, 1, cost=5)), "budget"),
        (Problem((Place(1, 2),), bids(1, 1), (Limit(1, "w", 1),)), "quota_unmet"),
        (
            Problem((Place(1, 2),), bids(1, 1, groups=frozenset({"w"})), (Limit(1, "w", 0, 1),)),
            "quota_full",
        ),
        (Problem((Place(1, 2),), bids(1, 1), rivals=frozenset({(1, 2)})), "rival"),
        (
            Problem(
                (Place(1, 1), Place(2, 1)),
                (Bid(1, 1, 7, 1, 1), Bid(2, 2, 7, 1, 2)),
            ),
            "firm_cap",
        ),
    ],
)
def test_what_two_seats_break(problem, code):
    assert broken(problem, frozenset({1, 2})) == (code,)


def test_nobody_asks():
    assert allocate(Problem((Place(1, 3),), ())) == Allocation(frozenset(), 0)


@pytest.mark.parametrize("seats", [0, 2])
def test_a_minimum_that_nobody_can_fill_is_named(seats):
    question = Problem((Place(1, seats),), bids(9, 8), (Limit(1, "woman_owned", 2),))
    with pytest.raises(QuotaCannotBeMet, match="woman_owned at 1") as told:
        allocate(question)
    assert [(row.minimum, row.reachable) for row in told.value.shortages] == [(2, 0)]
