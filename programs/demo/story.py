"""The life of an invented firm: figures, markets, steps and what holds it back. Pure.

Calibrated on published aggregates: non-exporters that start in a year 4.4 %; new exporters still
exporting after 1 to 5 years 69.5, 55.9, 49.2, 46.7 and 42.8 % (Chilean manufacturing plants
1990-96); export share of exporters: median 8.4 %, upper quartile 46 %; exporters by size 3, 16
and 55 %. These are the chances that are drawn with. Clients of an agency export and start more
often than firms at large, and grow: `CLIENT_EXPORTS`, `CLIENT_START` and `CLIENT_GROWTH` are
inventions of the demonstration and prove nothing, nor does what comes out of all this together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

STARTS_BY_SIZE = ((20, 0.033), (100, 0.163), (10**9, 0.55))
START = 0.044
CLIENT_START = 0.34
CLIENT_EXPORTS = 1.6
CLIENT_GROWTH = (1.75, 1.12)  # of the export share in a year: at most, and mostly
RESTART = 0.15
#: Chance to stop in the first, second … year of exporting, from the survival figures above.
STOPS = (0.305, 0.196, 0.120, 0.051, 0.084)
MARKETS = ("UZ", "KG", "RU", "CN", "TR", "AE", "AZ", "GE", "DE", "PL", "MN", "TJ")
EXIT_REASONS = (
    "partner_loss",
    "price_uncompetitive",
    "payment_problem",
    "external_restriction",
    "strategic_choice",
)
MODES = ("indirect_export", "direct_export", "distributor", "agent", "platform_export")


@dataclass(frozen=True)
class YearOf:
    """Turnover and exports of one year, in US dollars."""

    year: int
    turnover: int
    exports: int


@dataclass(frozen=True)
class MarketMove:
    """Entry, exit or return of the firm on one market."""

    on: date
    kind: str
    country: str
    reason: str = ""


@dataclass(frozen=True)
class Step:
    """A step abroad."""

    on: date
    kind: str
    country: str


@dataclass
class Story:
    """One firm from before its intake to today."""

    intake_on: date
    founded: int
    employees: int
    years: list[YearOf] = field(default_factory=list)
    moves: list[MarketMove] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    left_on: date | None = None
    mode: str = ""
    repeat_buyers: int = 0
    first_contact: str = ""
    had_plan: bool | None = None
    is_latecomer: bool = False
    burden: dict[str, float] = field(default_factory=dict)

    def last_export_by(self, day: date) -> date | None:
        """An invoice day of the latest year with exports that has begun by `day`."""
        known = [row.year for row in self.years if row.exports and date(row.year, 3, 1) <= day]
        return min(day, date(max(known), 11, 10)) if known else None


def live(random: Random, *, today: date, constraints: Sequence[str]) -> Story:
    """One life; the same for the same random numbers."""
    intake_on = workday(today - timedelta(days=int(random.triangular(40, 5 * 365, 900))))
    employees = max(3, int(random.lognormvariate(3.3, 0.9)))
    story = Story(
        intake_on=intake_on,
        founded=intake_on.year - max(0, int(random.triangular(0, 35, 8))),
        employees=employees,
        first_contact=random.choice(
            ("unsolicited_order", "personal_tie", "inter_firm_tie", "fair", "online")
        ),
        had_plan=random.random() < 0.45,
        is_latecomer=random.random() < 0.12,
        burden={code: random.triangular(0.15, 1.0, 0.62) for code in constraints},
    )
    _trade(story, random, today)
    if random.random() < 0.2:
        left = intake_on + timedelta(days=random.randint(200, 1300))
        story.left_on = workday(left) if left < today - timedelta(days=30) else None
    return story


def _trade(story: Story, random: Random, today: date) -> None:
    exports_at_start = random.random() < CLIENT_EXPORTS * _share_of_exporters(story.employees)
    share = _share(random) if exports_at_start else 0.0
    turnover = story.employees * random.randint(18_000, 60_000)
    active: list[str] = []
    ever, exporting = exports_at_start, len(STOPS) if exports_at_start else 0
    for year in range(max(story.founded, story.intake_on.year - 3), today.year):
        is_client = year >= story.intake_on.year
        if share == 0.0 and year > story.intake_on.year - 3:
            start = RESTART if ever else CLIENT_START if is_client else START
            share = _share(random) if random.random() < start else 0.0
        elif share > 0.0 and random.random() < STOPS[min(exporting, len(STOPS)) - 1]:
            share = 0.0
        elif share > 0.0:
            most, mode = CLIENT_GROWTH if is_client else (1.4, 1.0)
            share = min(0.9, share * random.triangular(0.7, most, mode))
        turnover = int(turnover * random.triangular(0.88, 1.3, 1.06))
        story.years.append(YearOf(year, turnover, int(turnover * share)))
        _markets(story, random, year, share, active, returned=ever)
        ever = ever or share > 0
        exporting = exporting + 1 if share > 0 else 0
    story.repeat_buyers = random.randint(1, 5) if share > 0.05 else 0
    story.mode = random.choice(MODES) if ever else ""
    _steps(story, random, today)


def _markets(
    story: Story, random: Random, year: int, share: float, active: list[str], *, returned: bool
) -> None:
    day = workday(date(year, random.randint(2, 10), random.randint(1, 28)))
    if share == 0.0:
        for country in active:
            reason = random.choice(EXIT_REASONS)
            story.moves.append(MarketMove(day, "exit", country, reason))
        active.clear()
        return
    wanted = 1 + int(share > 0.08) + int(share > 0.2) + int(share > 0.4)
    left = [move.country for move in story.moves if move.country not in active]
    while len(active) < wanted:
        fresh = [code for code in MARKETS if code not in active and code not in left]
        back = [code for code in left if code not in active] if returned else []
        country = back[0] if back else random.choice(fresh)
        kind = "re_entry" if country in left else "entry"
        active.append(country)
        story.moves.append(MarketMove(day, kind, country))
    if len(active) > 1 and random.random() < 0.1:
        gone = active.pop(0)
        later = workday(day + timedelta(days=20))
        story.moves.append(MarketMove(later, "exit", gone, random.choice(EXIT_REASONS)))


def _steps(story: Story, random: Random, today: date) -> None:
    exports = {row.year for row in story.years if row.exports}
    day = story.intake_on + timedelta(days=random.randint(30, 200))
    while day < today:
        if day.year in exports or random.random() < 0.03:
            kind = random.choice(("offer", "sample", "buyer_meeting", "fair", "contract"))
            story.steps.append(Step(workday(day), kind, random.choice(MARKETS)))
        day += timedelta(days=random.randint(120, 420))


def answers(
    story: Story, scales: dict[str, tuple[str, bool]], random: Random
) -> dict[str, int | None]:
    """Replies to questions given as id → (constraint, higher is worse); some are "don't know"."""
    said: dict[str, int | None] = {}
    for question, (constraint, is_obstacle) in scales.items():
        if random.random() < 0.07:
            said[question] = None
            continue
        heavy = min(4, max(0, round(story.burden[constraint] * 4 + random.gauss(0, 0.7))))
        said[question] = heavy if is_obstacle else 4 - heavy
    return said


def _share_of_exporters(employees: int) -> float:
    return next(share for limit, share in STARTS_BY_SIZE if employees < limit)


def _share(random: Random) -> float:
    """Export share of a new exporter: half sell at most 8.4 %, a quarter 46 % or more."""
    return min(0.95, max(0.004, random.lognormvariate(-2.477, 2.52)))


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
