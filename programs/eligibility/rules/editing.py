"""Steps of the builder: a written document in, the changed one out; what is not there is an error.

Groups that lost their last clause go. Places count from 0.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from programs.eligibility.rules.clauses import Join

Document = Mapping[str, Any]


def put_clause(
    document: Document, clause: Mapping[str, Any], *, into: int | Join
) -> tuple[dict[str, Any], int, int]:
    """Add a clause to a group, or to a new one of the join given; with the place where it stands.

    Raises IndexError for a group that is not there.
    """
    changed = _copy(document)
    group = _target(changed, into)
    group["clauses"].append(dict(clause))
    return changed, changed["groups"].index(group), len(group["clauses"]) - 1


def replace_clause(
    document: Document, group: int, place: int, clause: Mapping[str, Any]
) -> dict[str, Any]:
    """The clause in place of another. Raises IndexError."""
    changed = _copy(document)
    changed["groups"][group]["clauses"][place] = dict(clause)
    return changed


def remove_clause(document: Document, group: int, place: int) -> dict[str, Any]:
    """Without a clause. Raises IndexError."""
    changed = _copy(document)
    del changed["groups"][group]["clauses"][place]
    return _without_empty(changed)


def move_clause(document: Document, group: int, place: int, *, into: int | Join) -> dict[str, Any]:
    """The clause at the end of another group, or in a new one. Raises IndexError."""
    changed = _copy(document)
    target = _target(changed, into)
    target["clauses"].append(changed["groups"][group]["clauses"].pop(place))
    return _without_empty(changed)


def join_groups(document: Document, join: Join, *, group: int | None = None) -> dict[str, Any]:
    """Join the clauses of a group, or the groups themselves, in another way. Raises IndexError."""
    changed = _copy(document)
    joined = changed if group is None else _group(changed, group)
    joined["join"] = str(join)
    return changed


def _target(document: dict[str, Any], into: int | Join) -> dict[str, Any]:
    groups: list[dict[str, Any]] = document["groups"]
    if isinstance(into, Join):
        groups.append({"join": str(into), "clauses": []})
        return groups[-1]
    return _group(document, into)


def _group(document: dict[str, Any], group: int) -> dict[str, Any]:
    """The group at a place; a place before the first is none."""
    if group < 0:
        raise IndexError(group)
    found: dict[str, Any] = document["groups"][group]
    return found


def _copy(document: Document) -> dict[str, Any]:
    return deepcopy(dict(document))


def _without_empty(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "groups": [each for each in document["groups"] if each["clauses"]]}
