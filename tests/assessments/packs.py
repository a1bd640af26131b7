"""The default pack, and packs that differ from it in one place."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from assessments.methodology.loading import read_default_pack
from assessments.methodology.structure import Pack, parse_pack

DOCUMENT = read_default_pack()
PACK = parse_pack(DOCUMENT)


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The default document after a change."""
    document = deepcopy(DOCUMENT)
    change(document)
    return document


def changed_pack(change: Callable[[dict[str, Any]], object]) -> Pack:
    return parse_pack(changed(change))


def put(path: str, value: object) -> Callable[[dict[str, Any]], object]:
    """A change that sets the value at a path such as `scoring.bands.0.from`."""

    def change(document: dict[str, Any]) -> None:
        *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        row: Any = document
        for part in parents:
            row = row[part]
        row[last] = value

    return change


def drop(path: str) -> Callable[[dict[str, Any]], object]:
    """A change that removes what stands at a path."""

    def change(document: dict[str, Any]) -> None:
        *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
        row: Any = document
        for part in parents:
            row = row[part]
        del row[last]

    return change
