"""Results of a program as the rules count them, read in one query however many there are."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import ExtractYear

from firms.accounts.models import User
from firms.register.models import ExportYear
from programs.catalogue.models import Program
from programs.outcomes.models import Confirmation, ConfirmationRequest, Outcome, OutcomeShare
from programs.outcomes.rules import CONFIRMED_OR_MORE, Band, Grade, Kind, ResultFacts

CENT = Decimal("0.01")


def facts_of_program(program: Program, user: User) -> list[ResultFacts]:
    """The latest row of each result of a program, of firms in view, the newest first: shared
    deals by their part, in the agency's currency where a rate was stated.
    """
    rows: Any = (
        Outcome.objects.visible_to(user)
        .uncorrected()
        .filter(program=program)
        .annotate(
            asked=Exists(ConfirmationRequest.objects.filter(outcome=OuterRef("pk"))),
            answered=Exists(Confirmation.objects.filter(outcome=OuterRef("pk"))),
            part=_part(),
            exported_before=_exports_before() | _sale_before(),
            client_since=F("firm__intake_on"),
            first_export_year=F("firm__first_export_year"),
        )
    )
    return [_facts(row) for row in rows]


def in_period(
    facts: list[ResultFacts], starts_on: date | None, ends_on: date | None
) -> list[ResultFacts]:
    """Those that happened from one day to another, both included; None is open."""
    first, last = starts_on or date.min, ends_on or date.max
    return [one for one in facts if first <= one.occurred_on <= last]


def _part() -> Subquery:
    """What a result counts of a deal that is shared out now."""
    shares = OutcomeShare.objects.filter(
        outcome=OuterRef("pk"), split__ended_at__isnull=True, split__is_one_deal=True
    )
    return Subquery(shares.values("part")[:1])


def _exports_before() -> Exists:
    """Whether the firm's figures show exports in a year before that of the result."""
    years = ExportYear.objects.current().filter(firm=OuterRef("firm"), exports__gt=0)
    return Exists(years.filter(year__lt=ExtractYear(OuterRef("occurred_on"))))


def _sale_before() -> Exists:
    """Whether the firm confirmed an export sale of an earlier day, under whichever program."""
    sales = Outcome.objects.standing().filter(
        firm=OuterRef("firm"), kind=Kind.EXPORT_SALE, grade__in=CONFIRMED_OR_MORE
    )
    return Exists(sales.filter(occurred_on__lt=OuterRef("occurred_on")))


def _facts(row: Any) -> ResultFacts:
    claimed, confirmed = row.claimed_value, row.confirmed_value
    part: Decimal | None = row.part
    if part is not None:
        claimed, confirmed = part, None if confirmed is None else part
    currency, is_converted = row.currency, _is_converted(row)
    if is_converted:
        currency = settings.AGENCY_CURRENCY
        claimed = _in_agency_currency(claimed, row.rate)
        confirmed = None if confirmed is None else _in_agency_currency(confirmed, row.rate)
    return ResultFacts(
        key=row.pk,
        firm=row.firm_id,
        kind=Kind(row.kind),
        currency=currency,
        grade=Grade(row.grade),
        claimed=claimed,
        confirmed=confirmed,
        band=Band(row.band) if row.band else None,
        is_asked=row.asked,
        is_answered=row.answered,
        is_shared=part is not None,
        is_converted=is_converted,
        is_first_sale=_is_first_sale(row),
        occurred_on=row.occurred_on,
        market=row.best_market,
    )


def _is_converted(row: Outcome) -> bool:
    return row.rate is not None and row.currency != settings.AGENCY_CURRENCY


def _in_agency_currency(value: Decimal, rate: Decimal | None) -> Decimal:
    return (value * (rate or 1)).quantize(CENT, ROUND_HALF_UP)


def _is_first_sale(row: Any) -> bool:
    """The first export sale on record, of a firm that was a client already."""
    known = row.first_export_year
    return bool(
        row.kind == Kind.EXPORT_SALE
        and row.occurred_on >= row.client_since
        and not row.exported_before
        and (known is None or known >= row.occurred_on.year)
    )
