"""What the pages of imports show, and what firms gained since an import made them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firms.imports import events, kinds
from firms.imports.models import (
    DuplicatePair,
    ImportedRow,
    ImportReject,
    ImportRun,
    PairState,
    RunState,
)
from firms.imports.rules import Doubt
from firms.register.models import Firm

#: Rows that come and go with a firm and never keep an import from being undone.
COMES_AND_GOES = frozenset({"firms.duplicatepair"})
#: Why a pair is in the queue, in words.
DOUBTS = {
    Doubt.LEGAL_FORM: _("The same name with another legal form"),
    Doubt.SPACING: _("The same letters, split into words another way"),
    Doubt.WORD_ORDER: _("The same words in another order"),
    Doubt.COMMON_WORD: _("The names differ only in common words"),
    Doubt.BEGINNING: _("One name begins with the other"),
    Doubt.SPELLING: _("The names differ in a letter or two"),
}


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
    return run.made.filter(target_type=target_type).values_list("target_id", flat=True)


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
    if model is not Firm and _path_to_firm(other):
        return  # counted where it points at the firm itself
    field = relation.field.name
    rows = other._default_manager.filter(
        **{f"{field}__in": made(run, model._meta.label_lower)}
    ).exclude(pk__in=made(run, label))
    if label == "firms.auditevent":
        rows = rows.exclude(kind__startswith=events.PREFIX).exclude(actor__isnull=True)
    by_itself = kinds.get(run.kind).by_itself.get(label)
    if by_itself is not None:
        rows = rows.exclude(by_itself)
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


def rejects_of(run: ImportRun) -> models.QuerySet[ImportReject]:
    """Refused rows of the run in the order of the file."""
    return ImportReject.objects.filter(run=run).order_by("row", "pk")


def in_words(run: ImportRun, rejects: Iterable[ImportReject]) -> Iterator[RefusedRow]:
    """Refused rows with the sentence of their reason."""
    for reject in rejects:
        words = kinds.sentence(run.kind, reject.reason, reject.params)
        yield RefusedRow(reject.row, reject.column, reject.value, reject.reason, words)


def refused_rows(run: ImportRun) -> Iterator[RefusedRow]:
    """Every refused row of the run, however many."""
    return in_words(run, rejects_of(run).iterator(chunk_size=1_000))


def titled(runs: Iterable[ImportRun]) -> list[tuple[ImportRun, str]]:
    """Runs with the name of their kind."""
    return [(run, str(kinds.title(run.kind))) for run in runs]


@dataclass(frozen=True)
class ControlLine:
    """A line of control totals: read, accepted, rejected; `is_part` stands under the line above."""

    title: str
    values: list[Any]
    is_amount: bool = False
    is_part: bool = False


def control_lines(run: ImportRun) -> list[ControlLine]:
    """The control totals of the run as lines of a table."""
    parts = ("read", "accepted", "rejected")
    lines = []
    for control in run.report.get("controls", []):
        names = control["names"]
        title = str(names.get(get_language() or "en") or names.get("en") or control["code"])
        if control["count"] != "each":
            is_amount = control["count"] == "sum"
            values = [Decimal(control[part]) if is_amount else control[part] for part in parts]
            lines.append(ControlLine(title, values, is_amount))
            continue
        lines.append(ControlLine(title, []))
        for value in control["read"]:
            counts = [control[part].get(value, 0) for part in parts]
            lines.append(ControlLine(value or "–", counts, is_part=True))
    return lines


@dataclass(frozen=True)
class RunPage:
    """One import: totals, refused rows by reason, firms that undoing would keep, its pairs."""

    run: ImportRun
    title: str
    controls: list[ControlLine]
    reasons: list[tuple[str, int]]
    used: list[UsedFirm]
    pairs: int
    can_undo: bool


def run_page(run: ImportRun) -> RunPage:
    """What the page of one import shows above its refused rows."""
    can_undo = run.state == RunState.DONE
    counts = rejects_of(run).order_by().values_list("reason").annotate(count=Count("pk"))
    return RunPage(
        run=run,
        title=str(kinds.title(run.kind)),
        controls=control_lines(run),
        reasons=sorted(counts, key=lambda row: (-row[1], row[0])),
        used=list(used_firms(run).values()) if can_undo else [],
        pairs=DuplicatePair.objects.filter(run=run).count(),
        can_undo=can_undo,
    )


def pairs_for(user: Any, *, only_open: bool = True) -> models.QuerySet[DuplicatePair]:
    """Look-alikes the person may judge, likest first."""
    rows = DuplicatePair.objects.visible_to(user).select_related(
        "first__office", "second__office", "decided_by"
    )
    return rows.open() if only_open else rows.exclude(state=PairState.OPEN)


@dataclass(frozen=True)
class SideBySide:
    """A pair with why it is doubted and the facts of both firms, line by line."""

    pair: DuplicatePair
    reason: str
    facts: list[tuple[str, Any, Any]]


def side_by_side(pairs: Iterable[DuplicatePair]) -> list[SideBySide]:
    """Pairs as the page prints them; facts neither firm has are left out."""
    return [
        SideBySide(pair, str(DOUBTS.get(Doubt(pair.reason), pair.reason)), _facts(pair))
        for pair in pairs
    ]


def _facts(pair: DuplicatePair) -> list[tuple[str, Any, Any]]:
    names: dict[str, Any] = {
        "registration_number": _("Registration number"),
        "region": _("Region"),
        "sells": _("What it sells"),
        "founded": _("Founded in"),
        "employees": _("Employees"),
        "office": _("Office"),
        "intake_on": _("Client since"),
    }
    facts = [
        (str(title), getattr(pair.first, name), getattr(pair.second, name))
        for name, title in names.items()
    ]
    return [fact for fact in facts if fact[1] or fact[2]]
