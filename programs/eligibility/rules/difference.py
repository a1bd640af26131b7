"""What changed between two versions of criteria, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.eligibility.rules.clauses import Clause, Criteria, Join


@dataclass(frozen=True)
class Difference:
    """Clauses gone, new and changed (before and after); joins that are read otherwise now.

    `alternatives` are those of the new that need not hold if another does. A clause that only
    changed its place among alternatives is `moved`.
    """

    removed: tuple[Clause, ...] = ()
    added: tuple[Clause, ...] = ()
    alternatives: tuple[Clause, ...] = ()
    changed: tuple[tuple[Clause, Clause], ...] = ()
    moved: tuple[Clause, ...] = ()
    join: Join | None = None

    @property
    def is_empty(self) -> bool:
        return self == Difference()


def difference(before: Criteria, after: Criteria) -> Difference:
    """Clauses of the same type and subject are one clause that changed, in the order they stand."""
    gone = [each for each in before.clauses if each not in after.clauses]
    new = [each for each in after.clauses if each not in before.clauses]
    changed = []
    for old in list(gone):
        same = next((each for each in new if _topic(each) == _topic(old)), None)
        if same is not None:
            changed.append((old, same))
            gone.remove(old)
            new.remove(same)
    kept = [each for each in after.clauses if each in before.clauses]
    moved = [each for each in kept if _place(each, before, kept) != _place(each, after, kept)]
    return Difference(
        removed=tuple(gone),
        added=tuple(each for each in new if not _others(each, after)),
        alternatives=tuple(each for each in new if _others(each, after)),
        changed=tuple(changed),
        moved=tuple(moved),
        join=after.join if _joins(before) and _joins(after, before.join) else None,
    )


def _topic(clause: Clause) -> tuple[str, str]:
    return clause.kind, clause.subject


def _joins(criteria: Criteria, unlike: Join | None = None) -> bool:
    """Whether the way groups are joined says anything, and differs from `unlike`."""
    return len(criteria.groups) > 1 and criteria.join is not unlike


def _place(
    clause: Clause, criteria: Criteria, kept: Sequence[Clause]
) -> tuple[bool, frozenset[Clause]]:
    """Whether it is one of several alternatives, and which of those kept are the others."""
    others = _others(clause, criteria)
    return bool(others), others & frozenset(kept)


def _others(clause: Clause, criteria: Criteria) -> frozenset[Clause]:
    """The alternatives to a clause; none where it must hold."""
    group = next(each for each in criteria.groups if clause in each.clauses)
    return frozenset(group.clauses) - {clause} if group.join is Join.ANY else frozenset()
