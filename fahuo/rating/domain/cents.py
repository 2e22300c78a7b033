"""Rounding to the minor unit, in one place and quick: pricing does it a dozen times for each service."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from fahuo.trade.money import Money, minor_digits


@cache
def _unit(currency: str) -> Decimal:
    return Decimal(1).scaleb(-minor_digits(currency))


def rounded(amount: Decimal, currency: str) -> Money:
    """Return the amount as money, rounded half up to the currency's minor unit."""
    return Money(amount.quantize(_unit(currency), ROUND_HALF_UP), currency)
