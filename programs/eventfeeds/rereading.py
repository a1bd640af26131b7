"""Rows of an import read again as they were read then, with what people answered since."""

from django.utils import timezone

from programs.eventfeeds.mapping import country_codes, plan_of
from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow
from programs.eventfeeds.rules import (
    Decision,
    Doubt,
    DoubtCode,
    EventFacts,
    FeedPlan,
    FeedReader,
    Reading,
    answered,
    merged,
    only_certain,
)

#: Decisions that left a doubt without an answer to apply.
SILENT = frozenset({"", Decision.DROP, Decision.MOOT})


def reader_of(feed: FeedImport) -> FeedReader:
    """The reader the import used: its mapping, and the day it was made on."""
    day = timezone.localtime(feed.imported_at).date()
    return FeedReader(plan_of(feed.mapping), country_codes(), today=day)


def plan_for(feed: FeedImport) -> FeedPlan:
    """The plan of the import."""
    return plan_of(feed.mapping)


def as_read(row: FeedRow, reader: FeedReader) -> EventFacts:
    """The event of a readable row as it was read, without any answer."""
    reading = reader.read(row.number, row.cells)
    if not isinstance(reading, Reading):
        raise TypeError(f"Row {row.pk} was readable and is not any more.")
    return reading.facts


def facts_of(row: FeedRow) -> EventFacts:
    """The event of a row with every answer in it, and with the texts of what was merged into it.

    Raises Contradiction.
    """
    reader = reader_of(row.feed)
    doubts = list(row.doubts.all())
    facts = answered(as_read(row, reader), _values(doubts), reader.plan)
    for twin in _merged_into(row):
        other = twin.row
        open_ones = [doubt.asked for doubt in other.doubts.all() if doubt.decision in SILENT]
        facts = merged(facts, only_certain(facts_of(other), open_ones))
    return facts


def _values(doubts: list[FeedDoubt]) -> list[tuple[Doubt, str]]:
    values = []
    for doubt in doubts:
        if doubt.decision == Decision.ACCEPT and doubt.code != DoubtCode.CHANGED:
            values.append((doubt.asked, doubt.proposed or ""))
        elif doubt.decision == Decision.OTHER:
            values.append((doubt.asked, doubt.answer))
    return values


def _merged_into(row: FeedRow) -> list[FeedDoubt]:
    twins = FeedDoubt.objects.filter(other=row, decision=Decision.MERGE)
    standing = twins.filter(row__feed__undone_at__isnull=True)
    return list(standing.select_related("row__feed").prefetch_related("row__doubts"))
