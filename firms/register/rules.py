"""Names of firms made comparable: case, marks and legal forms do not tell firms apart. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

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
    words, first, last = _trimmed(name)
    return " ".join(words[first:last])


#: Forms written in several ways, under one name; a form that is not here stands for itself.
_SAME_FORM = {
    **dict.fromkeys(("inc", "incorporated", "corp", "corporation"), "corporation"),
    **dict.fromkeys(("co", "company"), "company"),
    **dict.fromkeys(("ltd", "limited"), "limited"),
    **dict.fromkeys(("llc", "lc"), "llc"),
    **dict.fromkeys(("lp", "llp"), "partnership"),
    "ооо": "ooo",
    "оао": "oao",
    "зао": "zao",
    "пао": "pao",
    "ао": "ao",
    "ип": "ip",
    "тоо": "too",
    "тов": "tov",
    "чп": "chp",
}


def legal_form(name: str) -> str:
    """The legal form that `normalised` leaves out, spelt one way; empty when the name has none.

    Inc., Incorporated, Corp. and Corporation are one form; LLC is another.

    >>> legal_form("Flare Industries, Inc.") == legal_form("Flare Industries, Llc")
    False
    """
    words, first, last = _trimmed(name)
    forms = {_SAME_FORM.get(word, word) for word in words[:first] + words[last:]}
    return "+".join(sorted(forms))


def may_share_name(one: str, other: str) -> bool:
    """Whether two legal forms let one normalised name mean one firm: equal, or one unknown."""
    return one == other or not one or not other


@lru_cache(maxsize=2_048)
def _trimmed(name: str) -> tuple[tuple[str, ...], int, int]:
    """All words, and where those between the legal forms begin and end."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    folded = unicodedata.normalize("NFKD", plain.replace("&", " and "))
    folded = "".join(mark for mark in folded if not unicodedata.combining(mark))
    words = _MARKS.sub(" ", folded.replace("ё", "е").replace("'", "").replace(".", "")).split()
    if words and words[0] == "the":
        words = words[1:]
    if words and words[-1] == "the":
        words = words[:-1]
    first, last = 0, len(words)
    while last - first > 1 and words[last - 1] in LEGAL_FORMS:
        last -= 1
    while last - first > 1 and words[first] in LEGAL_FORMS and len(words[first]) < 4:
        if words[first] == "co":
            break
        first += 1
    return tuple(words), first, last


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
    names = {candidate.key: candidate.normalised_name for candidate in candidates}
    found: dict[int, float] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for _name, score, key in process.extract_iter(
            own, names, scorer=scorer, score_cutoff=at_least * 100
        ):
            found[key] = max(score / 100, found.get(key, 0.0))
    close = [LookAlike(key, likeness) for key, likeness in found.items()]
    return sorted(close, key=lambda match: (-match.likeness, match.key))[:limit]


def likeness(one: str, other: str) -> float:
    """How alike two normalised names are, 0 to 1, whatever the order of their words."""
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)) / 100


def plain_number(number: str) -> str:
    """A registration number as it is kept and compared: letters and digits, capitals.

    >>> plain_number("990 000-000/017")
    '990000000017'
    """
    wide = unicodedata.normalize("NFKC", number)
    return "".join(sign for sign in wide if sign.isalnum()).upper()
