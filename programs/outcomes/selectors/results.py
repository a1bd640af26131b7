"""Results of a program: four columns by kind, bounds, response, and its targets beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery

from firms.accounts.models import User
from programs.catalogue.models import Program
from programs.outcomes.models import (
    Confirmation,
    ConfirmationRequest,
    Indicator,
    IndicatorTarget,
    Outcome,
    OutcomeShare,
)
from programs.outcomes.rules import (
    Band,
    Grade,
    Kind,
    ResultFacts,
    ResultRow,
    result_rows,
)

CENT = Decimal("0.01")


@dataclass(frozen=True)
class ProgramResults:
    """What a program came to in a period, as far as the reader sees its firms."""

    program: Program
    rows: list[ResultRow]
    targets: list[IndicatorTarget]
    shared: int
    converted: int
    currency: str
    starts_on: date | None
    ends_on: date | None

    @property
    def has_withheld(self) -> bool:
        return any(row.has_withheld for row in self.rows)


def program_results(
    program: Program,
    user: User,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> ProgramResults:
    """The results of a program whose day lies in the period: two queries however many there are."""
    rows = (
        Outcome.objects.visible_to(user)
        .uncorrected()
        .filter(program=program)
        .annotate(
            is_asked=Exists(ConfirmationRequest.objects.filter(outcome=OuterRef("pk"))),
            is_answered=Exists(Confirmation.objects.filter(outcome=OuterRef("pk"))),
            part=_part(),
        )
    )
    if starts_on:
        rows = rows.filter(occurred_on__gte=starts_on)
    if ends_on:
        rows = rows.filter(occurred_on__lte=ends_on)
    found: list[Any] = list(rows)
    targets = IndicatorTarget.objects.visible_to(user).filter(
        program=program, replaced_at__isnull=True
    )
    return ProgramResults(
        program=program,
        rows=result_rows(result_facts(found)),
        targets=list(targets.select_related("indicator")),
        shared=sum(row.part is not None for row in found),
        converted=sum(_is_converted(row) for row in found),
        currency=settings.AGENCY_CURRENCY,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _part() -> Subquery:
    """What a result counts of a deal that is shared out now."""
    shares = OutcomeShare.objects.filter(
        outcome=OuterRef("pk"), split__ended_at__isnull=True, split__is_one_deal=True
    )
    return Subquery(shares.values("part")[:1])


def result_facts(outcomes: Iterable[Any]) -> list[ResultFacts]:
    """Annotated rows as the rules add them up: shared deals by their part, in one currency where
    a rate was stated.
    """
    return [_facts(row) for row in outcomes]


def _facts(row: Any) -> ResultFacts:
    claimed, confirmed = row.claimed_value, row.confirmed_value
    part: Decimal | None = row.part
    if part is not None:
        claimed, confirmed = part, None if confirmed is None else part
    currency = row.currency
    if _is_converted(row):
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
        is_asked=row.is_asked,
        is_answered=row.is_answered,
    )


def _is_converted(row: Outcome) -> bool:
    return row.rate is not None and row.currency != settings.AGENCY_CURRENCY


def _in_agency_currency(value: Decimal, rate: Decimal | None) -> Decimal:
    return (value * (rate or 1)).quantize(CENT, ROUND_HALF_UP)


def indicator_cards(user: User) -> list[Indicator]:
    """The cards in use, in the methodology's order (one query)."""
    return list(Indicator.objects.visible_to(user).in_use())
