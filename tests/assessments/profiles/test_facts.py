"""Part of a year, and a stated last export, beside the figures of whole years."""

from datetime import date
from decimal import Decimal

import pytest

from assessments.profiles.facts import case_facts
from tests.factories.firms import ExportYearFactory

DAY = date(2026, 7, 15)


@pytest.fixture
def growing(firm):
    """Three whole years with more exports each."""
    for year, exports in ((2023, 20), (2024, 30), (2025, 40)):
        ExportYearFactory(firm=firm, year=year, turnover=Decimal(100), exports=Decimal(exports))
    return firm


def so_far(firm, exports):
    ExportYearFactory(
        firm=firm, year=2026, turnover=Decimal(10), exports=Decimal(exports), is_partial=True
    )


def years(firm):
    return [(row.year, row.export) for row in case_facts(firm, DAY).years]


@pytest.mark.parametrize("exports", [0, 6])
def test_part_of_a_year_is_compared_with_no_whole_one(growing, exports):
    before = years(growing)
    so_far(growing, exports)
    assert years(growing) == before


def test_exports_in_part_of_a_year_prove_a_sale(growing):
    so_far(growing, 6)
    assert case_facts(growing, DAY).months_since_last_export == 0


def test_none_so_far_proves_nothing(growing):
    so_far(growing, 0)
    assert case_facts(growing, DAY).months_since_last_export is None


@pytest.mark.parametrize(
    ("stated", "months"),
    [
        pytest.param(date(2023, 9, 10), None, id="later figures outrank an old date"),
        pytest.param(date(2025, 9, 10), 10, id="the date is closer than the year"),
        pytest.param(date(2026, 7, 1), 0, id="this month"),
        pytest.param(None, None, id="nothing stated"),
    ],
)
def test_a_stated_last_export_beside_figures(growing, stated, months):
    growing.last_export_on = stated
    assert case_facts(growing, DAY).months_since_last_export == months


def test_without_figures_the_date_counts(firm):
    firm.last_export_on = date(2023, 9, 10)
    assert case_facts(firm, DAY).months_since_last_export == 34
