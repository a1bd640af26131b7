"""What the pages of imports show, and what firms gained since an import made them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Q

from firms.imports import events, kinds
from firms.imports.models import (
    DuplicatePair,
    ImportedRow,
    ImportReject,
    ImportRun,
    RunState,
)
from firms.register.models import Firm

#: Rows that come and go with a firm and never keep an import from being undone.
COMES_AND_GOES = frozenset({"firms.duplicatepair"})
REJECTS_SHOWN = 200


@dataclass
class UsedFirm:
    """A firm an import made that gained other records since; `gained` counts them by table."""

    pk: int
    name: str
    gained: dict[str, int]

    def __str__(self) -> str:
        what = ", ".join(f"{name} × {count}" for name, count in sorted(self.gained.items()))
        return f"{self.name} ({what})"


def used_firms(run: ImportRun) -> dict[int, UsedFirm]:
    """Firms that must stay when the run is undone, by key, in the order of their names.

    Every relation that points at a row of the run is looked at, so new tables need no entry here.
    """
    gained: dict[int, dict[str, int]] = {}
    for target_type in _made_types(run):
        model = apps.get_model(target_type)
        to_firm = _path_to_firm(model)
        if to_firm is None:
            continue
        for relation in model._meta.related_objects:
            for firm_id, count in _strangers(run, model, relation, to_firm):
                label = str(relation.related_model._meta.verbose_name)
                kept = gained.setdefault(firm_id, {})
                kept[label] = kept.get(label, 0) + count
    names = Firm.objects.filter(pk__in=gained).order_by("legal_name", "pk")
    return {
        pk: UsedFirm(pk, name, gained[pk]) for pk, name in names.values_list("pk", "legal_name")
    }


def made(run: ImportRun, target_type: str) -> models.QuerySet[ImportedRow, int]:
    """Keys of the rows of a table that the run made, for `pk__in`."""
    return run.made.filter(target_type=target_type).values_list("target_id", flat=True)  # type: ignore[no-any-return,attr-defined]


def _made_types(run: ImportRun) -> list[str]:
    """Tables the run filled; types that are no tables (spellings of names) are left out."""
    found = ImportedRow.objects.filter(run=run).values_list("target_type", flat=True).distinct()
    return sorted(code for code in found if code.count(".") == 1)


def _path_to_firm(model: type[models.Model]) -> str | None:
    if model is Firm:
        return "pk"
    names = {field.name for field in model._meta.fields if field.related_model is Firm}
    return "firm_id" if "firm" in names else None


def _strangers(
    run: ImportRun, model: type[models.Model], relation: Any, to_firm: str
) -> Iterator[tuple[int, int]]:
    """(firm, count) of rows that point at rows of the run and were not made by it."""
    other: type[models.Model] = relation.related_model
    label = other._meta.label_lower
    if label in COMES_AND_GOES or other._meta.auto_created:
        return
    field = relation.field.name
    rows = other._default_manager.filter(
        **{f"{field}__in": made(run, model._meta.label_lower)}
    ).exclude(pk__in=made(run, label))
    if label == "firms.auditevent":
        rows = rows.exclude(kind__startswith=events.PREFIX)
    yield from (
        rows.order_by()
        .values_list(f"{field}__{to_firm}")
        .annotate(count=Count("pk", distinct=True))
    )


@dataclass(frozen=True)
class RefusedRow:
    """A refused row as a page prints it."""

    row: int
    column: str
    value: str
    reason: str
    sentence: str


def refused_rows(run: ImportRun) -> Iterator[RefusedRow]:
    """Every refused row of the run, in the order of the file."""
    for reject in ImportReject.objects.filter(run=run).iterator(chunk_size=1_000):
        yield RefusedRow(
            reject.row,
            reject.column,
            reject.value,
            reject.reason,
            kinds.sentence(run.kind, reject.reason, reject.params),
        )


@dataclass(frozen=True)
class RunPage:
    """One import: refused rows by reason, the firms undoing would keep, pairs it queued."""

    run: ImportRun
    title: str
    reasons: list[tuple[str, int]]
    used: list[UsedFirm]
    pairs: int
    can_undo: bool


def run_page(run: ImportRun) -> RunPage:
    """What the page of one import shows above its refused rows."""
    can_undo = run.state == RunState.DONE
    counts = (
        ImportReject.objects.filter(run=run)
        .order_by()
        .values_list("reason")
        .annotate(count=Count("pk"))
    )
    return RunPage(
        run=run,
        title=str(kinds.get(run.kind).title),
        reasons=sorted(counts, key=lambda row: (-row[1], row[0])),
        used=list(used_firms(run).values()) if can_undo else [],
        pairs=DuplicatePair.objects.filter(run=run).count(),
        can_undo=can_undo,
    )


def pairs_for(user: Any, *, only_open: bool = True) -> models.QuerySet[DuplicatePair]:
    """Look-alikes the person may judge, both firms and the counts of what belongs to them."""
    rows = DuplicatePair.objects.visible_to(user).select_related(
        "first__office", "second__office", "decided_by"
    )
    return rows.filter(Q(state="open")) if only_open else rows.exclude(state="open")
