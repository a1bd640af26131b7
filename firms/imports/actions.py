"""Runs of imports from start to undoing, and the queue of firms that look alike."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from config.shared import clock
from config.shared.errors import DomainError
from firms.accounts.models import User
from firms.audit import actions as audit
from firms.imports import events, kinds
from firms.imports.blocking import BlockFile
from firms.imports.bulk import insert_rows
from firms.imports.models import (
    DuplicatePair,
    ImportedRow,
    ImportReject,
    ImportRun,
    PairState,
    RunState,
)
from firms.imports.rules import Name
from firms.imports.selectors import used_firms
from firms.register.models import Firm
from firms.register.rules import legal_form

BATCH = 1_000
#: A block of more names than this is too common to say anything.
LARGEST_BLOCK = 300
#: More pairs than this nobody judges; the likest of one import are queued.
PAIRS_AT_MOST = 2_000


class NotToUndo(DomainError):
    code = "not_to_undo"
    message = _("This import cannot be undone: it is not a finished import.")


class FirmsInUse(DomainError):
    """`params` hold `firms`, how many, and `names`, the first of them with what they gained."""

    code = "firms_in_use"
    message = _(
        "Nothing was undone: %(firms)s firms of this import have gained other records since: "
        "%(names)s. Keep these firms and undo the rest, or remove those records first."
    )


@transaction.atomic
def start_run(*, kind: str, file_name: str, mapping_name: str, by: User | None) -> ImportRun:
    """A run that is under way; visible to others only once its transaction ends."""
    return ImportRun.objects.create(
        kind=kinds.get(kind).code,
        file_name=file_name[:200],
        mapping_name=mapping_name[:120],
        started_at=clock.now(),
        by=by,
    )


@transaction.atomic
def finish_run(
    *, run: ImportRun, sha256: str, read: int, accepted: int, rejected: int, report: dict[str, Any]
) -> ImportRun:
    """Close a run with its counts and control totals; read must be accepted plus rejected."""
    run.file_sha256, run.report = sha256, report
    run.rows_read, run.rows_accepted, run.rows_rejected = read, accepted, rejected
    run.state, run.finished_at = RunState.DONE, clock.now()
    run.save()
    audit.record(
        events.RUN_DONE,
        by=run.by,
        target=run,
        file=run.file_name,
        accepted=accepted,
        rejected=rejected,
    )
    return run


@transaction.atomic
def record_failure(
    *, kind: str, file_name: str, mapping_name: str, by: User | None, sentence: str
) -> ImportRun:
    """Remember that a run failed after its rows were rolled back; nothing else of it is kept."""
    run = start_run(kind=kind, file_name=file_name, mapping_name=mapping_name, by=by)
    run.state, run.finished_at, run.report = RunState.FAILED, clock.now(), {"failure": sentence}
    run.save()
    return run


@transaction.atomic
def save_rejects(*, run: ImportRun, rejects: Iterable[ImportReject]) -> None:
    """Keep refused rows of this run."""
    ImportReject.objects.bulk_create(rejects, batch_size=BATCH)


@transaction.atomic
def note_made(
    *, run: ImportRun, source: str, target_type: str, made: Iterable[tuple[str, int]]
) -> None:
    """Remember which source key became which row. A key whose row is gone is taken over."""
    insert_rows(
        ImportedRow,
        ("run_id", "source", "source_key", "target_type", "target_id"),
        ((run.pk, source, key, target_type, target) for key, target in made),
        take_over=("source", "source_key", "target_type"),
    )


@transaction.atomic
def queue_look_alikes(*, run: ImportRun, country: str, new: models.QuerySet[Firm]) -> int:
    """Queue the pairs of firms of a country that may be one, one of them among `new`.

    Pairs that were queued or decided before stay as they are. Returns how many were added.
    """
    firms = Firm.objects.filter(country=country, merged_into__isnull=True)
    parts = ((firms.filter(pk__in=new.values("pk")), True), (firms.exclude(pk__in=new), False))
    before = DuplicatePair.objects.count()
    with BlockFile() as filed:
        for rows, is_new in parts:
            named = rows.values_list("pk", "normalised_name", "legal_name")
            filed.add(
                Name(firm, words, legal_form(full), is_new)
                for firm, words, full in named.iterator(chunk_size=BATCH)
                if words
            )
        DuplicatePair.objects.bulk_create(
            (
                DuplicatePair(
                    first_id=pair.first,
                    second_id=pair.second,
                    run=run,
                    score=pair.score,
                    reason=pair.reason,
                )
                for pair in filed.pairs(largest_block=LARGEST_BLOCK, at_most=PAIRS_AT_MOST)
            ),
            batch_size=BATCH,
            ignore_conflicts=True,
        )
    return DuplicatePair.objects.count() - before


@transaction.atomic
def undo_run(*, run: ImportRun, by: User | None, keep_used: bool = False) -> ImportRun:
    """Delete exactly what a run made.

    Raises NotToUndo unless the run is done, and FirmsInUse when firms of the run gained other
    records since, unless `keep_used`: then those firms stay whole and are listed in the report.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.DONE:
        raise NotToUndo
    used = used_firms(run)
    if used and not keep_used:
        raise FirmsInUse(
            firms=len(used), names="; ".join(str(firm) for firm in islice(used.values(), 10))
        )
    kinds.get(run.kind).undo(run, frozenset(used))
    run.state, run.undone_at = RunState.UNDONE, clock.now()
    run.report = run.report | {
        "kept": [
            {"firm": firm.pk, "name": firm.name, "because": firm.gained} for firm in used.values()
        ]
    }
    run.save()
    audit.record(events.RUN_UNDONE, by=by, target=run, file=run.file_name, kept=len(used))
    return run


@transaction.atomic
def decide_pair(*, pair: DuplicatePair, state: PairState, by: User) -> DuplicatePair:
    """Two firms or one: a person's word, kept on both timelines. Merging is another step."""
    pair = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    if pair.state == state:
        return pair
    pair.state = state
    is_open = state == PairState.OPEN
    pair.decided_at, pair.decided_by = (None, None) if is_open else (clock.now(), by)
    pair.save()
    for firm, other in ((pair.first, pair.second), (pair.second, pair.first)):
        audit.record(DECISIONS[state], by=by, firm=firm, target=pair, other=other.legal_name)
    return pair


DECISIONS: Mapping[PairState, Any] = {
    PairState.DISTINCT: events.PAIR_DISTINCT,
    PairState.SAME: events.PAIR_SAME,
    PairState.OPEN: events.PAIR_REOPENED,
}
