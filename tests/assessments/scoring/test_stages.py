"""Stage and phase: every gate, every boundary, and what missing facts do."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.scoring.results import Phase, Stage
from assessments.scoring.stages import read_stage
from tests.assessments.packs import PACK
from tests.assessments.scoring.cases import case, event, figures

THREE_YEARS = figures(2023, 100, 100, 100)
GROWING = {"years": THREE_YEARS, "markets_active": 2, "months_since_last_export": 1}


def read(**facts):
    return read_stage(PACK, case(**facts))


def verdict(reading, code):
    return {test.code: test.passed for test in reading.tests}[code]


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        pytest.param({}, Stage.PREPARATION, id="nothing known"),
        pytest.param({"years": figures(2023, 0, 0, 0)}, Stage.PREPARATION, id="never exported"),
        pytest.param({"implementation_steps_12m": ("offer",)}, Stage.ACTIVE, id="a first step"),
        pytest.param({"months_since_last_export": 0}, Stage.ACTIVE, id="sold this month"),
        pytest.param({"months_since_last_export": 23}, Stage.ACTIVE, id="23 months"),
        pytest.param({"months_since_last_export": 24}, Stage.PREPARATION, id="exactly 24 months"),
        pytest.param(
            {"months_since_last_export": 40, "implementation_steps_12m": ("sample",)},
            Stage.ACTIVE,
            id="lapsed but acting again",
        ),
        pytest.param(GROWING, Stage.GROWTH, id="three years, share and markets"),
        pytest.param({**GROWING, "markets_active": 1}, Stage.ACTIVE, id="one growth test"),
        pytest.param(
            {**GROWING, "markets_active": 1, "repeat_buyers": 2},
            Stage.GROWTH,
            id="share and buyers",
        ),
        pytest.param(
            {**GROWING, "markets_active": 1, "repeat_buyers": 1}, Stage.ACTIVE, id="one buyer again"
        ),
        pytest.param(
            {**GROWING, "markets_active": 1, "mode": "distributor"},
            Stage.GROWTH,
            id="share and mode",
        ),
        pytest.param(
            {**GROWING, "markets_active": None, "mode": "piggyback"},
            Stage.ACTIVE,
            id="unknown markets do not count",
        ),
        pytest.param(
            {**GROWING, "years": figures(2023, 100, 0, 100)}, Stage.ACTIVE, id="a year without"
        ),
        pytest.param(
            {**GROWING, "years": figures(2023, 100, None, 100)}, Stage.ACTIVE, id="a year unknown"
        ),
        pytest.param(
            {**GROWING, "years": figures(2024, 100, 100)}, Stage.ACTIVE, id="two years reported"
        ),
        pytest.param(
            {**GROWING, "years": (*figures(2022, 100, 100), *figures(2025, 100))},
            Stage.ACTIVE,
            id="a year missing between",
        ),
        pytest.param(
            {**GROWING, "months_since_last_export": 24}, Stage.PREPARATION, id="lapsed beats growth"
        ),
        pytest.param(
            {
                **GROWING,
                "months_since_last_export": 24,
                "implementation_steps_12m": ("fair",),
            },
            Stage.ACTIVE,
            id="lapsed with a step is not growth",
        ),
        pytest.param(
            {**GROWING, "years": figures(2027, 100, 100, 100), "months_since_last_export": None},
            Stage.PREPARATION,
            id="figures of the future are not read",
        ),
    ],
)
def test_stage(facts, stage):
    assert read(**facts).stage is stage


@pytest.mark.parametrize(
    ("founded", "years", "stage"),
    [
        pytest.param(2024, figures(2024, 100, 250), Stage.GROWTH, id="since founding, 25 %"),
        pytest.param(2024, figures(2024, 100, "249.99"), Stage.ACTIVE, id="since founding, below"),
        pytest.param(2024, figures(2024, 0, 250), Stage.ACTIVE, id="a year without exports"),
        pytest.param(2024, figures(2025, 250), Stage.ACTIVE, id="first year not reported"),
        pytest.param(2026, figures(2026, 400), Stage.GROWTH, id="founded this year"),
        pytest.param(
            2023, figures(2024, 300, 300), Stage.ACTIVE, id="three years old is not young"
        ),
        pytest.param(2023, figures(2023, 100, 100, 100), Stage.GROWTH, id="three full years"),
        pytest.param(2023, figures(2023, 300, 300), Stage.ACTIVE, id="three years, two reported"),
        pytest.param(2025, figures(2023, 300, 300), Stage.ACTIVE, id="figures before founding"),
        pytest.param(None, figures(2024, 300, 300), Stage.ACTIVE, id="founding year unknown"),
    ],
)
def test_years_of_exports_of_young_firms(founded, years, stage):
    facts = {"markets_active": 2, "repeat_buyers": 2, "months_since_last_export": 1}
    assert read(founded=founded, years=years, **facts).stage is stage


@pytest.mark.parametrize(
    ("founded", "years", "every_year", "since_founding"),
    [
        pytest.param(None, (), None, None, id="nothing known"),
        pytest.param(2000, (), None, False, id="old without figures"),
        pytest.param(2025, (), None, None, id="young without figures"),
        pytest.param(2024, figures(2024, 300, 300), False, True, id="young with figures"),
        pytest.param(2025, figures(2023, 300), False, None, id="no figures since founding"),
        pytest.param(
            2024, figures(2024, 300, 300, turnover=None), False, None, id="young, share unknown"
        ),
    ],
)
def test_years_tests(founded, years, every_year, since_founding):
    reading = read(founded=founded, years=years)
    assert verdict(reading, "exports_every_year") is every_year
    assert verdict(reading, "exports_since_founding") is since_founding


def test_years_before_a_stated_first_export_are_without_exports():
    assert (
        verdict(read(years=figures(2025, 9), first_export_year=2025), "exports_every_year") is False
    )


@pytest.mark.parametrize(
    ("facts", "code", "passed"),
    [
        pytest.param({"years": figures(2025, 100)}, "share", True, id="share exactly 10 %"),
        pytest.param({"years": figures(2025, "99.99")}, "share", False, id="share below 10 %"),
        pytest.param({"years": figures(2024, 900, 50)}, "share", False, id="only the latest year"),
        pytest.param(
            {"years": figures(2025, 100, turnover=None)}, "share", None, id="turnover unknown"
        ),
        pytest.param({"years": figures(2025, 100, turnover=0)}, "share", None, id="no turnover"),
        pytest.param({"years": figures(2025, 0, turnover=None)}, "share", False, id="no exports"),
        pytest.param({}, "share", None, id="no figures"),
        pytest.param({"markets_active": 2}, "markets", True, id="two markets"),
        pytest.param({"markets_active": 1}, "markets", False, id="one market"),
        pytest.param({}, "markets", None, id="markets unknown"),
        pytest.param({"repeat_buyers": 2}, "repeat_buyers", True, id="two repeat buyers"),
        pytest.param({"repeat_buyers": 0}, "repeat_buyers", False, id="no repeat buyer"),
        pytest.param({}, "repeat_buyers", None, id="repeat buyers unknown"),
        pytest.param({"mode": "indirect_export"}, "commitment", False, id="indirect export"),
        pytest.param({"mode": "piggyback"}, "commitment", False, id="piggyback"),
        pytest.param({"mode": "platform_export"}, "commitment", True, id="platform: more control"),
        pytest.param({"mode": "service_remote"}, "commitment", True, id="remote service"),
        pytest.param({"mode": "lead_firm_supply"}, "commitment", True, id="more resources"),
        pytest.param({"mode": "direct_export"}, "commitment", True, id="direct export"),
        pytest.param({"mode": "sales_subsidiary"}, "commitment", True, id="subsidiary"),
        pytest.param({"mode": "smoke_signals"}, "commitment", None, id="a mode of another pack"),
        pytest.param({}, "commitment", None, id="mode unknown"),
    ],
)
def test_growth_tests(facts, code, passed):
    assert verdict(read(**facts), code) is passed


def test_tests_show_what_was_found_and_needed():
    tests = {test.code: test for test in read(years=figures(2025, "74.04")).tests}
    assert tests["share"].found == {"share": Decimal("0.0740"), "year": 2025}
    assert tests["share"].needed == {"share": Decimal("0.1")}
    assert tests["share"].gate == "growth_tests"


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        pytest.param({}, Phase.PREPARATORY, id="preparation"),
        pytest.param({"months_since_last_export": 1}, Phase.LAUNCH, id="active engagement"),
        pytest.param(GROWING, Phase.CONSOLIDATION, id="flat exports"),
        pytest.param(
            {**GROWING, "years": figures(2023, 100, 100, 110)}, Phase.GROWTH, id="exactly 10 % up"
        ),
        pytest.param(
            {**GROWING, "years": figures(2023, 100, 100, "109.99")},
            Phase.CONSOLIDATION,
            id="just below 10 % up",
        ),
        pytest.param(
            {**GROWING, "years": figures(2023, 80, 120, 110)}, Phase.GROWTH, id="on the mean of two"
        ),
        pytest.param(
            {**GROWING, "events": (event("entry", 2025, "KZ"),)}, Phase.GROWTH, id="market added"
        ),
        pytest.param(
            {**GROWING, "events": (event("re_entry", 2024, "KZ"),)},
            Phase.GROWTH,
            id="market entered again",
        ),
        pytest.param(
            {**GROWING, "events": (event("entry", 2023, "KZ"),)},
            Phase.CONSOLIDATION,
            id="market added too long ago",
        ),
        pytest.param(
            {**GROWING, "events": (event("entry", 2025, "KZ"), event("exit", 2026, "KZ"))},
            Phase.CONSOLIDATION,
            id="market added and left",
        ),
        pytest.param(
            {**GROWING, "events": (event("support", 2025, "KZ"),)},
            Phase.CONSOLIDATION,
            id="support adds no market",
        ),
        pytest.param(
            {
                "years": figures(2026, 400),
                "founded": 2026,
                "markets_active": 2,
                "months_since_last_export": 1,
            },
            Phase.CONSOLIDATION,
            id="nothing to compare",
        ),
        pytest.param(
            {**GROWING, "as_of": date(2025, 12, 31), "events": (event("entry", 2023, "KZ"),)},
            Phase.GROWTH,
            id="market added exactly 24 months ago",
        ),
    ],
)
def test_phase(facts, phase):
    assert read(**facts).phase is phase


@pytest.mark.parametrize(
    ("facts", "passed"),
    [
        pytest.param({}, True, id="no trigger"),
        pytest.param({"events": (event("exit", 2025, "KZ"),)}, False, id="a market left"),
        pytest.param({"events": (event("exit", 2024, "KZ"),)}, True, id="left long ago"),
        pytest.param(
            {"as_of": date(2025, 12, 31), "events": (event("exit", 2024, "KZ"),)},
            True,
            id="left exactly 12 months ago",
        ),
        pytest.param(
            {"events": (event("exit", 2025, "KZ"), event("re_entry", 2026, "KZ"))},
            True,
            id="left and back",
        ),
        pytest.param({"months_since_last_export": 13}, False, id="dormant"),
    ],
)
def test_exit_trigger(facts, passed):
    assert verdict(read(**{**GROWING, **facts}), "no_exit_trigger") is passed
