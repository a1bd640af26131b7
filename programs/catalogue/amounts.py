"""Amounts of money as sentences name them."""

from decimal import Decimal

from django.utils import formats

NO_BREAK = "\u00a0"


def spoken(amount: Decimal, currency: str) -> str:
    """An amount with its currency in the reader's language: "1,200.50 USD", "1,200 USD"."""
    places = 0 if amount == amount.to_integral_value() else 2
    figure = formats.number_format(amount, places, use_l10n=True, force_grouping=True)
    return f"{figure}{NO_BREAK}{currency}"
