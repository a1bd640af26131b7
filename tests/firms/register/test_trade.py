"""Figures and market moves that cannot be are refused, in whatever order they are told."""

from datetime import date
from decimal import Decimal

import pytest

from firms.register.actions import record_export_year, record_market_event
from firms.register.errors import (
    ExportsBeforeFounding,
    InItAlready,
    LeftBefore,
    NeverThere,
    NotAMarketMove,
)
from firms.register.models import MarketEvent


@pytest.fixture
def move(firm, adviser):
    def record(kind, year, country="UZ"):
        return record_market_event(
            firm=firm,
            kind=kind,
            country=country,
            occurred_on=date(year, 5, 5),
            reason="partner_loss" if kind == "exit" else "",
            by=adviser,
        )

    return record


@pytest.mark.parametrize(
    ("before", "told", "refusal"),
    [
        pytest.param([], ("exit", 2024), NotAMarketMove, id="left without an entry"),
        pytest.param([], ("re_entry", 2024), NeverThere, id="back without having been there"),
        pytest.param([("entry", 2020)], ("entry", 2022), InItAlready, id="entered twice"),
        pytest.param([("entry", 2020)], ("re_entry", 2022), InItAlready, id="back without leaving"),
        pytest.param(
            [("entry", 2020), ("exit", 2021)], ("exit", 2022), NotAMarketMove, id="left twice"
        ),
        pytest.param(
            [("entry", 2020), ("exit", 2021)], ("entry", 2022), LeftBefore, id="that is a return"
        ),
        pytest.param(
            [("entry", 2020), ("exit", 2021), ("re_entry", 2022)],
            ("exit", 2019),
            NotAMarketMove,
            id="told late, before the entry",
        ),
        pytest.param(
            [("entry", 2020), ("exit", 2022)],
            ("re_entry", 2021),
            InItAlready,
            id="told late, while it was there",
        ),
        pytest.param(
            [("critical_incident", 2020)], ("exit", 2021), NotAMarketMove, id="an incident is none"
        ),
    ],
)
def test_a_move_that_does_not_fit_is_refused_and_nothing_is_written(move, before, told, refusal):
    for each in before:
        move(*each)
    with pytest.raises(refusal):
        move(*told)
    assert MarketEvent.objects.count() == len(before)


def test_moves_that_fit_may_be_told_late_and_twice(move):
    move("entry", 2018)
    move("exit", 2023)
    move("exit", 2023)
    move("entry", 2020, country="KG")
    move("critical_incident", 2019)
    move("re_entry", 2024)
    assert MarketEvent.objects.filter(country="UZ").count() == 4


def test_exports_before_the_founding_are_refused(firm, adviser):
    with pytest.raises(ExportsBeforeFounding, match="founded in 2012"):
        record_export_year(
            firm=firm,
            year=2011,
            turnover=Decimal(100),
            exports=Decimal(5),
            currency="USD",
            source="accounts",
            by=adviser,
        )
