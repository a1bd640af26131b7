"""What would turn a clause into a pass, and the firm as it would stand then.

Honest: nothing is suggested that no firm should do to be eligible, such as leaving markets,
dismissing people or growing younger.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from assessments.scoring.results import Band, Stage
from programs.eligibility.rules.clauses import RANGES, Clause, Kind
from programs.eligibility.rules.facts import (
    FirmFacts,
    HeldDocument,
    Span,
    Support,
    Turnover,
    months_from,
)
from programs.eligibility.rules.readings import (
    Verdict,
    aid_counted,
    aid_start,
    counting_support,
    read,
    support_start,
)

#: How much is asked of a firm, for choosing between alternatives. Our own order, not validated.
EFFORTS = {
    Kind.AID_CEILING: 1,
    Kind.NOT_RECEIVED: 1,
    Kind.AGE: 1,
    Kind.DOCUMENT: 2,
    Kind.RECEIVED: 2,
    Kind.CONSTRAINT_AT_MOST: 3,
    Kind.MARKETS_AT_LEAST: 3,
    Kind.MARKETS_INCLUDE: 3,
    Kind.PRODUCT_FORM: 4,
    Kind.EXPORT_YEARS: 4,
    Kind.STAGE: 4,
    Kind.EMPLOYEES: 5,
    Kind.TURNOVER: 5,
}
_STAGES = tuple(Stage)


def is_in_reach(clause: Clause, facts: FirmFacts) -> bool:
    """Whether a firm that fails the clause can honestly be told how to pass it."""
    if clause.kind in RANGES:
        return read(replace(clause, high=None), facts).verdict is Verdict.FAIL
    if clause.kind is Kind.STAGE:
        return bool(_later_stages(clause, facts))
    if clause.kind is Kind.NOT_RECEIVED:
        return clause.window is not None
    if clause.kind is Kind.AID_CEILING:
        return (clause.grant or 0) <= (clause.high or 0)
    return clause.kind in EFFORTS


def earliest(clause: Clause, facts: FirmFacts) -> date | None:
    """The first day on which a failed clause passes by waiting alone; None when unsaid."""
    if clause.kind is Kind.AGE and facts.founded is not None:
        return date(facts.founded + int(clause.low or 0), 1, 1)
    if clause.kind is Kind.NOT_RECEIVED:
        ends = [each.completed_on for each in counting_support(clause, facts)]
        dated = [end for end in ends if end is not None]
        return _first_day_after(max(dated), clause.window or 0) if dated == ends else None
    if clause.kind is Kind.AID_CEILING:
        return _aid_frees(clause, facts)
    return None


def applied(clause: Clause, facts: FirmFacts) -> FirmFacts:
    """The firm once it has done what the clause asks, everything else as it is."""
    return _APPLIERS[clause.kind](clause, facts)


def _later_stages(clause: Clause, facts: FirmFacts) -> list[Stage]:
    own = -1 if facts.stage is None else _STAGES.index(facts.stage)
    return [stage for stage in _STAGES if stage in clause.values and _STAGES.index(stage) > own]


def _first_day_after(day: date, months: int) -> date:
    """The first day from which so many months back no longer reach behind `day`."""
    later = months_from(day, months)
    while months_from(later, -months) < day:
        later += timedelta(days=1)
    return later


def _aid_frees(clause: Clause, facts: FirmFacts) -> date | None:
    """When enough of the aid has left the window; None where an amount or a day is unknown."""
    months, start = 12 * (clause.window or 0), aid_start(clause, facts.as_of)
    days = []
    for each in facts.aid or ():
        if each.given_on is None or each.amount is None or each.currency != clause.currency:
            return None
        if each.given_on > start:
            days.append(_first_day_after(each.given_on, months))
    room = (clause.high or Decimal(0)) - (clause.grant or Decimal(0))
    return min(day for day in days if aid_counted(clause, facts, day) <= room)


def _target(clause: Clause) -> Decimal | int:
    """The end of the range nearest to where a firm below it, or not known, would come in."""
    return clause.low if clause.low is not None else clause.high or 0


def _to_turnover(clause: Clause, facts: FirmFacts) -> FirmFacts:
    year = facts.turnover.year if facts.turnover else facts.as_of.year - 1
    return replace(facts, turnover=Turnover(year, Decimal(_target(clause)), clause.currency))


def _to_sector(clause: Clause, facts: FirmFacts) -> FirmFacts:
    wanted = next((each for each in clause.values if each[0] == facts.section), clause.values[0])
    return replace(facts, section=wanted[0], division=wanted[1:] or None)


def _to_export_years(clause: Clause, facts: FirmFacts) -> FirmFacts:
    years = int(_target(clause))
    return replace(facts, export_years=Span(years, years))


def _to_markets(clause: Clause, facts: FirmFacts) -> FirmFacts:
    """A market nobody named yet stands as "?1", "?2" …"""
    have = facts.markets or frozenset()
    if clause.kind is Kind.MARKETS_INCLUDE:
        return replace(facts, markets=have | {clause.values[0]})
    more = int(clause.low or 0) - len(have)
    return replace(facts, markets=have | {f"?{n}" for n in range(more)})


def _to_received(clause: Clause, facts: FirmFacts) -> FirmFacts:
    done = Support(clause.values[0], facts.as_of)
    return replace(facts, supports=(*(facts.supports or ()), done))


def _to_not_received(clause: Clause, facts: FirmFacts) -> FirmFacts:
    """As if the help lay just before the window."""
    counted, before = counting_support(clause, facts), support_start(clause, facts)
    moved = tuple(
        replace(each, completed_on=before) if each in counted else each
        for each in facts.supports or ()
    )
    return replace(facts, supports=moved)


def _to_ownership(clause: Clause, facts: FirmFacts) -> FirmFacts:
    stated = {clause.subject: clause.kind is Kind.OWNED}
    return replace(facts, ownership={**facts.ownership, **stated})


def _to_band(clause: Clause, facts: FirmFacts) -> FirmFacts:
    return replace(facts, bands={**facts.bands, clause.subject: Band(clause.values[0])})


def _to_stage(clause: Clause, facts: FirmFacts) -> FirmFacts:
    return replace(facts, stage=_later_stages(clause, facts)[0])


_APPLIERS: dict[Kind, Callable[[Clause, FirmFacts], FirmFacts]] = {
    Kind.STAGE: _to_stage,
    Kind.AGE: lambda clause, facts: replace(facts, founded=facts.as_of.year - int(_target(clause))),
    Kind.EMPLOYEES: lambda clause, facts: replace(facts, employees=int(_target(clause))),
    Kind.TURNOVER: _to_turnover,
    Kind.SECTOR: _to_sector,
    Kind.PRODUCT_FORM: lambda clause, facts: replace(facts, product_form=clause.values[0]),
    Kind.COUNTRY: lambda clause, facts: replace(facts, country=clause.values[0]),
    Kind.REGION: lambda clause, facts: replace(facts, region=clause.values[0]),
    Kind.OWNED: _to_ownership,
    Kind.NOT_OWNED: _to_ownership,
    Kind.EXPORT_YEARS: _to_export_years,
    Kind.MARKETS_INCLUDE: _to_markets,
    Kind.MARKETS_AT_LEAST: _to_markets,
    Kind.MARKETS_NONE: lambda clause, facts: replace(facts, markets=frozenset()),
    Kind.CONSTRAINT_AT_LEAST: _to_band,
    Kind.CONSTRAINT_AT_MOST: _to_band,
    Kind.RECEIVED: _to_received,
    Kind.NOT_RECEIVED: _to_not_received,
    Kind.DOCUMENT: lambda clause, facts: replace(
        facts, documents=(*facts.documents, HeldDocument(clause.subject))
    ),
    Kind.AID_CEILING: lambda clause, facts: replace(facts, aid=()),
}
