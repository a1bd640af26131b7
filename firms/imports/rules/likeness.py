"""Which firms may be one: names compared word by word, and which names are worth comparing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from firms.register.rules import LEGAL_FORMS, may_share_name

#: Words of trade that many names share, so that they do not tell firms apart by themselves.
_COMMON = """
international intl global world worldwide america american usa us industries industry industrial
technologies technology tech manufacturing mfg systems system products product group enterprises
enterprise trading trade sales services service solutions supply supplies equipment marketing
associates partners holdings holding export exports exporters import imports foods food distributors
distribution distributing dba of the and de
компания группа фирма предприятие завод торговый дом торговая производственная холдинг корпорация и
"""
COMMON_WORDS = frozenset(_COMMON.split()) | LEGAL_FORMS

SHORTEST_BEGINNING = 10
SHORTEST_MISSPELT = 6
LONG_NAME = 12


class Doubt(StrEnum):
    """Why two firms may be one."""

    LEGAL_FORM = "legal_form"
    SPACING = "spacing"
    WORD_ORDER = "word_order"
    COMMON_WORD = "common_word"
    BEGINNING = "beginning"
    SPELLING = "spelling"


@dataclass(frozen=True)
class Name:
    """A firm's name for comparing: `firm` its key, `words` normalised, `form` its legal form.

    `is_new`: compared with all; two names that are not new are not compared again.
    """

    firm: int
    words: str
    form: str = ""
    is_new: bool = True

    @cached_property
    def squeezed(self) -> str:
        return self.words.replace(" ", "")

    @cached_property
    def all_words(self) -> frozenset[str]:
        return frozenset(self.words.split())

    @cached_property
    def in_order(self) -> str:
        return " ".join(sorted(self.words.split()))

    @cached_property
    def core(self) -> str:
        """The words that few other firms have, without spaces."""
        return "".join(word for word in self.words.split() if word not in COMMON_WORDS)

    @cached_property
    def common(self) -> frozenset[str]:
        return self.all_words & COMMON_WORDS

    @cached_property
    def digits(self) -> str:
        return "".join(sign for sign in self.words if sign.isdigit())


@dataclass(frozen=True)
class Likeness:
    """A pair for a person to judge: keys in order, score 0 to 100, and why."""

    first: int
    second: int
    score: Decimal
    reason: Doubt


def doubt(one: Name, other: Name) -> Doubt | None:
    """Why these two names may be one firm; None when nothing speaks for it.

    Sharing only common words of trade says nothing; differing only in them does.
    """
    if one.words == other.words:
        return None if may_share_name(one.form, other.form) else Doubt.LEGAL_FORM
    if one.squeezed == other.squeezed:
        return Doubt.SPACING
    if one.in_order == other.in_order:
        return Doubt.WORD_ORDER
    if one.core and one.core == other.core and _is_part(one.all_words, other.all_words):
        return Doubt.COMMON_WORD
    shorter, longer = sorted((one.words, other.words), key=len)
    if len(shorter) >= SHORTEST_BEGINNING and longer.startswith(shorter):
        return Doubt.BEGINNING
    return Doubt.SPELLING if _is_misspelt(one, other) else None


def compare(one: Name, other: Name) -> Likeness | None:
    """The pair with its score, or None."""
    reason = doubt(one, other)
    if reason is None:
        return None
    score = Decimal(fuzz.ratio(one.words, other.words)).quantize(Decimal("0.01"))
    first, second = sorted((one.firm, other.firm))
    return Likeness(first, second, score, reason)


def blocks(name: Name) -> set[str]:
    """Keys under which names that could be doubted meet: only names with a common key compare.

    Blocking keeps the work near the number of names instead of its square
    (Hernández & Stolfo 1995).
    """
    keys = {
        f"squeezed {name.squeezed}",
        f"sorted {name.in_order}",
        f"begins {name.words[:SHORTEST_BEGINNING]}",
    }
    if name.core:
        keys |= {f"core {name.core}"}
    if len(name.core) >= SHORTEST_MISSPELT:
        half = SHORTEST_MISSPELT // 2
        keys |= {f"core begins {name.core[:half]}", f"core ends {name.core[-half:]}"}
    return keys


def compare_block(names: Iterable[Name]) -> Iterator[Likeness]:
    """All doubtful pairs among the names of one block, each pair of firms once."""
    before: list[Name] = []
    for name in names:
        for other in before:
            if (name.is_new or other.is_new) and name.firm != other.firm:
                found = compare(name, other)
                if found is not None:
                    yield found
        before.append(name)


def _is_part(words: frozenset[str], others: frozenset[str]) -> bool:
    return words < others or others < words


def _is_misspelt(one: Name, other: Name) -> bool:
    """One or two letters differ in the telling words; common words do not contradict.

    Numbers tell firms apart: Mill 3 is no misspelt Mill 4.
    """
    shortest = min(len(one.core), len(other.core))
    if shortest < SHORTEST_MISSPELT:
        return False
    allowed = 1 if shortest < LONG_NAME else 2
    if OSA.distance(one.core, other.core, score_cutoff=allowed) > allowed:
        return False
    agree = one.common <= other.common or other.common <= one.common
    return agree and one.digits == other.digits
