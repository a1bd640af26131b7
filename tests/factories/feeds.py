"""Makers of imports of events, used inside fixtures only."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from programs.eventfeeds.mapping import load_document
from programs.eventfeeds.models import FeedDoubt, FeedImport, FeedRow

CELLS = {
    "source": "north",
    "name": "Invented fair",
    "kind": "Trade Fair",
    "start": "2031-03-01",
    "end": "2031-03-05",
    "cost": "$60 ",
    "stops": "Gouda,NL",
    "industries": "",
    "description": "",
}


def _cells(row: Any) -> dict[str, str]:
    return {"event_id": row.key.removeprefix("north:"), **CELLS}


class FeedImportFactory(DjangoModelFactory):
    """An import of one row that waits."""

    class Meta:
        model = FeedImport

    program = factory.SubFactory("tests.factories.programs.ProgramFactory")
    source = "trade_events"
    file_name = factory.Sequence(lambda n: f"events-{n}.csv")
    file_sha256 = "0" * 64
    mapping = factory.LazyFunction(lambda: load_document("trade_events"))
    rows_read = 1
    rows_accepted = 0
    rows_held = 1
    rows_rejected = 0
    imported_at = factory.LazyFunction(timezone.now)


class FeedRowFactory(DjangoModelFactory):
    """A row that waits."""

    class Meta:
        model = FeedRow

    feed = factory.SubFactory(FeedImportFactory)
    number = factory.Sequence(lambda n: n + 2)
    key = factory.Sequence(lambda n: f"north:{n}")
    cells = factory.LazyAttribute(_cells)
    state = "held"


class FeedDoubtFactory(DjangoModelFactory):
    """A cost that is written oddly."""

    class Meta:
        model = FeedDoubt

    row = factory.SubFactory(FeedRowFactory)
    order = 1
    code = "cost_odd"
    target = "cost"
    column = "cost"
    found = "$60 "
    proposed = "60.00"
