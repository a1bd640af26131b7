"""Where exports are going: silence, trajectory, decrease, added markets. Pure.

Rises and falls compare calendar years of figures; a comparison that a missing year makes
impossible is unknown, never zero.
"""

from dataclasses import dataclass
from fractions import Fraction

from assessments.methodology.structure import Pack, Silence
from assessments.scoring.facts import EventType, FirmEvent, ProductForm
from assessments.scoring.history import SOLD_THEN, History, mean, months_since_year, shown
from assessments.scoring.results import StageTest, Trajectory
from assessments.scoring.verdicts import Verdict, at_least


@dataclass(frozen=True)
class Activity:
    """Whether the firm still sells abroad.

    `has_invoice` an export younger than the lapse line. `is_dormant` only where silence is proven.
    """

    line: Silence
    months: int | None
    has_invoice: Verdict
    is_dormant: bool


def read_activity(pack: Pack, history: History) -> Activity:
    """Silence against the lines of the pack. Exactly on a line counts as past it: 12 months
    without a sale are dormant, 24 are lapsed.

    Capital goods are sold rarely, so they have their own lines. The default pack has them dormant
    and lapsed at the same 24 months: below it their silence is the rhythm of the trade and not
    flagged, from it they have lapsed like everyone else.
    """
    is_capital = history.facts.firm.product_form is ProductForm.CAPITAL_GOODS
    line = pack.movement.capital_goods if is_capital else pack.movement.usual
    months = history.months_silent
    if months is None:
        return Activity(line, None, None if history.has_exported is not False else False, False)
    if months >= line.lapsed_after_months:
        return Activity(line, months, False if history.is_silence_proven else None, False)
    is_dormant = months >= line.dormant_after_months and history.is_silence_proven
    return Activity(line, months, True, is_dormant)


def read_trajectory(pack: Pack, history: History) -> Trajectory:
    """The trajectory rule of the pack, read in its order.

    Re-increasing: the latest value is above the year before, and a fall of share ended within the
    two years before the latest. Decreasing: share and value against the year two years back (or
    the year before, where that one is unknown). Increasing: against the mean of the two years
    before, or of the one that is known, for value and share alike. None: never exported, nothing
    to compare with, no exports in all three years, or a fall in value whose share is unknown.
    """
    latest = history.latest_known_year
    if latest is None:
        return Trajectory.NONE
    value, before = history.value(latest), [latest - 1, latest - 2]
    mean_before = mean(history.value(year) for year in before)
    if value is None or mean_before is None or not (value or mean_before):
        return Trajectory.NONE
    if _has_risen_again(pack, history, latest):
        return Trajectory.RE_INCREASING
    fall = share_fall(pack, history)
    if fall:
        return Trajectory.DECREASING
    share_rise = _rises(pack, history.share(latest), mean(map(history.share, before)))
    if _rises(pack, Fraction(value), mean_before) or share_rise:
        return Trajectory.INCREASING
    keeps = 1 - pack.cuts.movement.fall
    if fall is None and value <= keeps * mean_before:
        return Trajectory.NONE
    return Trajectory.STABLE


def value_rise(pack: Pack, history: History) -> Verdict:
    """Whether the latest exports are up on the mean of the two years before by the phase's cut."""
    latest = history.latest_known_year
    if latest is None:
        return None
    value = history.value(latest)
    before = mean(history.value(year) for year in (latest - 1, latest - 2))
    if before is None:
        return None
    return bool(value) and at_least(value, before * (1 + Fraction(pack.cuts.phase_rise)))


def share_fall(pack: Pack, history: History) -> Verdict:
    """Whether share fell by the pack's cut over two reporting years while value did not rise."""
    latest = history.latest_known_year
    base = None if latest is None else _base_year(pack, history, latest)
    if latest is None or base is None:
        return None
    share, value = history.share(latest), history.value(latest)
    if share is None or value is None:
        return None
    return _falls(pack, history.share(base), share) and value <= (history.value(base) or 0)


def markets_halved(pack: Pack, history: History) -> Verdict:
    """Whether active markets are down to half of what they were two years ago.

    Then = now + exits − entries of the last two years; None without a count of markets now.
    """
    now = history.facts.markets_active
    if now is None:
        return None
    months = pack.cuts.movement.fall_years * 12
    recent = [e for e in history.events if months_since_year(e.year, history.facts.as_of) < months]
    left = sum(event.type is EventType.EXIT for event in recent)
    entered = sum(event.type in SOLD_THEN for event in recent)
    then = now + left - entered
    return then > now and now <= then * pack.cuts.movement.markets_halved


def market_added(pack: Pack, history: History) -> bool:
    """Whether a market was entered, or entered again, within the pack's months and not left since.

    An event's year stands for its last day; exactly on the line still counts.
    """
    line, as_of = pack.cuts.market_added_months, history.facts.as_of
    return any(
        event.type in SOLD_THEN and months_since_year(event.year, as_of) <= line
        for event in _last_word(history)
    )


def market_left(history: History, *, within_months: int) -> bool:
    """Whether a declared exit, not followed by a return, is younger than the months."""
    as_of = history.facts.as_of
    return any(
        event.type is EventType.EXIT and months_since_year(event.year, as_of) < within_months
        for event in _last_word(history)
    )


def movement_tests(pack: Pack, history: History, activity: Activity) -> tuple[StageTest, ...]:
    """Dormancy and decrease as a page shows them; they flag, they do not move the stage."""
    latest = history.latest_known_year
    base = None if latest is None else _base_year(pack, history, latest)
    line, months = activity.line.dormant_after_months, activity.months
    not_dormant = None
    if months is not None and (months < line or history.is_silence_proven):
        not_dormant = months < line
    found = {
        "from_year": base,
        "from_share": shown(None if base is None else history.share(base)),
        "year": latest,
        "share": shown(None if latest is None else history.share(latest)),
    }
    fall = {"fall": str(pack.cuts.movement.fall)}
    markets = {"markets": history.facts.markets_active}
    return (
        StageTest("not_dormant", "movement", not_dormant, {"months": months}, {"months": line}),
        StageTest("share_fall", "movement", share_fall(pack, history), found, fall),
        StageTest("markets_halved", "movement", markets_halved(pack, history), markets),
    )


def _last_word(history: History) -> list[FirmEvent]:
    """The last entry, exit or re-entry of each market."""
    moves = [e for e in history.events if e.type in SOLD_THEN or e.type is EventType.EXIT]
    return list({event.market: event for event in moves}.values())


def _base_year(pack: Pack, history: History, latest: int) -> int | None:
    """The year to compare share with: two years back, or the nearest later one that is known."""
    years = range(latest - pack.cuts.movement.fall_years, latest)
    return next((year for year in years if history.share(year) is not None), None)


def _falls(pack: Pack, before: Fraction | None, after: Fraction | None) -> bool:
    """Whether the share is down by the pack's cut; unknown shares show no fall."""
    if before is None or after is None or before == 0:
        return False
    return after <= before * (1 - pack.cuts.movement.fall)


def _rises(pack: Pack, now: Fraction | None, before: Fraction | None) -> bool:
    if now is None or before is None or now == 0:
        return False
    return now >= before * (1 + Fraction(pack.cuts.movement.rise))


def _has_risen_again(pack: Pack, history: History, latest: int) -> bool:
    """Whether the latest value is above the year before, after a fall within the last years."""
    value, before = history.value(latest), history.value(latest - 1)
    if value is None or before is None or value <= before:
        return False
    span = pack.cuts.movement.fall_years
    return any(
        _falls(pack, history.share(start), history.share(low))
        for low in range(latest - span, latest)
        for start in range(low - span, low)
    )
