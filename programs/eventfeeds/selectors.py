"""Reads of imports of events: the list, one import, and the queue of doubts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from firms.accounts.models import User
from programs.catalogue.models import Intervention
from programs.eventfeeds.actions import choices_of, may_answer, reason_in_words
from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow
from programs.eventfeeds.querysets import FeedDoubtQuerySet
from programs.eventfeeds.rereading import as_read, reader_of
from programs.eventfeeds.rules import BETWEEN, Decision, DoubtCode, FeedReader, Target, side_by_side
from programs.eventfeeds.words import (
    DECISIONS,
    LABELS,
    TOLD,
    in_words,
    kind_in_words,
    proposal,
    sentence,
)

_DATED = ("days", "stops")
_PERIOD = re.compile(rf"[0-9-]{{10}}{BETWEEN}[0-9-]{{10}}")
_OPEN = Q(rows__doubts__decision="", rows__doubts__isnull=False, undone_at__isnull=True)


def feeds_of(user: User) -> QuerySet[FeedImport]:
    """Imports in view, newest first, with `asked`: doubts that wait (one query)."""
    rows = FeedImport.objects.visible_to(user).select_related("program", "by")
    rows = rows.annotate(asked=Count("rows__doubts", filter=_OPEN, distinct=True))
    # Said here: a grouped query leaves the table's own order out.
    return rows.order_by("-imported_at", "-pk")


def names_of_help() -> dict[str, str]:
    """Code of an intervention → its name in the reader's language (one query)."""
    return {row.code: row.name for row in Intervention.objects.only("code", "names")}


@dataclass(frozen=True)
class Rejected:
    """A refused row in words."""

    number: int
    column: str
    value: str
    sentence: str


@dataclass(frozen=True)
class Kind:
    """Doubts of one kind that wait in an import, and whether they may be taken together."""

    code: str
    label: str
    count: int
    may_take_all: bool


@dataclass(frozen=True)
class FeedPage:
    """One import: where its rows stand now, the offerings of it, and what was refused."""

    feed: FeedImport
    asked: int
    kinds: Sequence[Kind]
    offerings: Sequence[FeedRow]
    left_out: Sequence[FeedRow]
    rejected: Sequence[Rejected]


def feed_page(feed: FeedImport) -> FeedPage:
    """Everything the page of one import shows, in three queries."""
    rows = list(feed.rows.select_related("offering", "gave_way_to").order_by("number"))
    waiting = FeedDoubt.objects.open().filter(row__feed=feed)
    counted = waiting.order_by("code").values_list("code").annotate(n=Count("pk"))
    without = waiting.filter(proposed__isnull=True).values_list("code", flat=True).distinct()
    alone = set(without) | {DoubtCode.SAME_EVENT, DoubtCode.CHANGED}
    kinds = [
        Kind(code, str(LABELS[DoubtCode(code)]), n, n > 1 and code not in alone)
        for code, n in counted
    ]
    return FeedPage(
        feed=feed,
        asked=sum(kind.count for kind in kinds),
        kinds=kinds,
        offerings=[row for row in rows if row.offering],
        left_out=[row for row in rows if row.state == FeedRow.State.SETTLED and not row.offering],
        rejected=[_refused(row) for row in rows if row.state == FeedRow.State.REJECTED],
    )


def _refused(row: FeedRow) -> Rejected:
    told = row.refusal
    why = reason_in_words(told["reason"], told["params"])
    return Rejected(row.number, told["column"], told["value"], why)


@dataclass(frozen=True)
class Question:
    """One doubt as it is asked: the sentence, what was found and what is proposed."""

    doubt: FeedDoubt
    title: str
    sentence: str
    found: str
    proposed: str
    buttons: Sequence[tuple[str, str]]
    may_type: bool
    may_drop: bool
    differ: Sequence[tuple[str, str, str]] = field(default_factory=tuple)
    form: Any = None

    @property
    def is_pair(self) -> bool:
        return self.doubt.target in (Target.TWIN, Target.VERSION)

    @property
    def answered(self) -> str:
        """What a person entered instead of the proposal."""
        return in_words(self.doubt.answer)

    @property
    def may_answer(self) -> bool:
        """Whether it waits, or its answer may still be changed."""
        return may_answer(self.doubt)

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The row as it stands in the file."""
        return list(self.doubt.row.cells.items())


def open_doubts(user: User, *, feed: FeedImport | None = None, code: str = "") -> FeedDoubtQuerySet:
    """Doubts in view that wait for an answer, oldest import first, row by row."""
    rows = FeedDoubt.objects.visible_to(user).open()
    rows = rows.filter(row__feed=feed) if feed else rows
    rows = rows.filter(code=code) if code else rows
    oldest_first = ("row__feed__imported_at", "row__feed_id", "row__number", "order")
    return with_rows(rows).order_by(*oldest_first)


def with_rows(rows: FeedDoubtQuerySet) -> FeedDoubtQuerySet:
    """The doubts with their rows and the rows these are compared with."""
    return rows.select_related("row__feed__program", "other__feed", "decided_by")


def questions(doubts: Iterable[FeedDoubt], names: dict[str, str]) -> list[Question]:
    """Doubts in words; no query where `with_rows` was used."""
    readers: dict[int, FeedReader] = {}
    return [_question(doubt, names, readers) for doubt in doubts]


def _question(doubt: FeedDoubt, names: dict[str, str], readers: dict[int, FeedReader]) -> Question:
    choices = choices_of(doubt)
    is_pair = doubt.target in (Target.TWIN, Target.VERSION)
    own = (Decision.OTHER, Decision.DROP, Decision.ACCEPT)
    buttons = [(str(c), str(DECISIONS[c])) for c in choices if is_pair or c not in own]
    params = doubt.params | ({"row": doubt.other.number} if doubt.other else {})
    return Question(
        doubt=doubt,
        title=doubt.row.cells[_reader(doubt.row, readers).plan.at.title],
        sentence=sentence(doubt.code, params),
        found=str(params.get("title", "")) if is_pair else in_words(doubt.found),
        proposed=proposal(doubt.target, doubt.proposed, names),
        buttons=buttons,
        may_type=Decision.OTHER in choices,
        may_drop=Decision.DROP in choices and not is_pair,
        differ=_differences(doubt, names, readers) if is_pair else (),
    )


def answered_of(doubt: FeedDoubt, names: dict[str, str]) -> list[Question]:
    """What was answered about the row of a doubt, besides it (one query)."""
    rows = with_rows(doubt.row.doubts.exclude(decision="").exclude(pk=doubt.pk))
    return questions(rows.order_by("order"), names)


def _reader(row: FeedRow, readers: dict[int, FeedReader]) -> FeedReader:
    if row.feed_id not in readers:
        readers[row.feed_id] = reader_of(row.feed)
    return readers[row.feed_id]


def _differences(
    doubt: FeedDoubt, names: dict[str, str], readers: dict[int, FeedReader]
) -> list[tuple[str, str, str]]:
    if doubt.other is None:
        return []
    first, second = (as_read(row, _reader(row, readers)) for row in (doubt.other, doubt.row))
    return [
        (str(TOLD[told]), _shown(told, one, names), _shown(told, other, names))
        for told, one, other in side_by_side(first, second)
    ]


def _shown(told: str, value: str, names: dict[str, str]) -> str:
    if told == "kind" and value:
        return kind_in_words(value, names)
    return _PERIOD.sub(lambda found: in_words(found[0]), value) if told in _DATED else value
