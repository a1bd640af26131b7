"""Names of firms made comparable: case, marks and legal forms do not tell firms apart. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Legal forms that end a name, folded. A form alone never tells two firms apart from one.
LEGAL_FORMS = frozenset(
    [
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "llc",
        "lc",
        "llp",
        "lp",
        "ltd",
        "limited",
        "plc",
        "gmbh",
        "ag",
        "kg",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "bv",
        "nv",
        "oy",
        "ab",
        "as",
        "aps",
        "doo",
        "dd",
        "zrt",
        "kft",
        "ooo",
        "oao",
        "zao",
        "pao",
        "ao",
        "ip",
        "too",
        "tov",
        "chp",
        "pte",
        "pty",
        "ооо",
        "оао",
        "зао",
        "пао",
        "ао",
        "ип",
        "тоо",
        "тов",
        "чп",
        "гк",
        "нко",
        "пк",
    ]
)
_MARKS = re.compile(r"[^\w]+", re.UNICODE)


def normalised(name: str) -> str:
    """The comparable form of a firm's name: lower case, no marks, no legal form at its ends.

    >>> normalised("Uem, Inc.")
    'uem'
    """
    folded = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    folded = "".join(mark for mark in folded if not unicodedata.combining(mark))
    words = _MARKS.sub(" ", folded.replace("ё", "е").replace("'", "").replace(".", "")).split()
    if words and words[0] == "the":
        words = words[1:]
    if words and words[-1] == "the":
        words = words[:-1]
    kept = list(words)
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    while len(kept) > 1 and kept[0] in LEGAL_FORMS and len(kept[0]) < 4 and kept[0] != "co":
        kept.pop(0)
    return " ".join(kept)


@dataclass(frozen=True)
class Candidate:
    """A registered firm a new name is held against: its key and normalised name."""

    key: int
    normalised_name: str


@dataclass(frozen=True)
class LookAlike:
    """A candidate that may be the same firm, with its likeness from 0 to 1."""

    key: int
    likeness: float


LIKENESS_FROM = 0.86


def look_alikes(
    name: str, candidates: Iterable[Candidate], *, at_least: float = LIKENESS_FROM, limit: int = 5
) -> list[LookAlike]:
    """Candidates whose name looks like `name`, likest first, at most `limit`."""
    own = normalised(name)
    found = [
        LookAlike(candidate.key, likeness(own, candidate.normalised_name))
        for candidate in candidates
    ]
    close = [match for match in found if match.likeness >= at_least]
    return sorted(close, key=lambda match: (-match.likeness, match.key))[:limit]


def likeness(one: str, other: str) -> float:
    """How alike two normalised names are, 0 to 1, whatever the order of their words."""
    if one == other:
        return 1.0
    plain = SequenceMatcher(None, one, other, autojunk=False).ratio()
    in_order = SequenceMatcher(
        None, " ".join(sorted(one.split())), " ".join(sorted(other.split())), autojunk=False
    ).ratio()
    return max(plain, in_order)
