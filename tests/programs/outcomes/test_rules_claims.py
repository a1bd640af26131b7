"""What a claim must say: figures in the right unit, the market, a day that has come."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from programs.outcomes.labels import PROBLEMS
from programs.outcomes.models import GRADE_LABELS, KIND_LABELS
from programs.outcomes.rules import KINDS, ClaimFacts, Grade, Kind, Unit, why_not_claim

TODAY = date(2030, 2, 1)
SALE = ClaimFacts(
    kind=Kind.EXPORT_SALE,
    amount=Decimal("1200.00"),
    currency="USD",
    count=None,
    market="UZ",
    note="",
    occurred_on=date(2030, 1, 1),
)
LEADS = replace(SALE, kind=Kind.LEAD, amount=None, currency="", count=3, market="")


@pytest.mark.parametrize("facts", [SALE, LEADS])
def test_a_whole_claim_is_kept(facts):
    assert why_not_claim(facts, today=TODAY) == []


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        pytest.param(replace(SALE, amount=None), ("amount", "missing"), id="no amount"),
        pytest.param(replace(SALE, amount=Decimal(0)), ("amount", "out_of_range"), id="nothing"),
        pytest.param(replace(SALE, amount=Decimal(-5)), ("amount", "out_of_range"), id="negative"),
        pytest.param(
            replace(SALE, amount=Decimal(10) ** 13), ("amount", "out_of_range"), id="too much"
        ),
        pytest.param(replace(SALE, currency=""), ("currency", "missing"), id="no currency"),
        pytest.param(replace(SALE, count=2), ("count", "not_counted"), id="money and a count"),
        pytest.param(replace(SALE, market=""), ("market", "missing"), id="no market"),
        pytest.param(
            replace(SALE, occurred_on=date(2030, 2, 2)),
            ("occurred_on", "in_the_future"),
            id="tomorrow",
        ),
        pytest.param(replace(SALE, rate=Decimal(1)), ("rate_on", "missing"), id="rate, no day"),
        pytest.param(replace(SALE, rate_on=TODAY), ("rate", "missing"), id="day, no rate"),
        pytest.param(
            replace(SALE, rate=Decimal(0), rate_on=TODAY), ("rate", "out_of_range"), id="no rate"
        ),
        pytest.param(
            replace(SALE, period_from=date(2030, 1, 1)), ("period_to", "missing"), id="no end"
        ),
        pytest.param(
            replace(SALE, period_to=date(2030, 1, 1)), ("period_from", "missing"), id="no begin"
        ),
        pytest.param(
            replace(SALE, period_from=date(2030, 1, 2), period_to=date(2030, 1, 1)),
            ("period_to", "before_start"),
            id="backwards",
        ),
        pytest.param(replace(LEADS, count=None), ("count", "missing"), id="no count"),
        pytest.param(replace(LEADS, count=0), ("count", "out_of_range"), id="no lead"),
        pytest.param(
            replace(LEADS, amount=Decimal(5)), ("amount", "not_money"), id="leads in money"
        ),
        pytest.param(
            replace(LEADS, kind=Kind.CERTIFICATE), ("note", "missing"), id="which certificate"
        ),
        pytest.param(replace(LEADS, kind=Kind.NEW_MARKET), ("market", "missing"), id="which one"),
    ],
)
def test_what_is_wrong_with_a_claim(facts, problem):
    assert why_not_claim(facts, today=TODAY) == [problem]
    assert problem in PROBLEMS


def test_every_kind_has_a_unit_and_every_word_its_code():
    assert set(KINDS) == set(Kind) == set(KIND_LABELS)
    assert set(GRADE_LABELS) == set(Grade)
    assert {spec.unit for spec in KINDS.values()} == set(Unit)
