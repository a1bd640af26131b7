"""Two thousand seats among a hundred thousand firms: the whole allocation beside the bare program."""

import statistics
import time

import numpy as np

from programs.allocation.rules.columns import Columns, needed
from programs.allocation.rules.optimum import model, seats_and_caps, solve

FIRMS, PLACES, SEATS, RUNS = 100_000, 20, 100, 5
POINTS = 100_000  # benefits in thousandths, up to a hundred points


def problem(seed: int = 7) -> Columns:
    """Every firm asks for every place; one fixed shape."""
    chance = np.random.default_rng(seed)
    count = FIRMS * PLACES
    return Columns(
        key=np.arange(count),
        place=np.repeat(np.arange(PLACES), FIRMS),
        firm=np.tile(np.arange(FIRMS), PLACES),
        value=chance.integers(0, POINTS, count).astype(np.float64),
        cost=np.zeros(count, np.int64),
        kind=np.zeros(count, np.int64),
        pinned=np.zeros(count, np.bool_),
        seats=np.full(PLACES, SEATS),
    )


def measure() -> dict[str, float]:
    """Medians in seconds: all of it, and the solver alone on the same pruned program."""
    columns = problem()
    whole, bare = [], []
    for _number in range(RUNS):
        start = time.perf_counter()
        pruned = columns.only(needed(columns))
        seated = solve(pruned, seats_and_caps(pruned, cap=1), is_whole=False)
        whole.append(time.perf_counter() - start)
        solver = model(pruned.value, seats_and_caps(pruned, cap=1), is_whole=False)
        start = time.perf_counter()
        solver.run()
        bare.append(time.perf_counter() - start)
    best = solver.getInfo().objective_function_value
    if abs(float(pruned.value[seated].sum()) - best) > 1e-3 or len(seated) != PLACES * SEATS:
        raise RuntimeError("the seats are not the optimum of the program")
    return {
        "whole": statistics.median(whole),
        "bare": statistics.median(bare),
        "asked": len(columns.key),
        "kept": len(pruned.key),
        "seated": len(seated),
    }
