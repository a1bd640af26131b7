"""Whether written criteria make sense together: nothing contradicts, something is asked."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from math import prod

from programs.eligibility.rules.checking import nearest_pass
from programs.eligibility.rules.clauses import Clause, Criteria, Group, Join
from programs.eligibility.rules.document import Problem, Reader
from programs.eligibility.rules.facts import FirmFacts
from programs.eligibility.rules.shapes import MOST_WAYS, Vocabulary

#: A firm of which nothing is known: what it can never pass, nobody can.
_ANY_DAY = date(2000, 1, 1)


def read_document(
    raw: object, vocabulary: Vocabulary, *, is_final: bool = False
) -> tuple[Criteria, tuple[Problem, ...]]:
    """The criteria of a document and everything wrong with it.

    `is_final`: about to hold, so that nothing asked is a problem as well. With problems the
    criteria are only what could be read.
    """
    reader = Reader(vocabulary)
    criteria = reader.criteria(raw)
    problems = reader.problems or [*_problems(criteria)]
    if is_final and not criteria.groups and not problems:
        problems = [Problem("groups", "nothing_asked")]
    return criteria, tuple(problems)


def _problems(criteria: Criteria) -> Iterator[Problem]:
    if _count_ways(criteria) > MOST_WAYS:
        yield Problem("groups", "too_many_ways", {"most": MOST_WAYS})
        return
    clashes = [clash for together in _conjunctions(criteria) for clash in _clashes(together)]
    yield from clashes
    if not clashes and not _can_pass(criteria):
        yield Problem("groups", "never_passes")


def _count_ways(criteria: Criteria) -> int:
    options = [len(each.clauses) for each in criteria.groups if each.join is Join.ANY]
    return prod(options) if criteria.join is Join.ALL else 1


def _conjunctions(criteria: Criteria) -> Iterator[list[tuple[str, Clause]]]:
    """Clauses that must all hold at once, with their paths."""
    sure = []
    for place, group in enumerate(criteria.groups):
        if group.join is Join.ALL or len(group.clauses) == 1:
            path = f"groups[{place}].clauses"
            sure.append([(f"{path}[{n}]", each) for n, each in enumerate(group.clauses)])
    if criteria.join is Join.ANY:
        yield from sure
    else:
        yield [each for clauses in sure for each in clauses]


def _clashes(together: list[tuple[str, Clause]]) -> Iterator[Problem]:
    for (first, one), (second, other) in combinations(together, 2):
        if not _can_pass(Criteria(Join.ALL, (Group(Join.ALL, (one, other)),))):
            yield Problem(second, "contradiction", {"other": first})


def _can_pass(criteria: Criteria) -> bool:
    return not criteria.groups or nearest_pass(criteria, FirmFacts(as_of=_ANY_DAY)) is not None
