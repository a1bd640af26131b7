"""When a firm may move up or leave, whichever comes first: cumulative incidence by cause.

Sources: Aalen & Johansen 1978 (estimator); Marubini & Valsecchi 1995, also Collett 2015, chapter
12 (variance by the delta method); band symmetric for log(-log F).
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.cohorts.rules import CompetingSpell
from programs.reports.rules.survival import CONFIDENCE, MAX_EXPONENT, band_width


@dataclass(frozen=True)
class IncidencePoint:
    """The share (0 to 1) that had this cause's event by `time`, with its variance and band."""

    time: float
    at_risk: int
    events: int
    incidence: float
    variance: float
    lower: float
    upper: float


@dataclass(frozen=True)
class CumulativeIncidence:
    """One curve per cause, all over the same times from 0, and the share still waiting.

    At every time the incidences of all causes and `waiting` add up to 1.
    """

    times: tuple[float, ...]
    waiting: tuple[float, ...]
    causes: Mapping[str, tuple[IncidencePoint, ...]]
    n: int
    censored: int

    def at(self, cause: str, time: float) -> IncidencePoint:
        """The point of a cause in force at a time ≥ 0.

        KeyError for a cause nobody asked about, ValueError for a time before 0.
        """
        if time < 0:
            raise ValueError(f"the curve begins at time 0, not at {time!r}")
        return self.causes[cause][bisect_right(self.times, time) - 1]


class _Cause:
    """Running sums of one cause; the variance needs each past point only through sums."""

    def __init__(self) -> None:
        self.incidence = 0.0
        self.square = self.linear = self.constant = 0.0
        self.own = self.cross = self.cross_weight = 0.0
        self.points: list[IncidencePoint] = []

    def step(
        self, time: float, at_risk: int, happened: int, own: int, waiting: float, z: float
    ) -> None:
        """Add one time: `happened` events in all, `own` of this cause, `waiting` just before."""
        if happened:
            self.incidence += waiting * own / at_risk
            staying = at_risk - happened
            weight = happened / (at_risk * staying) if staying else 0.0
            self.square += weight
            self.linear += weight * self.incidence
            self.constant += weight * self.incidence**2
            self.own += waiting**2 * own * (at_risk - own) / at_risk**3
            cross = waiting * own / at_risk**2
            self.cross_weight += cross
            self.cross += cross * self.incidence
        lower, upper = self._band(z)
        self.points.append(
            IncidencePoint(time, at_risk, own, self.incidence, self.variance, lower, upper)
        )

    @property
    def variance(self) -> float:
        """Variance of the incidence now."""
        now = self.incidence
        past = self.square * now**2 - 2 * self.linear * now + self.constant
        return max(past + self.own - 2 * (self.cross_weight * now - self.cross), 0.0)

    def _band(self, z: float) -> tuple[float, float]:
        if not 0.0 < self.incidence < 1.0:
            return self.incidence, self.incidence
        log_incidence = math.log(self.incidence)
        spread = z * math.sqrt(self.variance) / (self.incidence * -log_incidence)
        return (
            math.exp(log_incidence * math.exp(min(spread, MAX_EXPONENT))),
            math.exp(log_incidence * math.exp(-spread)),
        )


def aalen_johansen(
    spells: Iterable[CompetingSpell],
    *,
    causes: Iterable[str] = (),
    confidence: float = CONFIDENCE,
) -> CumulativeIncidence:
    """Cumulative incidence by cause, for every cause seen and every one named in `causes`.

    Ties of any kind are allowed: events come before censorings of the same time. One minus
    Kaplan–Meier of one cause would overstate it, since it treats the firms lost to the other as
    if they could still move. With no spells every incidence is 0.
    """
    z = band_width(confidence)
    tally = Counter((spell.duration, spell.cause) for spell in spells)
    seen = {cause for _, cause in tally if cause is not None}
    curves = {cause: _Cause() for cause in sorted(seen | set(causes))}
    at_risk = n = sum(tally.values())
    times = sorted({0, *(time for time, _ in tally)})
    waiting = 1.0
    left_waiting: list[float] = []
    for time in times:
        happened = sum(tally[time, cause] for cause in curves)
        for cause, curve in curves.items():
            curve.step(time, at_risk, happened, tally[time, cause], waiting, z)
        if happened:
            waiting *= (at_risk - happened) / at_risk
        left_waiting.append(waiting)
        at_risk -= happened + tally[time, None]
    return CumulativeIncidence(
        times=tuple(times),
        waiting=tuple(left_waiting),
        causes={cause: tuple(curve.points) for cause, curve in curves.items()},
        n=n,
        censored=sum(count for (_, cause), count in tally.items() if cause is None),
    )
