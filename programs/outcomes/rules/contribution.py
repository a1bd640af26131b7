"""What would have happened without our help, in seven bands, and what is left for the help.

The bands are those of the UK's Export Wins survey; a band counts with its midpoint, so a result
of 100 of which the firm expected "up to 40 %" anyway counts as 70 (100 × (1 − 0.30)).
"""

from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")


class Band(StrEnum):
    """The share of the value the firm would have had anyway."""

    NONE = "none"
    TO_20 = "to20"
    TO_40 = "to40"
    TO_60 = "to60"
    TO_80 = "to80"
    OVER_80 = "over80"
    ALL = "all"


MIDPOINTS: dict[Band, Decimal] = {
    Band.NONE: Decimal("0"),
    Band.TO_20: Decimal("0.10"),
    Band.TO_40: Decimal("0.30"),
    Band.TO_60: Decimal("0.50"),
    Band.TO_80: Decimal("0.70"),
    Band.OVER_80: Decimal("0.90"),
    Band.ALL: Decimal("1"),
}


def attributed(value: Decimal, band: Band) -> Decimal:
    """What of a confirmed value is put down to the help, to the cent; shown beside `value`."""
    return (value * (1 - MIDPOINTS[band])).quantize(CENT, ROUND_HALF_UP)
