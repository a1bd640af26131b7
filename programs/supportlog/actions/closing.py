"""What follows once all rows are written: folds, intake dates, events, and the proof."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Min, OuterRef, Subquery

from firms.audit import actions as audit
from firms.audit.models import AuditEvent
from firms.imports import events as import_events
from firms.imports.models import ImportedRow, ImportRun
from firms.imports.selectors import made
from firms.register.models import Firm
from programs.catalogue.models import Intervention
from programs.engagements.models import Engagement, EngagementPeriod
from programs.engagements.rules import Period, State, engagement_from_periods
from programs.supportlog import events, refusals
from programs.supportlog.actions.batch import FOLD_FIELDS, fold_values
from programs.supportlog.actions.targets import ENGAGEMENT, FIRM, PERIOD, SPELLING
from programs.supportlog.rules import ACCEPTED, Plan
from programs.supportlog.totals import Part, Totals

CHUNK = 500
FOLDED_SHOWN = 500
Item = TypeVar("Item")


def chunks(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def refold(engagements: Iterable[int], *, today: date) -> None:
    """Fold the periods of these engagements again, after periods came or went.

    What a person has moved since stays as the person left it.
    """
    for keys in chunks(engagements):
        as_imported = Engagement.objects.filter(pk__in=keys, transitions__isnull=True)
        rows = {row.pk: row for row in as_imported.select_for_update(of=("self",))}
        periods: dict[int, list[Period]] = {}
        for period in EngagementPeriod.objects.filter(engagement__in=rows):
            periods.setdefault(period.engagement_id, []).append(_as_rule(period))
        for pk, known in periods.items():
            folded = engagement_from_periods(known, as_of=today)
            for name, value in zip(FOLD_FIELDS, fold_values(folded), strict=True):
                setattr(rows[pk], name, value)
        Engagement.objects.bulk_update([rows[pk] for pk in periods], FOLD_FIELDS, batch_size=100)


def _as_rule(period: EngagementPeriod) -> Period:
    return Period(
        is_approved=period.decision == ACCEPTED,
        decided_on=period.decided_on,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        authorized=period.authorized,
        used=period.used,
    )


def set_intake(run: ImportRun) -> None:
    """Firms of the run are clients since the first decision on them."""
    firms = Firm.objects.filter(pk__in=made(run, FIRM))
    first = (
        Engagement.objects.filter(firm=OuterRef("pk"))
        .order_by()
        .values("firm")
        .annotate(first=Min("periods__decided_on"))
        .values("first")
    )
    firms.update(intake_on=Subquery(first))


def tell(run: ImportRun, plan: Plan) -> int:
    """One event for every firm and engagement of the run; they make the firms' timelines.

    Follow-ups are left alone: the steps after support of years ago are stale, and whether an
    engagement that ended lately still deserves a question is the reconciler's to decide.
    """
    told = 0
    for firms in chunks(made(run, FIRM).order_by("pk").iterator(chunk_size=CHUNK)):
        told += audit.record_many(_firm_event(run, firm) for firm in firms)
    helped = Engagement.objects.filter(pk__in=made(run, ENGAGEMENT)).order_by("pk")
    names = dict(Intervention.objects.values_list("pk", "names"))
    rows = helped.values_list("pk", "firm", "intervention", "state", "decided_on", "external_key")
    for engagements in chunks(rows.iterator(chunk_size=CHUNK)):
        told += audit.record_many(
            _event(run, pk, firm, state, day, {"intervention": names[help_], "deal": deal}, plan)
            for pk, firm, help_, state, day, deal in engagements
        )
    return told


def _firm_event(run: ImportRun, firm: int) -> AuditEvent:
    event = audit.draft(import_events.FIRM_IMPORTED, by=run.by, data={"file": run.file_name})
    event.firm_id, event.target_type, event.target_id = firm, FIRM, firm
    return event


def _event(
    run: ImportRun, pk: int, firm: int, state: str, day: date, data: dict[str, Any], plan: Plan
) -> AuditEvent:
    kind = events.SUPPORT_DECLINED if state == State.DECLINED else events.SUPPORT_IMPORTED
    data["log"] = dict(plan.titles)
    event = audit.draft(kind, by=run.by, occurred_on=day, data=data)
    event.firm_id, event.target_type, event.target_id = firm, ENGAGEMENT, pk
    return event


def verify(run: ImportRun, plan: Plan, totals: Totals) -> None:
    """Read back what was written and hold it against what the file said, to the cent.

    Raises TotalsDiffer; the caller's transaction then takes everything back.
    """
    periods = EngagementPeriod.objects.filter(pk__in=made(run, PERIOD))
    names = list(plan.period.amounts)
    sums = dict.fromkeys(names, Decimal(0))
    count = 0
    for amounts in periods.order_by("pk").values_list(*names, "pk").iterator(chunk_size=2_000):
        count += 1
        for name, amount in zip(names, amounts[:-1], strict=True):
            sums[name] += amount or 0
    deals = periods.order_by().values("engagement").distinct().count()
    _must_be("rows", totals.value("_rows", Part.NEW), count)
    _must_be("deals", totals.value("_deals", Part.NEW), deals)
    for name in names:
        _must_be(name, totals.value(f"_{name}", Part.NEW), sums[name])
    read, accepted, rejected = (
        totals.value("_rows", part) for part in (Part.READ, Part.ACCEPTED, Part.REJECTED)
    )
    _must_be("rows read", accepted + rejected, read)
    for name in names:
        code = f"_{name}"
        parts = totals.value(code, Part.ACCEPTED) + totals.value(code, Part.REJECTED)
        _must_be(f"{name} read", parts, totals.value(code, Part.READ))


def _must_be(what: str, expected: object, found: object) -> None:
    if expected != found:
        raise refusals.TotalsDiffer(what=what, expected=expected, found=found)


def folded_names(run: ImportRun) -> list[dict[str, Any]]:
    """Firms that several spellings of this run were taken for, with the spellings."""
    found: dict[int, list[str]] = {}
    names = ImportedRow.objects.filter(run=run, target_type=SPELLING)
    last: tuple[int, list[str]] = (0, [])
    rows = names.order_by("target_id", "pk").values_list("target_id", "source_key")
    for firm, name in rows.iterator(chunk_size=2_000):
        last = last if last[0] == firm else (firm, [])
        last[1].append(name)
        if len(last[1]) == 2 and len(found) < FOLDED_SHOWN:
            found[firm] = last[1]
    titles = dict(Firm.objects.filter(pk__in=found).values_list("pk", "legal_name"))
    return [
        {"firm": firm, "name": titles[firm], "names": _known(names)}
        for firm, names in found.items()
    ]


def _known(names: Sequence[str]) -> list[str]:
    return sorted(names)[:20]
