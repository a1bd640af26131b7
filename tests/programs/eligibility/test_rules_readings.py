"""One clause against one firm: every type passes, fails and does not know."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.scoring.results import Band, Stage
from programs.eligibility.rules import (
    Aid,
    Clause,
    HeldDocument,
    Kind,
    Span,
    Support,
    Turnover,
    Verdict,
    read,
)
from programs.eligibility.rules.facts import months_from
from tests.programs.eligibility.written import CEILING, DAY, EMPLOYEES, YEARS, firm

GROWTH = Clause(Kind.STAGE, values=("growth_expansion",))
RICH = Clause(Kind.TURNOVER, low=Decimal("1000"), currency="USD")
FOOD = Clause(Kind.SECTOR, values=("A", "C10"))
RECEIVED = Clause(Kind.RECEIVED, values=("fair",), window=12)
FRESH = Clause(Kind.NOT_RECEIVED, values=("fair",), window=12)
NEVER = Clause(Kind.NOT_RECEIVED, values=("fair",))
HELD = Clause(Kind.DOCUMENT, subject="audit")
HELD_LATER = Clause(Kind.DOCUMENT, subject="audit", day=date(2027, 1, 1))
AT_LEAST = Clause(Kind.CONSTRAINT_AT_LEAST, values=("high",), subject="standards")
AT_MOST = Clause(Kind.CONSTRAINT_AT_MOST, values=("moderate",), subject="standards")
WOMEN = Clause(Kind.OWNED, subject="woman")
HOME = Clause(Kind.NOT_OWNED, subject="foreign")


def money(amount, currency="USD", on=date(2025, 1, 1)):
    return Aid(None if amount is None else Decimal(amount), currency, on)


PASSED = [
    pytest.param(GROWTH, firm(stage=Stage.GROWTH), id="stage"),
    pytest.param(Clause(Kind.AGE, high=10), firm(founded=2016), id="ten years by the calendar"),
    pytest.param(EMPLOYEES, firm(employees=10), id="the lower end counts"),
    pytest.param(EMPLOYEES, firm(employees=50), id="the upper end counts"),
    pytest.param(RICH, firm(turnover=Turnover(2025, Decimal("1000"), "USD")), id="turnover"),
    pytest.param(FOOD, firm(section="C", division="10"), id="division"),
    pytest.param(FOOD, firm(section="A"), id="section without a division"),
    pytest.param(
        Clause(Kind.REGION, values=("North  kazakhstan",)),
        firm(region="north Kazakhstan"),
        id="region whatever the letter case",
    ),
    pytest.param(
        Clause(Kind.PRODUCT_FORM, values=("remote_service",)),
        firm(product_form="remote_service"),
        id="product form",
    ),
    pytest.param(Clause(Kind.COUNTRY, values=("KZ",)), firm(country="KZ"), id="country"),
    pytest.param(WOMEN, firm(ownership={"woman": True}), id="owned"),
    pytest.param(HOME, firm(ownership={"foreign": False}), id="not owned"),
    pytest.param(YEARS, firm(export_years=Span(2, 5)), id="enough years in any case"),
    pytest.param(Clause(Kind.MARKETS_NONE), firm(markets=frozenset()), id="no market"),
    pytest.param(
        Clause(Kind.MARKETS_AT_LEAST, low=2), firm(markets=frozenset({"UZ", "DE"})), id="markets"
    ),
    pytest.param(
        Clause(Kind.MARKETS_INCLUDE, values=("DE", "KZ")), firm(markets=frozenset({"DE"})), id="in"
    ),
    pytest.param(AT_LEAST, firm(bands={"standards": Band.BLOCKING}), id="severe enough"),
    pytest.param(AT_MOST, firm(bands={"standards": Band.LOW}), id="mild enough"),
    pytest.param(RECEIVED, firm(supports=(Support("fair", date(2025, 3, 3)),)), id="received"),
    pytest.param(
        FRESH, firm(supports=(Support("fair", date(2025, 3, 2)),)), id="a year ago to the day"
    ),
    pytest.param(NEVER, firm(supports=(Support("course", DAY),)), id="other help"),
    pytest.param(HELD, firm(documents=(HeldDocument("audit", DAY),)), id="valid on its last day"),
    pytest.param(
        HELD_LATER,
        firm(documents=(HeldDocument("audit", DAY), HeldDocument("audit"))),
        id="the one that holds for good counts",
    ),
    pytest.param(CEILING, firm(aid=(money("200"),)), id="up to the ceiling"),
    pytest.param(CEILING, firm(aid=(money("900", on=date(2023, 3, 2)),)), id="aid out of window"),
    pytest.param(CEILING, firm(aid=(money(None, on=date(2020, 1, 1)),)), id="old unknown aid"),
    pytest.param(CEILING, firm(aid=(money("0", "EUR"),)), id="nothing in another currency"),
]
FAILED = [
    pytest.param(GROWTH, firm(stage=Stage.ACTIVE), id="stage"),
    pytest.param(Clause(Kind.AGE, high=10), firm(founded=2015), id="too old"),
    pytest.param(EMPLOYEES, firm(employees=9), id="too few"),
    pytest.param(EMPLOYEES, firm(employees=51), id="too many"),
    pytest.param(RICH, firm(turnover=Turnover(2025, Decimal("999.99"), "USD")), id="turnover"),
    pytest.param(FOOD, firm(section="C", division="13"), id="another division"),
    pytest.param(FOOD, firm(section="G"), id="another section"),
    pytest.param(WOMEN, firm(ownership={"woman": False}), id="not owned"),
    pytest.param(HOME, firm(ownership={"foreign": True}), id="owned"),
    pytest.param(YEARS, firm(export_years=Span(0, 1)), id="too few years in any case"),
    pytest.param(Clause(Kind.MARKETS_NONE), firm(markets=frozenset({"UZ"})), id="a market"),
    pytest.param(
        Clause(Kind.MARKETS_AT_LEAST, low=2), firm(markets=frozenset({"UZ"})), id="few markets"
    ),
    pytest.param(
        Clause(Kind.MARKETS_INCLUDE, values=("DE",)), firm(markets=frozenset({"UZ"})), id="not in"
    ),
    pytest.param(AT_LEAST, firm(bands={"standards": Band.MODERATE}), id="not severe enough"),
    pytest.param(AT_MOST, firm(bands={"standards": Band.HIGH}), id="too severe"),
    pytest.param(RECEIVED, firm(supports=()), id="nothing received"),
    pytest.param(RECEIVED, firm(supports=(Support("fair", None),)), id="under way is not received"),
    pytest.param(FRESH, firm(supports=(Support("fair", date(2025, 3, 3)),)), id="too fresh"),
    pytest.param(NEVER, firm(supports=(Support("fair", None),)), id="under way"),
    pytest.param(HELD, firm(documents=(HeldDocument("audit", date(2026, 3, 1)),)), id="ran out"),
    pytest.param(HELD, firm(knows_all_documents=True), id="none held"),
    pytest.param(CEILING, firm(aid=(money("200.01"),)), id="over the ceiling"),
    pytest.param(
        CEILING, firm(aid=(money("250"), money(None))), id="over it whatever the unknown was"
    ),
]
UNKNOWN = [
    *(
        pytest.param(clause, firm(), id=f"nothing known of {clause.kind}")
        for clause in (
            GROWTH,
            Clause(Kind.AGE, high=10),
            EMPLOYEES,
            RICH,
            FOOD,
            Clause(Kind.PRODUCT_FORM, values=("remote_service",)),
            Clause(Kind.COUNTRY, values=("KZ",)),
            Clause(Kind.REGION, values=("north",)),
            WOMEN,
            HOME,
            YEARS,
            Clause(Kind.MARKETS_NONE),
            AT_LEAST,
            AT_MOST,
            RECEIVED,
            FRESH,
            HELD,
            CEILING,
        )
    ),
    pytest.param(RICH, firm(turnover=Turnover(2025, Decimal(1), "EUR")), id="another currency"),
    pytest.param(FOOD, firm(section="C"), id="section known, division asked"),
    pytest.param(YEARS, firm(export_years=Span(1, 2)), id="a silent year"),
    pytest.param(AT_MOST, firm(bands={"standards": Band.NOT_ASSESSED}), id="not assessed"),
    pytest.param(CEILING, firm(aid=(money(None),)), id="amount unknown"),
    pytest.param(CEILING, firm(aid=(money("10", "EUR"),)), id="aid in another currency"),
    pytest.param(CEILING, firm(aid=(money("10", on=None),)), id="day unknown"),
]


@pytest.mark.parametrize(("clause", "facts"), PASSED)
def test_passes(clause, facts):
    assert read(clause, facts).verdict is Verdict.PASS


@pytest.mark.parametrize(("clause", "facts"), FAILED)
def test_fails(clause, facts):
    assert read(clause, facts).verdict is Verdict.FAIL


@pytest.mark.parametrize(("clause", "facts"), UNKNOWN)
def test_does_not_know(clause, facts):
    assert read(clause, facts).verdict is Verdict.UNKNOWN


def test_the_newest_help_is_the_one_shown():
    helped = (Support("fair", date(2025, 4, 1)), Support("fair", date(2025, 9, 1)))
    assert read(RECEIVED, firm(supports=helped)).found == {
        "is_under_way": False,
        "value": "fair",
        "day": date(2025, 9, 1),
    }


MONTHS = [
    (date(2026, 3, 2), -12, date(2025, 3, 2)),
    (date(2026, 1, 31), 1, date(2026, 2, 28)),
    (date(2024, 2, 29), -12, date(2023, 2, 28)),
    (date(2026, 3, 31), -1, date(2026, 2, 28)),
    (date(2025, 12, 30), 3, date(2026, 3, 30)),
    (date(2025, 10, 31), 2, date(2025, 12, 31)),
]


@pytest.mark.parametrize(("day", "months", "expected"), MONTHS)
def test_months_end_with_the_month(day, months, expected):
    assert months_from(day, months) == expected
