"""Random allocation problems, and every possible allocation of a small one."""

from itertools import combinations
from random import Random

from hypothesis import strategies as st

from programs.allocation.rules import Bid, Limit, Place, Problem, broken, total

GROUPS = ("region:north", "woman_owned", "first_timer")


def random_problem(seed: int, *, firms: int, has_money: bool = True) -> Problem:
    """Some places with quotas, competitors and sometimes money; minima that may be impossible."""
    random = Random(seed)
    places = tuple(
        Place(
            key,
            random.randint(0, 3),
            random.choice([None, random.randint(0, 300)]) if has_money else None,
        )
        for key in range(1, random.randint(2, 4))
    )
    wishes = [(firm, place) for firm in range(firms) for place in places if random.random() < 0.5]
    bids = tuple(
        Bid(
            key=number,
            place=place.key,
            firm=firm,
            benefit=random.randint(0, 60) * 500,
            asked=number,
            cost=0 if place.budget is None else random.choice([0, 50, 100]),
            score=random.choice([None, random.randint(0, 100)]),
            groups=frozenset(group for group in GROUPS if random.random() < 0.4),
        )
        for number, (firm, place) in enumerate(wishes, start=1)
    )
    limits = tuple(
        Limit(place.key, group, random.choice([0, 0, 1]), random.choice([None, 1, 2]))
        for place in places
        for group in GROUPS
        if random.random() < 0.3
    )
    pairs = (
        [tuple(sorted(random.sample(range(1, len(bids) + 1), 2))) for _n in range(2)]
        if (len(bids) > 3)
        else []
    )
    return Problem(places, bids, limits, frozenset(pairs), cap=random.randint(1, 2), seed=seed)


def best_by_trying(problem: Problem) -> int | None:
    """The largest benefit of all subsets that break nothing; None when there is none."""
    keys = [bid.key for bid in problem.bids]
    found = (
        total(problem, chosen)
        for size in range(len(keys) + 1)
        for chosen in combinations(keys, size)
        if not broken(problem, frozenset(chosen))
    )
    return max(found, default=None)


small_problems = st.integers(0, 10_000).map(lambda seed: random_problem(seed, firms=4))
problems = st.integers(0, 10_000).map(lambda seed: random_problem(seed, firms=14))
