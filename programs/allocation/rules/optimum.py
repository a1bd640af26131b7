"""The best allocation, exactly: an integer program solved by HiGHS (Huangfu & Hall 2018).

Seats with caps alone are an assignment problem, whose linear program has whole numbers by itself
(Hoffman & Kruskal 1956); quotas, competitors and money make it an integer program.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from programs.allocation.rules.columns import Columns, columns_of, needed
from programs.allocation.rules.problem import Allocation, Problem, Shortage, total

#: What a saved run names as its method; another number when the same inputs may give another
#: result.
METHOD = f"benefit-1/highs-{highspy.Highs().version()}"

NEAR = 1e-6
_EVERYBODY = np.inf


class QuotaCannotBeMet(Exception):
    """The minima ask for more than the applications and seats can give."""

    def __init__(self, shortages: Sequence[Shortage]) -> None:
        super().__init__(", ".join(f"{row.group} at {row.place}" for row in shortages))
        self.shortages = tuple(shortages)


@dataclass
class Rows:
    """Constraints row by row: lower and upper bound, and where the ones (or costs) stand."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    index: list[NDArray[np.int32]] = field(default_factory=list)
    value: list[NDArray[np.float64]] = field(default_factory=list)
    size: int = 0

    def add(
        self,
        columns: NDArray[np.intp],
        *,
        lower: float = -_EVERYBODY,
        upper: float = _EVERYBODY,
        value: NDArray[np.float64] | None = None,
    ) -> None:
        """One row over these columns; each counts once unless `value` says how much."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.starts.append(self.size)
        self.index.append(columns.astype(np.int32))
        self.value.append(np.ones(len(columns)) if value is None else value)
        self.size += len(columns)

    def add_many(self, order: NDArray[np.intp], starts: NDArray[np.intp], upper: float) -> None:
        """Rows that follow one another in `order`, each beginning at one of `starts`."""
        self.lower += [-_EVERYBODY] * len(starts)
        self.upper += [upper] * len(starts)
        self.starts += (starts + self.size).tolist()
        self.index.append(order.astype(np.int32))
        self.value.append(np.ones(len(order)))
        self.size += len(order)


def allocate(problem: Problem) -> Allocation:
    """The seats with the largest expected benefit under all limits; lots between equals.

    The same problem always gives the same seats. Raises QuotaCannotBeMet with what cannot be met.
    """
    whole = columns_of(problem)
    columns = whole.only(needed(whole))
    chosen = solve(columns, rows_of(problem, columns), is_whole=not problem.is_plain)
    if chosen is None:
        raise QuotaCannotBeMet(shortages(problem))
    seated = frozenset(int(key) for key in columns.key[chosen])
    return Allocation(seated, total(problem, seated))


def rows_of(problem: Problem, columns: Columns, *, lacking: int | None = None) -> Rows:
    """Seats, caps, money, quotas and competitors as rows over the columns.

    `lacking`: the first of additional columns, one for each minimum, that stand for what is
    missing of it.
    """
    rows = seats_and_caps(columns, cap=problem.cap)
    for number, place in enumerate(problem.places):
        here = np.flatnonzero(columns.place == number)
        if place.budget is not None:
            rows.add(here, upper=place.budget, value=columns.cost[here].astype(np.float64))
        for limit in problem.limits_of[place.key]:
            inside = _inside(problem, columns, here, limit.group)
            if limit.maximum is not None:
                rows.add(inside, upper=limit.maximum)
            if limit.minimum and lacking is not None:
                inside, lacking = np.append(inside, lacking), lacking + 1
            if limit.minimum:
                rows.add(inside, lower=limit.minimum)
    at = {int(key): number for number, key in enumerate(columns.key)}
    for first, second in sorted(problem.rivals):
        rows.add(np.array([at[first], at[second]], np.intp), upper=1)
    return rows


def seats_and_caps(columns: Columns, *, cap: int) -> Rows:
    """The rows every allocation has: seats of each place, and a cap for firms that ask for more."""
    rows = Rows()
    for number, seats in enumerate(columns.seats.tolist()):
        if seats >= 0:
            rows.add(np.flatnonzero(columns.place == number), upper=seats)
    order = np.argsort(columns.firm, kind="stable")
    starts = np.flatnonzero(np.diff(columns.firm[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    if (sizes > cap).any():
        wide = np.repeat(sizes > cap, sizes)
        kept = order[wide]
        rows.add_many(kept, np.flatnonzero(np.diff(columns.firm[kept], prepend=-1)), cap)
    return rows


def _inside(
    problem: Problem, columns: Columns, here: NDArray[np.intp], group: str
) -> NDArray[np.intp]:
    keys = columns.key[here].tolist()
    return here[[group in problem.by_key[key].groups for key in keys]]


def solve(columns: Columns, rows: Rows, *, is_whole: bool) -> NDArray[np.intp] | None:
    """Positions of the seated columns; None when no choice fits the rows.

    A linear program whose answer is not whole is solved again as an integer program.
    """
    found = _run(columns.value, rows, is_whole=is_whole)
    if found is None:
        return None
    if not is_whole and (np.abs(found - found.round()) > NEAR).any():
        return solve(columns, rows, is_whole=True)
    return np.flatnonzero(found > 0.5)


def _run(value: NDArray[np.float64], rows: Rows, *, is_whole: bool) -> NDArray[np.float64] | None:
    """Maximise `value` over the rows; None when nothing fits."""
    if not len(value):  # HiGHS calls a program without columns empty, whatever its rows demand
        return None if any(lower > 0 for lower in rows.lower) else np.zeros(0)
    solver = model(value, rows, is_whole=is_whole)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"HiGHS stopped with {status}.")
    return np.array(solver.getSolution().col_value)


def model(value: NDArray[np.float64], rows: Rows, *, is_whole: bool) -> highspy.Highs:
    """The program handed to HiGHS: one thread, no gap, a fixed seed, so that it always answers
    the same. A column of negative value stands for something missing and may be any number.
    """
    columns, count = len(value), len(rows.lower)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, count
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = value
    program.col_lower_ = np.zeros(columns)
    program.col_upper_ = np.where(value < 0, _EVERYBODY, 1.0)
    program.row_lower_ = np.array(rows.lower)
    program.row_upper_ = np.array(rows.upper)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.array([*rows.starts, rows.size], np.int32)
    program.a_matrix_.index_ = np.concatenate([np.zeros(0, np.int32), *rows.index])
    program.a_matrix_.value_ = np.concatenate([np.zeros(0), *rows.value])
    if is_whole:
        program.integrality_ = [highspy.HighsVarType.kInteger] * columns
    solver = highspy.Highs()
    for name, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", 0),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 0.0),
    ):
        solver.setOptionValue(name, setting)
    solver.passModel(program)
    return solver


def shortages(problem: Problem) -> tuple[Shortage, ...]:
    """Which minima cannot all be met, with how far each can be when as few as possible are missed.

    Found by letting every minimum be missed at a price and paying as little as possible.
    """
    columns = columns_of(problem)
    size = len(columns.key)
    minima = [
        limit for place in problem.places for limit in problem.limits_of[place.key] if limit.minimum
    ]
    value = np.concatenate([np.zeros(size), -np.ones(len(minima))])
    found = _run(value, rows_of(problem, columns, lacking=size), is_whole=True)
    # Nobody at all fits every limit but the minima, and these may be missed: there is an answer.
    missing = [] if found is None else found[size:].round().astype(int).tolist()
    return tuple(
        Shortage(limit.place, limit.group, limit.minimum, limit.minimum - lack)
        for limit, lack in zip(minima, missing, strict=True)
        if lack
    )
