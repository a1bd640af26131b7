"""Kinds of events: declared once, with the sentence people read on the timeline."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """One kind of event. `group` is the timeline filter, `icon` the sign beside it.

    `sentence` holds named placeholders that the event's data fill; `by` is always there.
    `words` turns stored codes into words of the reader's language, by placeholder.
    """

    code: str
    sentence: str | Promise
    group: str
    icon: str
    words: Mapping[str, Callable[[object], object]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.code


_KINDS: dict[str, Kind] = {}


def register(
    code: str,
    sentence: str | Promise,
    *,
    group: str,
    icon: str,
    words: Mapping[str, Callable[[object], object]] | None = None,
) -> Kind:
    """Declare a kind. The same code twice is an error, so a sentence has one home."""
    if code in _KINDS:
        raise ValueError(f"The event kind {code} is declared twice.")
    _KINDS[code] = Kind(code, sentence, group, icon, words or {})
    return _KINDS[code]


def get(code: str) -> Kind:
    """The kind with this code; KeyError when no app declared it."""
    return _KINDS[code]


def every_kind() -> Mapping[str, Kind]:
    """All declared kinds by code."""
    return dict(_KINDS)
