"""Importing a list of events: one transaction, all of it or nothing."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.imports.reading import Log, open_log
from firms.imports.refusals import NoRows, NothingReadable
from firms.imports.rules import Refusal
from programs.catalogue.models import Program
from programs.eventfeeds import events
from programs.eventfeeds.actions.asking import Question, ask_all
from programs.eventfeeds.actions.locking import wait_in_line
from programs.eventfeeds.actions.report import Report, rejected
from programs.eventfeeds.actions.writing import interventions_of, write_offering
from programs.eventfeeds.errors import TooManyRows
from programs.eventfeeds.mapping import country_codes, plan_of
from programs.eventfeeds.models import FeedImport, FeedRow
from programs.eventfeeds.rereading import as_read, reader_of
from programs.eventfeeds.rules import FeedPlan, FeedReader, Known, Sifted, sift

#: Rows of one file; every pair of them that overlaps in time is compared.
MOST_ROWS = 2_000


class _TakeBack(Exception):
    """Ends a transaction of which nothing is to stay."""


def import_offerings(
    *,
    path: Path,
    document: Mapping[str, Any],
    program: Program,
    by: User | None,
    dry_run: bool = False,
    called: str = "",
) -> Report:
    """Import the list in the file by the checked mapping `document`; `called` is its real name.

    Certain rows become draft offerings, doubtful ones wait for answers. A dry run does the same
    and takes everything back. Raises FileRefused or InterventionUnknown; then nothing stays.
    """
    plan = plan_of(document)
    name = (called or path.name)[:200]
    report = Report(name, plan.source, program.code, dry_run)
    try:
        with transaction.atomic():
            wait_in_line()
            interventions_of(plan)
            sifted = _sifted(path, plan, report, name)
            if not (sifted.accepted or sifted.held):
                report.imported_before = _latest(plan.source)
                raise _TakeBack
            feed = _kept(sifted, document, program, by, report)
            report.number = feed.pk
            if dry_run:
                raise _TakeBack
    except _TakeBack:
        report.number = None
    return report


def _sifted(path: Path, plan: FeedPlan, report: Report, name: str) -> Sifted:
    reader = FeedReader(plan, country_codes(), today=clock.today())
    with open_log(path, plan, called=name) as log:
        rows = list(islice(_rows(log), MOST_ROWS + 1))
        if len(rows) > MOST_ROWS:
            raise TooManyRows(limit=MOST_ROWS)
        used = set(plan.columns)
        report.unused_columns = [column for column in log.columns if column not in used]
    if not rows:
        raise NoRows
    sifted = sift(rows, reader, _known(plan.source))
    report.sha256 = log.sha256
    report.fill(sifted)
    if len(sifted.rejected) == sifted.read:
        first = rejected(sifted.rejected[0])
        column = f"“{first['column']}”" if first["column"] else "–"
        raise NothingReadable(
            rows=sifted.read, row=first["row"], column=column, sentence=first["sentence"]
        )
    return sifted


def _rows(log: Log) -> Iterator[tuple[int, dict[str, str] | Refusal]]:
    for line, cells in log.rows():
        named = isinstance(cells, list)
        yield line, dict(zip(log.columns, cells, strict=True)) if named else cells  # type: ignore[arg-type, misc]


def _known(source: str) -> dict[str, Known]:
    """The latest row of every key that was read by a standing import of the same source."""
    rows = (
        FeedRow.objects.filter(feed__source=source, feed__undone_at__isnull=True)
        .exclude(state=FeedRow.State.REJECTED)
        .select_related("feed")
        .order_by("pk")
    )
    latest = {row.key: row for row in rows}
    readers = {feed.pk: reader_of(feed) for feed in {row.feed for row in latest.values()}}
    return {
        key: Known(
            row.pk, row.number, row.feed.file_name, row.cells, as_read(row, readers[row.feed_id])
        )
        for key, row in latest.items()
    }


def _latest(source: str) -> int | None:
    feeds = FeedImport.objects.standing().filter(source=source)
    return feeds.values_list("pk", flat=True).first()


def _kept(
    sifted: Sifted,
    document: Mapping[str, Any],
    program: Program,
    by: User | None,
    report: Report,
) -> FeedImport:
    counts = {f"rows_{part}": report.rows[part] for part in ("read", "accepted", "held")}
    feed = FeedImport.objects.create(
        program=program,
        source=report.mapping,
        file_name=report.file,
        file_sha256=report.sha256,
        mapping=dict(document),
        rows_rejected=report.rows["rejected"],
        rows_unchanged=report.rows["unchanged"],
        imported_at=clock.now(),
        by=by,
        **counts,
    )
    plan = plan_of(document)
    numbers = _keep_rows(feed, sifted)
    for held in sifted.accepted:
        row = numbers[held.reading.row]
        row.offering = write_offering(facts=held.reading.facts, feed=feed, plan=plan, by=by)
        row.save(update_fields=["offering"])
    _keep_doubts(sifted, numbers)
    audit.record(
        events.FEED_IMPORTED,
        by=by,
        target=feed,
        file=feed.file_name,
        accepted=feed.rows_accepted,
        held=feed.rows_held,
        rejected=feed.rows_rejected,
    )
    return feed


def _keep_rows(feed: FeedImport, sifted: Sifted) -> dict[int, FeedRow]:
    parts = (
        (sifted.accepted, FeedRow.State.ACCEPTED),
        (sifted.held, FeedRow.State.HELD),
    )
    rows = [
        FeedRow(
            feed=feed,
            number=held.reading.row,
            key=held.reading.facts.key,
            cells=dict(held.reading.cells),
            state=state,
        )
        for part, state in parts
        for held in part
    ]
    rows += [
        FeedRow(
            feed=feed,
            number=refusal.row,
            state=FeedRow.State.REJECTED,
            refusal={
                "column": refusal.column,
                "value": refusal.value,
                "reason": refusal.reason,
                "params": dict(refusal.params),
            },
        )
        for refusal in sifted.rejected
    ]
    rows.sort(key=lambda row: row.number)
    FeedRow.objects.bulk_create(rows, batch_size=500)
    return {row.number: row for row in rows}


def _keep_doubts(sifted: Sifted, rows: Mapping[int, FeedRow]) -> None:
    questions = []
    for held in sifted.held:
        for order, asked in enumerate(held.asked, start=1):
            in_file = rows[asked.other_row].pk if asked.other_row else None
            other = asked.other_known or in_file
            questions.append(Question(rows[held.reading.row].pk, order, asked.doubt, other))
    ask_all(questions)
