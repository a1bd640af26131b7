"""What of a result is put down to the help: the confirmed value less what would have come anyway."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.outcomes.models import BAND_LABELS
from programs.outcomes.rules import MIDPOINTS, Band, attributed

VALUES = st.decimals(min_value=0, max_value=10**10, places=2)


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        (Band.NONE, "1000.00"),
        (Band.TO_20, "900.00"),
        (Band.TO_40, "700.00"),
        (Band.TO_60, "500.00"),
        (Band.TO_80, "300.00"),
        (Band.OVER_80, "100.00"),
        (Band.ALL, "0.00"),
    ],
)
def test_a_band_counts_with_its_midpoint(band, expected):
    assert attributed(Decimal(1000), band) == Decimal(expected)


def test_half_a_cent_is_rounded_up():
    assert attributed(Decimal("0.05"), Band.TO_20) == Decimal("0.05")
    assert attributed(Decimal("0.15"), Band.TO_20) == Decimal("0.14")


@given(VALUES, st.sampled_from(list(Band)))
def test_never_more_than_the_value_and_never_less_than_nothing(value, band):
    assert 0 <= attributed(value, band) <= value


@given(VALUES)
def test_the_more_would_have_come_anyway_the_less_is_attributed(value):
    found = [attributed(value, band) for band in Band]
    assert found == sorted(found, reverse=True)


def test_seven_bands_with_words():
    assert len(Band) == 7
    assert set(MIDPOINTS) == set(Band) == set(BAND_LABELS)
