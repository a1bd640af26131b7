"""Importing a log of past support: one transaction, all of it or nothing."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter

from django.db import transaction

from config.shared import clock
from firms.accounts.models import User
from firms.imports.actions import (
    finish_run,
    queue_look_alikes,
    record_failure,
    save_rejects,
    start_run,
)
from firms.imports.models import ImportRun, RunState
from firms.imports.reading import Log, open_log
from firms.imports.refusals import NoRows, NothingReadable
from firms.imports.selectors import made
from firms.register.models import Firm
from programs.supportlog import refusals
from programs.supportlog.actions.batch import BatchWriter
from programs.supportlog.actions.closing import folded_names, refold, set_intake, tell, verify
from programs.supportlog.actions.firms import FirmFinder
from programs.supportlog.actions.preparing import interventions_for, office_for
from programs.supportlog.actions.report import KIND, Report, listed, stored
from programs.supportlog.actions.targets import FIRM
from programs.supportlog.rules import Plan, Refusal, RowReader, SupportRow
from programs.supportlog.totals import Part, Totals

BATCH = 1_000
REJECTS_LISTED = 1_000
Progress = Callable[[int, float], None]


class _TakeBack(Exception):
    """Ends a transaction of which nothing is to stay."""


def import_support_log(
    *,
    path: Path,
    plan: Plan,
    by: User | None,
    office_code: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Import the log in the file; a dry run does the same and takes everything back.

    Raises FileRefused, NoOffice, OfficeNotNamed, InterventionUnknown, or TotalsDiffer when the
    database does not hold what the file said. Whatever is raised, nothing of the log stays.
    """
    report = Report(file=path.name, mapping=plan.source, is_dry_run=dry_run)
    try:
        with transaction.atomic():
            _Import(path, plan, by, office_code, report, progress).perform()
            if dry_run or (not report.made["rows"] and not report.rows["differing"]):
                raise _TakeBack
    except _TakeBack:
        report.run = None
    except refusals.TotalsDiffer as error:
        record_failure(
            kind=KIND, file_name=path.name, mapping_name=plan.source, by=by, sentence=str(error)
        )
        raise
    return report


class _Import:
    """One import under way. Holds a batch of rows, never the file."""

    def __init__(
        self,
        path: Path,
        plan: Plan,
        by: User | None,
        office_code: str | None,
        report: Report,
        progress: Progress | None,
    ) -> None:
        self.path, self.plan, self.by, self.report = path, plan, by, report
        self.office_code, self.progress = office_code, progress
        self.reader = RowReader(plan)
        self.today: date = clock.today()
        self.unchanged = 0
        self.first_refusal: Refusal | None = None

    def perform(self) -> None:
        began = perf_counter()
        totals = Totals(self.reader)
        try:
            with open_log(self.path, self.plan) as log:
                self.run = start_run(
                    kind=KIND,
                    file_name=self.path.name,
                    mapping_name=self.plan.source,
                    by=self.by,
                )
                writer = self._writer()
                for rows in _batches(log):
                    self._take(rows, log, writer, totals)
                    if self.progress:
                        self.progress(totals.value("_rows", Part.READ), perf_counter() - began)
                self._close(log, writer, totals)
        finally:
            totals.close()
        self.report.seconds = round(perf_counter() - began, 3)

    def _writer(self) -> BatchWriter:
        office = office_for(self.run, self.plan, self.office_code)
        help_ = interventions_for(self.run, self.plan)
        self.finder = FirmFinder(self.plan, self.run, office)
        return BatchWriter(
            plan=self.plan, run=self.run, finder=self.finder, help_=help_, today=self.today
        )

    def _take(
        self,
        rows: list[tuple[int, list[str] | Refusal]],
        log: Log,
        writer: BatchWriter,
        totals: Totals,
    ) -> None:
        raw: dict[int, dict[str, str] | None] = {}
        readable: list[SupportRow] = []
        refused: list[Refusal] = []
        for line, cells in rows:
            if isinstance(cells, Refusal):
                raw[line] = None
                refused.append(cells)
                continue
            raw[line] = named = dict(zip(log.columns, cells, strict=True))
            row = self.reader.read(line, named)
            if isinstance(row, Refusal):
                refused.append(row)
            else:
                readable.append(row)
        written = writer.write(readable)
        refused = sorted(refused + written.refused, key=lambda refusal: refusal.row)
        self.unchanged += len(written.unchanged)
        totals.add(Part.READ, raw.values())
        totals.add(Part.REJECTED, (raw[refusal.row] for refusal in refused))
        totals.add(Part.ACCEPTED, (raw[row.row] for row in written.new + written.unchanged))
        totals.add(Part.NEW, (raw[row.row] for row in written.new))
        self._refuse(refused)

    def _refuse(self, refused: list[Refusal]) -> None:
        if not refused:
            return
        self.first_refusal = self.first_refusal or refused[0]
        for refusal in refused:
            reasons = self.report.reasons
            reasons[refusal.reason] = reasons.get(refusal.reason, 0) + 1
            if len(self.report.rejects) < REJECTS_LISTED:
                self.report.rejects.append(listed(refusal))
        save_rejects(run=self.run, rejects=[stored(self.run, refusal) for refusal in refused])

    def _close(self, log: Log, writer: BatchWriter, totals: Totals) -> None:
        self._check_any(totals)
        refold(writer.grown, today=self.today)
        set_intake(self.run)
        pairs = 0
        if self.finder.made:
            new = Firm.objects.filter(pk__in=made(self.run, FIRM))
            pairs = queue_look_alikes(run=self.run, country=self.plan.firm.country, new=new)
        tell(self.run, self.plan)
        verify(self.run, self.plan, totals)
        self._fill_report(log, writer, totals, pairs)
        rows = self.report.rows
        kept = ("rows", "made", "controls", "reasons", "folded", "unused_columns")
        finish_run(
            run=self.run,
            sha256=self.report.sha256,
            read=rows["read"],
            accepted=rows["accepted"],
            rejected=rows["rejected"],
            report={name: getattr(self.report, name) for name in kept}
            | {"names": dict(self.plan.titles)},
        )

    def _check_any(self, totals: Totals) -> None:
        read, accepted = totals.value("_rows", Part.READ), totals.value("_rows", Part.ACCEPTED)
        if not read:
            raise NoRows
        if (
            not accepted
            and self.first_refusal
            and "already_imported_differs" not in self.report.reasons
        ):
            first = self.first_refusal
            raise NothingReadable(
                rows=read,
                row=first.row,
                column=f"“{first.column}”" if first.column else "–",
                sentence=listed(first)["sentence"],
            )

    def _fill_report(self, log: Log, writer: BatchWriter, totals: Totals, pairs: int) -> None:
        report = self.report
        new = totals.value("_rows", Part.NEW)
        report.run, report.sha256 = self.run.pk, log.sha256
        report.rows = {
            "read": totals.value("_rows", Part.READ),
            "accepted": totals.value("_rows", Part.ACCEPTED),
            "rejected": totals.value("_rows", Part.REJECTED),
            "new": new,
            "unchanged": self.unchanged,
            "differing": report.reasons.get("already_imported_differs", 0),
        }
        report.made = {
            "rows": new,
            "firms": self.finder.made,
            "engagements": writer.engagements,
            "periods": new,
            "look_alikes": pairs,
        }
        report.controls = totals.report()
        report.folded = folded_names(self.run)
        used = set(self.plan.columns)
        report.unused_columns = [column for column in log.columns if column not in used]
        before = ImportRun.objects.filter(file_sha256=log.sha256, state=RunState.DONE)
        report.imported_before = (
            before.filter(kind=KIND, mapping_name=self.plan.source)
            .exclude(pk=self.run.pk)
            .values_list("pk", flat=True)
            .first()
        )


def _batches(log: Log) -> Iterator[list[tuple[int, list[str] | Refusal]]]:
    rows = log.rows()
    while batch := list(islice(rows, BATCH)):
        yield batch
