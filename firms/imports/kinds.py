"""Kinds of imports: each app declares what its runs are called, why they refuse, how to undo."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise

from firms.imports.models import ImportRun

#: Removes what the run made, except for the firms whose keys are given.
Undo = Callable[[ImportRun, frozenset[int]], None]


@dataclass(frozen=True)
class ImportKind:
    """One kind of import. `reasons` has the sentence of every reason to refuse a row.

    `by_itself`: table → which of its rows the system writes on its own about what was imported;
    they go with it and never keep an import from being undone.
    """

    code: str
    title: str | Promise
    reasons: Mapping[str, str | Promise]
    undo: Undo
    by_itself: Mapping[str, Q] = field(default_factory=dict)


_KINDS: dict[str, ImportKind] = {}


def register(
    code: str,
    title: str | Promise,
    *,
    reasons: Mapping[str, str | Promise],
    undo: Undo,
    by_itself: Mapping[str, Q] | None = None,
) -> ImportKind:
    """Declare a kind. The same code twice is an error."""
    if code in _KINDS:
        raise ValueError(f"The import kind {code} is declared twice.")
    _KINDS[code] = ImportKind(code, title, reasons, undo, by_itself or {})
    return _KINDS[code]


def get(code: str) -> ImportKind:
    """The kind with this code; KeyError when no app declared it."""
    return _KINDS[code]


def title(code: str) -> str | Promise:
    """What runs of this kind are called; the code when nobody declared it."""
    return _KINDS[code].title if code in _KINDS else code


def sentence(code: str, reason: str, params: Mapping[str, object]) -> str:
    """Why a row was refused, in the reader's language; the bare reason when nobody knows it."""
    kind = _KINDS.get(code)
    words = kind.reasons.get(reason) if kind else None
    return str(words) % params if words else reason
