"""All clauses held against a firm: Kleene's three values, and the nearest way to a pass."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from programs.eligibility.rules.clauses import Clause, Criteria, Group, Join, Kind, merged
from programs.eligibility.rules.facts import FirmFacts
from programs.eligibility.rules.readings import Reading, Verdict, read
from programs.eligibility.rules.remedies import EFFORTS, applied, earliest, is_in_reach


@dataclass(frozen=True)
class ClauseResult:
    """One clause with what was found."""

    clause: Clause
    reading: Reading


@dataclass(frozen=True)
class GroupResult:
    """One group: its own verdict and every clause of it."""

    join: Join
    verdict: Verdict
    clauses: tuple[ClauseResult, ...]


@dataclass(frozen=True)
class Change:
    """What has to become true: `clause` holds the demand, several of one kind made one.

    `must_find_out`: nobody knows yet whether it is true already. `earliest`: by waiting alone.
    """

    clause: Clause
    reading: Reading
    must_find_out: bool
    earliest: date | None = None


@dataclass(frozen=True)
class Result:
    """The verdict with its reasons. `changes` is empty for a pass, None where nothing helps."""

    verdict: Verdict
    join: Join
    groups: tuple[GroupResult, ...]
    changes: tuple[Change, ...] | None


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One fail fails; else one unknown leaves it open (Kleene 1938, strong conjunction)."""
    found = set(verdicts)
    if Verdict.FAIL in found:
        return Verdict.FAIL
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.PASS


def any_of(verdicts: Iterable[Verdict]) -> Verdict:
    """One pass passes; else one unknown leaves it open (Kleene 1938, strong disjunction)."""
    found = set(verdicts)
    if Verdict.PASS in found:
        return Verdict.PASS
    return Verdict.UNKNOWN if Verdict.UNKNOWN in found else Verdict.FAIL


_JOINS = {Join.ALL: all_of, Join.ANY: any_of}


def verdict_of(criteria: Criteria, facts: FirmFacts) -> Verdict:
    """The verdict alone, for lists of many firms."""
    return _overall(criteria, [_hold(group, facts) for group in criteria.groups])


def check(criteria: Criteria, facts: FirmFacts) -> Result:
    """Every clause with what was found, the verdict, and the smallest change towards a pass."""
    groups = tuple(_hold(group, facts) for group in criteria.groups)
    verdict = _overall(criteria, groups)
    changes = () if verdict is Verdict.PASS else nearest_pass(criteria, facts)
    return Result(verdict, criteria.join, groups, changes)


def _hold(group: Group, facts: FirmFacts) -> GroupResult:
    results = tuple(ClauseResult(clause, read(clause, facts)) for clause in group.clauses)
    verdict = _JOINS[group.join](each.reading.verdict for each in results)
    return GroupResult(group.join, verdict, results)


def _overall(criteria: Criteria, groups: Sequence[GroupResult]) -> Verdict:
    if not groups:
        return Verdict.PASS
    return _JOINS[criteria.join](each.verdict for each in groups)


def nearest_pass(criteria: Criteria, facts: FirmFacts) -> tuple[Change, ...] | None:
    """The smallest set of changes after which the firm passes; None when there is no honest one.

    Fewest changes first, then the fewest things to find out, then the least effort.
    """
    best: tuple[Change, ...] | None = None
    for way in ways(criteria):
        found = _changes(way, facts)
        if found is not None and (best is None or _size(found) < _size(best)):
            best = found
    return best


def ways(criteria: Criteria) -> Iterator[tuple[Clause, ...]]:
    """Sets of clauses that suffice together, each consistent in itself."""
    options = [
        [group.clauses] if group.join is Join.ALL else [(clause,) for clause in group.clauses]
        for group in criteria.groups
    ]
    chosen: Iterable[tuple[tuple[Clause, ...], ...]]
    if criteria.join is Join.ALL:
        chosen = product(*options)
    else:
        chosen = ((option,) for group in options for option in group)
    for picked in chosen:
        way = merged(clause for clauses in picked for clause in clauses)
        if way is not None:
            yield way


def _changes(way: tuple[Clause, ...], facts: FirmFacts) -> tuple[Change, ...] | None:
    """What the firm lacks on this way, taken in order; None where the way is closed to it."""
    way = _without_banned(way)
    found, then = [], facts
    for clause in way:
        reading = read(clause, then)
        if reading.verdict is Verdict.PASS:
            continue
        is_open = reading.verdict is Verdict.UNKNOWN
        if not (is_open or is_in_reach(clause, then)):
            return None
        when = None if is_open else earliest(clause, then)
        found.append(Change(clause, read(clause, facts), is_open, when))
        then = applied(clause, then)
    holds = all(read(clause, then).verdict is Verdict.PASS for clause in way)
    return tuple(found) if holds else None


def _without_banned(way: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """Of several kinds of help to receive, first those that no other clause speaks against."""
    banned = {code for clause in way if clause.kind is Kind.NOT_RECEIVED for code in clause.values}
    return tuple(
        replace(clause, values=tuple(sorted(clause.values, key=lambda code: code in banned)))
        if clause.kind is Kind.RECEIVED
        else clause
        for clause in way
    )


def _size(changes: tuple[Change, ...]) -> tuple[int, int, int, str]:
    asked = [each for each in changes if not each.must_find_out]
    effort = sum(EFFORTS[each.clause.kind] for each in asked)
    return len(asked), len(changes) - len(asked), effort, repr([each.clause for each in changes])
