"""How long until it happens: Kaplan–Meier curves with a confidence band, and the log-rank test.

Sources: Kaplan & Meier 1958 (product limit); Greenwood 1926 (variance); Kalbfleisch & Prentice
2002 (band on the log(-log) scale); Mantel 1966 (log-rank). Firms still waiting are censored: they
count as at risk up to and including the time they were last seen, never as failures.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

from programs.cohorts.rules import Spell

CONFIDENCE = 0.95
NEARLY = 1e-12  # rounding in a product of fractions, when a level is met exactly
MAX_EXPONENT = 700.0  # exp() of more does not fit a float


@dataclass(frozen=True)
class CurvePoint:
    """The curve from `time` up to the next point.

    `survival` is the share still waiting, `variance` Greenwood's, `lower` and `upper` its band;
    `reached` and its band are the share that has made the move. All shares are 0 to 1.
    """

    time: float
    at_risk: int
    events: int
    censored: int
    survival: float
    variance: float
    lower: float
    upper: float

    @property
    def reached(self) -> float:
        """Share that has had the event by this time."""
        return 1.0 - self.survival

    @property
    def reached_lower(self) -> float:
        """Lower end of the band of `reached`."""
        return 1.0 - self.upper

    @property
    def reached_upper(self) -> float:
        """Upper end of the band of `reached`."""
        return 1.0 - self.lower


@dataclass(frozen=True)
class Curve:
    """A Kaplan–Meier curve: `points` begin at time 0 and rise in time."""

    points: tuple[CurvePoint, ...]
    n: int
    events: int
    censored: int
    confidence: float

    @cached_property
    def times(self) -> tuple[float, ...]:
        """The times of the points."""
        return tuple(point.time for point in self.points)

    @property
    def last_time(self) -> float:
        """The longest wait seen; beyond it the curve is not known."""
        return self.points[-1].time

    @property
    def median(self) -> float | None:
        """The time by which half had the event; None if the curve never falls to one half."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> float | None:
        """The first time with at most `share` (0 to 1) still waiting; None if not reached."""
        return next((p.time for p in self.points if p.survival <= share + NEARLY), None)

    def at(self, time: float) -> CurvePoint:
        """The point in force at a time ≥ 0; after the last point, the last one.

        ValueError for a time before 0.
        """
        if time < 0:
            raise ValueError(f"the curve begins at time 0, not at {time!r}")
        return self.points[bisect_right(self.times, time) - 1]

    def at_risk(self, ticks: Iterable[float]) -> tuple[int, ...]:
        """How many are still waiting and in view just before each tick."""
        counts = [*(point.at_risk for point in self.points), 0]
        return tuple(counts[bisect_left(self.times, tick)] for tick in ticks)


@dataclass(frozen=True)
class LogRank:
    """The log-rank test: `observed` and `expected` events by group.

    `degrees` 0 and `p_value` 1 mean that nothing could be compared.
    """

    statistic: float
    degrees: int
    p_value: float
    observed: Mapping[str, int]
    expected: Mapping[str, float]


def kaplan_meier(spells: Iterable[Spell], *, confidence: float = CONFIDENCE) -> Curve:
    """The Kaplan–Meier curve of the spells; durations in any one unit, in any order.

    Events come before censorings of the same time. Before the first event the band is the line
    itself, as in other software; with no spells at all it spans 0 to 1. After a time at which
    everyone left at risk has the event, the curve and its band are 0. ValueError unless
    0 < confidence < 1.
    """
    z = band_width(confidence)
    events, censored = _tally(spells)
    at_risk = n = sum(events.values()) + sum(censored.values())
    survival, greenwood = 1.0, 0.0
    points: list[CurvePoint] = []
    for time in sorted({0, *events, *censored}):
        happened, lost = events[time], censored[time]
        staying = at_risk - happened
        if happened:
            survival *= staying / at_risk
            greenwood += happened / (at_risk * staying) if staying else 0.0
        lower, upper = _log_log_band(survival, greenwood, z) if n else (0.0, 1.0)
        variance = survival * survival * greenwood
        points.append(CurvePoint(time, at_risk, happened, lost, survival, variance, lower, upper))
        at_risk = staying - lost
    total = sum(events.values())
    return Curve(tuple(points), n, total, n - total, confidence)


def band_width(confidence: float) -> float:
    """How many standard errors a two-sided band of this confidence spans on each side."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence lies between 0 and 1, not {confidence!r}")
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _tally(spells: Iterable[Spell]) -> tuple[Counter[float], Counter[float]]:
    events: Counter[float] = Counter()
    censored: Counter[float] = Counter()
    for spell in spells:
        (events if spell.event else censored)[spell.duration] += 1
    return events, censored


def _log_log_band(survival: float, greenwood: float, z: float) -> tuple[float, float]:
    """The "exponential Greenwood" band: symmetric for log(-log S), so it stays within 0 and 1."""
    if survival in (0.0, 1.0):
        return survival, survival
    log_survival = math.log(survival)
    spread = z * math.sqrt(greenwood) / -log_survival
    return (
        math.exp(log_survival * math.exp(min(spread, MAX_EXPONENT))),
        math.exp(log_survival * math.exp(-spread)),
    )


def log_rank(groups: Mapping[str, Sequence[Spell]]) -> LogRank:
    """Whether two or more groups could share one curve (Mantel 1966), ties included.

    A group with nobody at risk at the first event cannot be compared: it is left out of the
    degrees of freedom. With fewer than two comparable groups, or no event, or everyone having the
    event at once, the statistic is 0 with 0 degrees of freedom and p 1.
    """
    names = sorted(groups)
    tallies = [_tally(groups[name]) for name in names]
    at_risk = [len(groups[name]) for name in names]
    observed = [sum(events.values()) for events, _ in tallies]
    expected = [0.0] * len(names)
    covariance = [[0.0] * len(names) for _ in names]
    comparable: list[int] = []
    for time in sorted({time for tally in tallies for counter in tally for time in counter}):
        happened = sum(events[time] for events, _ in tallies)
        if happened:
            comparable = comparable or [g for g, count in enumerate(at_risk) if count]
            _add_event_time(at_risk, happened, expected, covariance)
        for group, (events, censored) in enumerate(tallies):
            at_risk[group] -= events[time] + censored[time]
    statistic, degrees = _quadratic_form(observed, expected, covariance, comparable[1:])
    return LogRank(
        statistic=statistic,
        degrees=degrees,
        p_value=chi_square_tail(statistic, degrees),
        observed=dict(zip(names, observed, strict=True)),
        expected=dict(zip(names, expected, strict=True)),
    )


def _add_event_time(
    at_risk: Sequence[int], happened: int, expected: list[float], covariance: list[list[float]]
) -> None:
    """Add the hypergeometric mean and covariance of one event time."""
    n = sum(at_risk)
    factor = happened * (n - happened) / (n * n * max(n - 1, 1))
    for i, here in enumerate(at_risk):
        expected[i] += happened * here / n
        for j, there in enumerate(at_risk):
            covariance[i][j] += factor * here * ((n if i == j else 0) - there)


def _quadratic_form(
    observed: Sequence[int],
    expected: Sequence[float],
    covariance: Sequence[Sequence[float]],
    kept: Sequence[int],
) -> tuple[float, int]:
    """(O-E)' V⁻¹ (O-E) over the kept groups, by elimination; (0, 0) if V is zero.

    All comparable groups are at risk together at the first event, so V is either zero or, with
    one group taken out, positive definite: no pivoting is needed.
    """
    rows = [[covariance[i][j] for j in kept] + [observed[i] - expected[i]] for i in kept]
    if not rows or rows[0][0] == 0:
        return 0.0, 0
    statistic = 0.0
    for step, pivot_row in enumerate(rows):
        pivot, target = pivot_row[step], pivot_row[-1]
        statistic += target * target / pivot
        for row in rows[step + 1 :]:
            ratio = row[step] / pivot
            row[step:] = [a - ratio * b for a, b in zip(row[step:], pivot_row[step:], strict=True)]
    return statistic, len(rows)


def chi_square_tail(statistic: float, degrees: int) -> float:
    """P(chi-square with `degrees` ≥ 0 exceeds the statistic): the upper incomplete gamma.

    Q(1/2, x) = erfc(√x), Q(1, x) = exp(-x) and Q(a+1, x) = Q(a, x) + xᵃ exp(-x) / Γ(a+1)
    (Abramowitz & Stegun 1964, 6.5.17 and 6.5.21) give every whole number of degrees exactly.
    """
    if statistic <= 0 or degrees == 0:
        return 1.0
    x = statistic / 2
    is_odd = degrees % 2
    order, tail = (0.5, math.erfc(math.sqrt(x))) if is_odd else (1.0, math.exp(-x))
    while order < degrees / 2:
        tail += math.exp(order * math.log(x) - x - math.lgamma(order + 1))
        order += 1
    return min(tail, 1.0)
