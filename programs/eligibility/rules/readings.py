"""One clause held against one firm: pass, fail or unknown, with what was found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assessments.scoring.results import Band
from programs.eligibility.rules.clauses import Clause, Kind, plain
from programs.eligibility.rules.facts import FirmFacts, Support, months_from


class Verdict(StrEnum):
    """Unknown is for a person to look at: it counts neither as pass nor as fail."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNKNOWN = "unknown"


#: Severity bands from the mildest.
BANDS = (Band.LOW, Band.MODERATE, Band.HIGH, Band.BLOCKING)


@dataclass(frozen=True)
class Reading:
    """A verdict with what it rests on: codes and figures that `sentences` words."""

    verdict: Verdict
    found: Mapping[str, object] = field(default_factory=dict)


def read(clause: Clause, facts: FirmFacts) -> Reading:
    """Hold one clause against one firm."""
    return _READERS[clause.kind](clause, facts)


def aid_counted(clause: Clause, facts: FirmFacts, on: date) -> Decimal:
    """Aid of known amount, in the clause's currency, in the years up to the day."""
    return sum(
        (
            each.amount
            for each in facts.aid or ()
            if each.amount is not None
            and each.currency == clause.currency
            and each.given_on is not None
            and each.given_on > aid_start(clause, on)
        ),
        Decimal(0),
    )


def aid_start(clause: Clause, on: date) -> date:
    """The last day that no longer counts."""
    return months_from(on, -12 * (clause.window or 0))


def counting_support(clause: Clause, facts: FirmFacts) -> tuple[Support, ...]:
    """Help of the asked kinds that was completed in the window or is under way."""
    start = support_start(clause, facts)
    return tuple(
        each
        for each in facts.supports or ()
        if each.intervention in clause.values
        and (each.completed_on is None or start is None or each.completed_on > start)
    )


def support_start(clause: Clause, facts: FirmFacts) -> date | None:
    """The last day that no longer counts; None: help counts however long ago it was."""
    return None if clause.window is None else months_from(facts.as_of, -clause.window)


def _known(passed: bool) -> Verdict:
    return Verdict.PASS if passed else Verdict.FAIL


def _one_of(value: str | None, clause: Clause) -> Reading:
    if not value:
        return Reading(Verdict.UNKNOWN)
    passed = plain(value) in {plain(each) for each in clause.values}
    return Reading(_known(passed), {"value": value})


def _between(
    least: Decimal | int, most: Decimal | int, clause: Clause, found: Mapping[str, object]
) -> Reading:
    """A count known as a range passes when all of it lies between the ends, fails when none."""
    low = least if clause.low is None else clause.low
    high = most if clause.high is None else clause.high
    if low <= least and most <= high:
        return Reading(Verdict.PASS, found)
    outside = most < low or least > high
    return Reading(Verdict.FAIL if outside else Verdict.UNKNOWN, found)


def _age(clause: Clause, facts: FirmFacts) -> Reading:
    """Counted by calendar years: only the year of founding is on record."""
    if facts.founded is None:
        return Reading(Verdict.UNKNOWN)
    years = facts.as_of.year - facts.founded
    return _between(years, years, clause, {"n": years})


def _employees(clause: Clause, facts: FirmFacts) -> Reading:
    if facts.employees is None:
        return Reading(Verdict.UNKNOWN)
    return _between(facts.employees, facts.employees, clause, {"n": facts.employees})


def _turnover(clause: Clause, facts: FirmFacts) -> Reading:
    """Figures in another currency stay unknown: there is no rate to convert them by."""
    known = facts.turnover
    if known is None:
        return Reading(Verdict.UNKNOWN)
    found = {"amount": known.amount, "currency": known.currency, "year": known.year}
    if known.currency != clause.currency:
        return Reading(Verdict.UNKNOWN, found)
    return _between(known.amount, known.amount, clause, found)


def _sector(clause: Clause, facts: FirmFacts) -> Reading:
    if not facts.section:
        return Reading(Verdict.UNKNOWN)
    own = {facts.section, facts.section + (facts.division or "")}
    found = {"value": facts.section + (facts.division or "")}
    if own & set(clause.values):
        return Reading(Verdict.PASS, found)
    is_open = not facts.division and any(each[0] == facts.section for each in clause.values)
    return Reading(Verdict.UNKNOWN if is_open else Verdict.FAIL, found)


def _ownership(clause: Clause, facts: FirmFacts) -> Reading:
    if clause.subject not in facts.ownership:
        return Reading(Verdict.UNKNOWN)
    is_owned = facts.ownership[clause.subject]
    return Reading(_known(is_owned == (clause.kind is Kind.OWNED)), {"is_owned": is_owned})


def _export_years(clause: Clause, facts: FirmFacts) -> Reading:
    known = facts.export_years
    if known is None:
        return Reading(Verdict.UNKNOWN)
    return _between(known.least, known.most, clause, {"n": known.least, "most": known.most})


def _markets(clause: Clause, facts: FirmFacts) -> Reading:
    if facts.markets is None:
        return Reading(Verdict.UNKNOWN)
    found = {"values": tuple(sorted(facts.markets)), "n": len(facts.markets)}
    if clause.kind is Kind.MARKETS_NONE:
        return Reading(_known(not facts.markets), found)
    if clause.kind is Kind.MARKETS_INCLUDE:
        return Reading(_known(bool(facts.markets & set(clause.values))), found)
    return _between(len(facts.markets), len(facts.markets), clause, found)


def _constraint(clause: Clause, facts: FirmFacts) -> Reading:
    band = facts.bands.get(clause.subject, Band.NOT_ASSESSED)
    if band is Band.NOT_ASSESSED:
        return Reading(Verdict.UNKNOWN)
    own, asked = BANDS.index(band), BANDS.index(Band(clause.values[0]))
    passed = own >= asked if clause.kind is Kind.CONSTRAINT_AT_LEAST else own <= asked
    return Reading(_known(passed), {"band": band})


def _support(clause: Clause, facts: FirmFacts) -> Reading:
    """Help under way counts against "not received", and not yet for "received"."""
    if facts.supports is None:
        return Reading(Verdict.UNKNOWN)
    counted = counting_support(clause, facts)
    done = [each for each in counted if each.completed_on is not None]
    shown = max(done, key=lambda each: str(each.completed_on)) if done else None
    found: dict[str, object] = {"is_under_way": len(done) < len(counted)}
    if shown is not None:
        found |= {"value": shown.intervention, "day": shown.completed_on}
    passed = bool(done) if clause.kind is Kind.RECEIVED else not counted
    return Reading(_known(passed), found)


def _document(clause: Clause, facts: FirmFacts) -> Reading:
    """One that ran out fails; one that nobody recorded may still be held."""
    held = [each for each in facts.documents if each.kind == clause.subject]
    if not held:
        return Reading(Verdict.FAIL if facts.knows_all_documents else Verdict.UNKNOWN)
    latest = max(held, key=lambda each: each.valid_until or date.max).valid_until
    passed = latest is None or latest >= (clause.day or facts.as_of)
    return Reading(_known(passed), {"is_held": True, "day": latest})


def _aid(clause: Clause, facts: FirmFacts) -> Reading:
    """Known aid with this grant over the ceiling fails, whatever else was given besides.

    Amounts nobody recorded, without a day or in another currency leave it to a person.
    """
    counted = aid_counted(clause, facts, facts.as_of)
    found = {"amount": counted, "currency": clause.currency}
    if counted + (clause.grant or 0) > (clause.high or 0):
        return Reading(Verdict.FAIL, found)
    if facts.aid is None:
        return Reading(Verdict.UNKNOWN)
    start = aid_start(clause, facts.as_of)
    doubtful = [
        each
        for each in facts.aid
        if (each.given_on is None or each.given_on > start)
        and each.amount != 0
        and (each.amount is None or each.given_on is None or each.currency != clause.currency)
    ]
    if doubtful:
        return Reading(Verdict.UNKNOWN, {**found, "doubtful": len(doubtful)})
    return Reading(Verdict.PASS, found)


_READERS: dict[Kind, Callable[[Clause, FirmFacts], Reading]] = {
    Kind.STAGE: lambda clause, facts: _one_of(facts.stage, clause),
    Kind.AGE: _age,
    Kind.EMPLOYEES: _employees,
    Kind.TURNOVER: _turnover,
    Kind.SECTOR: _sector,
    Kind.PRODUCT_FORM: lambda clause, facts: _one_of(facts.product_form, clause),
    Kind.COUNTRY: lambda clause, facts: _one_of(facts.country, clause),
    Kind.REGION: lambda clause, facts: _one_of(facts.region, clause),
    Kind.OWNED: _ownership,
    Kind.NOT_OWNED: _ownership,
    Kind.EXPORT_YEARS: _export_years,
    Kind.MARKETS_INCLUDE: _markets,
    Kind.MARKETS_AT_LEAST: _markets,
    Kind.MARKETS_NONE: _markets,
    Kind.CONSTRAINT_AT_LEAST: _constraint,
    Kind.CONSTRAINT_AT_MOST: _constraint,
    Kind.RECEIVED: _support,
    Kind.NOT_RECEIVED: _support,
    Kind.DOCUMENT: _document,
    Kind.AID_CEILING: _aid,
}
