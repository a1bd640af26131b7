"""Silence: dormant and lapsed, months derived from years, and what a dormant firm keeps."""

from datetime import date

import pytest

from assessments.scoring.facts import FirmFacts, ProductForm
from assessments.scoring.results import Stage
from assessments.scoring.stages import read_stage
from tests.assessments.packs import PACK, changed_pack, put
from tests.assessments.scoring.cases import AS_OF, case, event, figures

CAPITAL = FirmFacts(product_form=ProductForm.CAPITAL_GOODS)


def read(**facts):
    return read_stage(PACK, case(**facts))


def verdict(reading, code):
    return {test.code: test.passed for test in reading.tests}[code]


@pytest.mark.parametrize(
    ("facts", "dormant", "prior"),
    [
        pytest.param({"months_since_last_export": 11}, False, False, id="11 months"),
        pytest.param({"months_since_last_export": 12}, True, False, id="exactly 12 months"),
        pytest.param({"months_since_last_export": 23}, True, False, id="23 months"),
        pytest.param({"months_since_last_export": 24}, False, True, id="exactly 24 months"),
        pytest.param(
            {"months_since_last_export": 23, "firm": CAPITAL}, False, False, id="capital goods, 23"
        ),
        pytest.param(
            {"months_since_last_export": 24, "firm": CAPITAL}, False, True, id="capital goods, 24"
        ),
        pytest.param({}, False, False, id="never exported"),
        pytest.param({"first_export_year": 2010}, False, False, id="silence since 2010 unproven"),
    ],
)
def test_dormant_and_lapsed(facts, dormant, prior):
    reading = read(**facts)
    expected = prior or "first_export_year" in facts
    assert (reading.is_dormant, reading.is_prior_exporter) == (dormant, expected)


def test_capital_goods_can_be_given_a_longer_line():
    pack = changed_pack(put("movement_rules.capital_goods_lapsed_after_months", 36))
    reading = read_stage(pack, case(firm=CAPITAL, months_since_last_export=30))
    assert (reading.stage, reading.is_dormant) == (Stage.ACTIVE, True)


@pytest.mark.parametrize(
    ("facts", "as_of", "months", "invoice", "dormant"),
    [
        pytest.param({"years": figures(2025, 5)}, AS_OF, 6, True, False, id="last year"),
        pytest.param({"years": figures(2026, 5)}, AS_OF, 0, True, False, id="this year"),
        pytest.param({"years": figures(2024, 5, 0)}, AS_OF, 18, True, True, id="the year before"),
        pytest.param(
            {"years": figures(2024, 5)}, AS_OF, 18, True, False, id="last year not reported"
        ),
        pytest.param({"years": figures(2023, 5, 0, 0)}, AS_OF, 30, False, False, id="lapsed"),
        pytest.param({"years": figures(2023, 5, 0)}, AS_OF, 30, None, False, id="lapsed, unproven"),
        pytest.param(
            {"years": figures(2023, 5, None, 0)}, AS_OF, 30, None, False, id="a year unknown"
        ),
        pytest.param(
            {"years": figures(2024, 5, 0)}, date(2025, 12, 31), 12, True, True, id="exactly 12"
        ),
        pytest.param(
            {"years": figures(2024, 5, 0)},
            date(2025, 12, 30),
            11,
            True,
            False,
            id="a day short of 12",
        ),
        pytest.param(
            {"years": figures(2023, 5, 0, 0)}, date(2025, 12, 31), 24, False, False, id="exactly 24"
        ),
        pytest.param(
            {"years": figures(2023, 5, 0, 0)}, date(2025, 12, 30), 23, True, True, id="short of 24"
        ),
        pytest.param(
            {"years": figures(2025, 5)}, date(2026, 2, 28), 2, True, False, id="end of February"
        ),
        pytest.param({"events": (event("entry", 2025),)}, AS_OF, 6, True, False, id="an entry"),
        pytest.param(
            {"events": (event("exit", 2025),)}, AS_OF, None, None, False, id="only an exit"
        ),
        pytest.param(
            {"first_export_year": 2030}, AS_OF, None, None, False, id="a first year to come"
        ),
    ],
)
def test_months_are_derived_from_years(facts, as_of, months, invoice, dormant):
    reading = read(as_of=as_of, **facts)
    found = {test.code: test for test in reading.tests}["export_invoice"]
    assert (found.found["months"], found.passed, reading.is_dormant) == (months, invoice, dormant)


@pytest.mark.parametrize(
    ("facts", "passed"),
    [
        pytest.param({"months_since_last_export": 3}, True, id="selling"),
        pytest.param({"months_since_last_export": 12}, False, id="dormant"),
        pytest.param({"years": figures(2024, 5)}, None, id="silence unproven"),
        pytest.param({}, None, id="nothing known"),
    ],
)
def test_not_dormant(facts, passed):
    assert verdict(read(**facts), "not_dormant") is passed


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        pytest.param(
            {"years": figures(2022, 100, 100, 100, 0), "months_since_last_export": 18},
            Stage.GROWTH,
            id="grew until it fell silent",
        ),
        pytest.param(
            {"years": figures(2022, 100, 0, 100, 0), "months_since_last_export": 18},
            Stage.ACTIVE,
            id="had not grown",
        ),
        pytest.param(
            {"years": figures(2024, None, 0), "months_since_last_export": 18},
            Stage.ACTIVE,
            id="no year with exports reported",
        ),
        pytest.param(
            {"years": figures(2022, 100, 100, 100, 0), "months_since_last_export": 11},
            Stage.ACTIVE,
            id="selling again after a year without",
        ),
    ],
)
def test_a_dormant_firm_keeps_its_stage(facts, stage):
    reading = read(markets_active=2, repeat_buyers=2, **facts)
    assert reading.stage is stage
