"""Sorting the rows of a file: accepted, held for a person, rejected; none is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from firms.imports.rules import Refusal
from programs.eventfeeds.rules.facts import Doubt, EventFacts, Reading
from programs.eventfeeds.rules.rows import FeedReader
from programs.eventfeeds.rules.twins import Seen, changed_doubt, differences, find_twins, twin_doubt


@dataclass(frozen=True)
class Known:
    """A row of an earlier import that still stands: its key in our table, and what it told."""

    pk: int
    row: int
    file: str
    cells: Mapping[str, str]
    facts: EventFacts


@dataclass(frozen=True)
class Asked:
    """A doubt, and the row it compares with: one of this file, or one known before."""

    doubt: Doubt
    other_row: int | None = None
    other_known: int | None = None


@dataclass
class Held:
    """A readable row with the questions about it; without any it is accepted."""

    reading: Reading
    asked: list[Asked] = field(default_factory=list)
    is_waited_for: bool = False

    @property
    def is_certain(self) -> bool:
        return not self.asked and not self.is_waited_for


@dataclass(frozen=True)
class Sifted:
    """Every row of a file once. `unchanged` rows were imported before with the same cells."""

    accepted: Sequence[Held]
    held: Sequence[Held]
    rejected: Sequence[Refusal]
    unchanged: Sequence[int]

    @property
    def read(self) -> int:
        """Accepted rows are new ones and those known before."""
        parts = (self.accepted, self.held, self.rejected, self.unchanged)
        return sum(len(part) for part in parts)


def sift(
    rows: Iterable[tuple[int, Mapping[str, str] | Refusal]],
    reader: FeedReader,
    known: Mapping[str, Known],
) -> Sifted:
    """Sort the rows of a file. `known`: key → row of an earlier import.

    Both rows of a doubtful pair are held until somebody says whether they are one event.
    """
    rejected: list[Refusal] = []
    unchanged: list[int] = []
    held: dict[int, Held] = {}
    keys: set[str] = set()
    for number, cells in rows:
        reading = cells if isinstance(cells, Refusal) else reader.read(number, cells)
        if isinstance(reading, Refusal):
            rejected.append(reading)
            continue
        key = reading.facts.key
        if key in keys:
            at = reader.plan.at.key
            rejected.append(Refusal(number, at, reading.facts.event, "repeated_row_key"))
            continue
        keys.add(key)
        before = known.get(key)
        if before and _is_unchanged(before, reading):
            unchanged.append(number)
            continue
        held[number] = _held(reading, before, reader)
    _ask_about_twins(held, [row for key, row in known.items() if key not in keys], reader)
    return Sifted(
        accepted=[row for row in held.values() if row.is_certain],
        held=[row for row in held.values() if not row.is_certain],
        rejected=rejected,
        unchanged=unchanged,
    )


def _is_unchanged(before: Known, reading: Reading) -> bool:
    """The same cells, or other ways to write the same facts."""
    same_cells = dict(before.cells) == dict(reading.cells)
    return same_cells or not differences(before.facts, reading.facts)


def _held(reading: Reading, before: Known | None, reader: FeedReader) -> Held:
    asked = [Asked(doubt) for doubt in reading.doubts]
    if before:
        at = reader.plan.at.key
        doubt = changed_doubt(at, before.facts, reading.facts, file=before.file)
        asked.insert(0, Asked(doubt, other_known=before.pk))
    return Held(reading, asked)


def _ask_about_twins(held: Mapping[int, Held], known: Sequence[Known], reader: FeedReader) -> None:
    """Ask about pairs; a changed row is asked about as such and not as a twin too."""
    earlier = {-1 - place: row for place, row in enumerate(known)}
    seen = [Seen(name, row.facts, is_new=False) for name, row in earlier.items()]
    seen += [Seen(number, row.reading.facts) for number, row in held.items()]
    column = reader.plan.at.key
    for twin in find_twins(seen):
        later = held[twin.later.name]
        if any(asked.other_known is not None for asked in later.asked):
            continue
        first = twin.earlier.name
        if first in earlier:
            row = earlier[first]
            doubt = _of_file(twin_doubt(twin, column, row=row.row), row.file)
            later.asked.append(Asked(doubt, other_known=row.pk))
        else:
            held[first].is_waited_for = True
            later.asked.append(Asked(twin_doubt(twin, column, row=first), other_row=first))


def _of_file(doubt: Doubt, file: str) -> Doubt:
    return replace(doubt, params={**doubt.params, "file": file})
