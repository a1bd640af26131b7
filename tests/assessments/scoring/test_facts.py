"""Shares of yearly figures: what is unknown stays unknown."""

from decimal import Decimal

import pytest

from assessments.scoring.facts import Lll, YearFigures


@pytest.mark.parametrize(
    ("turnover", "export", "share"),
    [
        pytest.param(Decimal(200), Decimal(50), Decimal("0.25"), id="a quarter"),
        pytest.param(Decimal(200), Decimal(0), Decimal(0), id="none"),
        pytest.param(None, Decimal(50), None, id="turnover unknown"),
        pytest.param(Decimal(200), None, None, id="exports unknown"),
        pytest.param(Decimal(0), Decimal(0), None, id="no turnover"),
    ],
)
def test_share(turnover, export, share):
    assert YearFigures(2025, turnover, export).share == share


def test_lll_counts_its_parts():
    assert (Lll().count, Lll(linkage=True, learning=True).count) == (0, 2)
