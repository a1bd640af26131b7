"""What the record says of firms on a day, for many firms at once: ten queries.

Engagements stand in a higher slice and are read through reverse relations.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessments.profiles.facts import active_markets
from assessments.profiles.models import ConstraintFinding, ConstraintProfile, StagePlacement
from assessments.scoring.results import Band, Stage
from firms.register.models import ExportYear, Firm, MarketEvent
from firms.register.sectors import section_of
from programs.eligibility.aid import GIVEN, STANDINGS, aid_of_firms
from programs.eligibility.rules import Aid, FirmFacts, HeldDocument, Span, Support, Turnover
from programs.eligibility.vocabulary import OWNERSHIP

#: A turnover older than this says nothing of the firm today.
FRESH_YEARS = 3
#: The columns that are read; a caseload's engagements carry many more.
_OF_ENGAGEMENTS = (
    *("firm", "state", "decided_on", "starts_on", "completed_on", "intervention__code"),
    *("certificate_number", "certificate_expires_on"),
    *("intervention__capacity", "offering__budget"),
)
_OF_YEARS = ("firm", "year", "turnover", "exports", "currency", "is_partial")
_OF_EVENTS = ("firm", "kind", "country", "occurred_on")
COMPLETED = "completed"


@dataclass
class _Rows:
    """What was read of the firms, by firm."""

    years: dict[int, list[ExportYear]]
    events: dict[int, list[MarketEvent]]
    stages: dict[int, str]
    bands: dict[int, dict[str, Band]]
    engagements: dict[int, list[Any]]
    aid: dict[int, tuple[Aid, ...]]


def facts_of(firms: Iterable[Firm], *, today: date) -> dict[int, FirmFacts]:
    """The facts of each firm by its key, in a fixed number of queries. Later days are not read."""
    firms = list(firms)
    rows = _read([firm.pk for firm in firms], today)
    return {firm.pk: _facts(firm, rows, today) for firm in firms}


def _read(keys: Sequence[int], today: date) -> _Rows:
    engagements: Any = Firm._meta.get_field("engagements").related_model
    years = (
        ExportYear.objects.current().filter(firm__in=keys, year__lte=today.year).only(*_OF_YEARS)
    )
    events = MarketEvent.objects.filter(firm__in=keys, occurred_on__lte=today).only(*_OF_EVENTS)
    placed = StagePlacement.objects.filter(firm__in=keys).known_by(today)
    given = engagements.objects.filter(
        firm__in=keys, state__in=STANDINGS, decided_on__lte=today
    ).select_related("intervention", "offering")
    engaged = _by(given.only(*_OF_ENGAGEMENTS).order_by("pk"), "firm_id")
    return _Rows(
        years=_by(years.only(*_OF_YEARS).order_by("year", "pk"), "firm_id"),
        events=_by(events.order_by("occurred_on", "pk"), "firm_id"),
        stages=_newest(placed.newest_first().values_list("firm", "stage")),
        bands=_bands(keys, today),
        engagements=engaged,
        aid=aid_of_firms(engaged, keys=keys, today=today),
    )


def _bands(keys: Sequence[int], today: date) -> dict[int, dict[str, Band]]:
    """Bands of the newest profile of each firm; what was not assessed is left out."""
    profiles = ConstraintProfile.objects.filter(firm__in=keys, assessed_on__lte=today)
    newest = _newest(profiles.newest_first().values_list("firm", "pk"))
    of_profile = {profile: firm for firm, profile in newest.items()}
    found: dict[int, dict[str, Band]] = defaultdict(dict)
    rows = ConstraintFinding.objects.assessed().filter(profile__in=list(of_profile))
    for profile, code, band in rows.values_list("profile", "constraint__code", "band"):
        found[of_profile[profile]][code] = Band(band)
    return found


def _by(rows: Iterable[Any], name: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _newest(pairs: Iterable[tuple[int, Any]]) -> dict[int, Any]:
    """The first value of each key."""
    found: dict[int, Any] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found


def _facts(firm: Firm, rows: _Rows, today: date) -> FirmFacts:
    years = rows.years.get(firm.pk, [])
    spans = _export_years(firm, years, today)
    engaged = [one for one in rows.engagements.get(firm.pk, ()) if one.state in GIVEN]
    stage = rows.stages.get(firm.pk)
    section = firm.isic_section or (section_of(firm.isic_division) if firm.isic_division else None)
    owned = {code: getattr(firm, column) for code, column in OWNERSHIP.items()}
    return FirmFacts(
        as_of=today,
        stage=Stage(stage) if stage else None,
        founded=firm.founded,
        employees=firm.employees,
        turnover=_turnover(years, today),
        section=section or None,
        division=firm.isic_division or None,
        product_form=firm.product_form or None,
        region=firm.region.strip() or None,
        country=firm.country or None,
        export_years=spans,
        markets=_markets(rows.events.get(firm.pk, []), spans),
        bands=rows.bands.get(firm.pk, {}),
        supports=_supports(engaged, today),
        documents=_documents(engaged),
        aid=rows.aid[firm.pk],
        ownership={code: flag for code, flag in owned.items() if flag is not None},
    )


def _turnover(years: Sequence[ExportYear], today: date) -> Turnover | None:
    """The newest of a whole year that is over, unless it is too old."""
    for row in reversed(years):
        if row.turnover is not None and not row.is_partial and row.year < today.year:
            is_fresh = row.year >= today.year - FRESH_YEARS
            return Turnover(row.year, row.turnover, row.currency) if is_fresh else None
    return None


def _export_years(firm: Firm, years: Sequence[ExportYear], today: date) -> Span | None:
    """Calendar years with exports: those on record, and at most with the years it is silent on."""
    exported = {row.year for row in years if row.exports}
    known = exported | {row.year for row in years if row.exports is not None and not row.is_partial}
    last = firm.last_export_on.year if firm.last_export_on else None
    stated = (firm.first_export_year, last)
    shown = {year for year in stated if year is not None and year <= today.year}
    exported, known = exported | shown, known | shown
    if not known:
        return None
    silent = set(range(min(exported, default=today.year), today.year)) - known
    return Span(len(exported), len(exported) + len(silent))


def _markets(events: Sequence[MarketEvent], spans: Span | None) -> frozenset[str] | None:
    """Where the firm is active; without any event none, if it is known never to have exported."""
    if events:
        return frozenset(active_markets(events))
    return frozenset() if spans == Span(0, 0) else None


def _supports(engaged: Sequence[Any], today: date) -> tuple[Support, ...]:
    """The agency's own record of its help is complete; what ended later was under way."""
    found = []
    for one in engaged:
        is_over = one.state == COMPLETED and one.completed_on <= today
        found.append(Support(one.intervention.code, one.completed_on if is_over else None))
    return tuple(found)


def _documents(engaged: Sequence[Any]) -> tuple[HeldDocument, ...]:
    return tuple(
        HeldDocument(one.intervention.code, one.certificate_expires_on)
        for one in engaged
        if one.certificate_number
    )
