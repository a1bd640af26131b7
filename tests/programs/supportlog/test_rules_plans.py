"""Rows of logs that carry less, or say more, than the ordinary one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from programs.supportlog.mapping import read_mapping
from programs.supportlog.rules import Refusal, RowReader
from tests.programs.supportlog.conftest import MAPPING, cells


@pytest.fixture(scope="module")
def plan():
    return read_mapping(MAPPING.encode())


@pytest.fixture
def bare(plan):
    """A log without destinations and without numbered periods."""
    period = replace(plan.period, destination=None, sequence=None)
    return RowReader(replace(plan, period=period))


@pytest.fixture
def own_currency(plan):
    """A log that names the currency of each row."""
    return RowReader(replace(plan, currency=None, currency_column="Note"))


ROW = ("R1", "D1", "Lanvik Mills")


def test_a_log_may_lack_destinations_and_numbers(bare):
    row = bare.read(2, cells(*ROW))
    assert (row.destination, row.is_renewal) == ("", False)


def test_each_row_may_name_its_currency(own_currency):
    assert own_currency.read(2, cells(*ROW, Note="KZT")).currency == "KZT"


@pytest.mark.parametrize("code", ["", "kzt", "K1T", "KZTT", "КЗТ"])
def test_a_currency_that_is_none_is_refused_with_its_column(own_currency, code):
    refusal = own_currency.read(2, cells(*ROW, Note=code))
    assert isinstance(refusal, Refusal)
    assert refusal.column == "Note"


def test_a_row_reads_as_a_period(plan):
    row = RowReader(plan).read(2, cells(*ROW))
    period = row.period
    assert (period.starts_on, period.ends_on) == (row.starts_on, row.ends_on)
    assert period.is_approved
    assert RowReader(plan).money("1000,50") == Decimal("1000.50")
