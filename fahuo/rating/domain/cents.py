"""Rounding to the minor unit, in one place and quick, and amounts as workings show them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from fahuo.trade.money import Money, minor_digits


@cache
def unit(currency: str) -> Decimal:
    """Return the currency's minor unit: 0.01 of CNY, 1 of JPY."""
    return Decimal(1).scaleb(-minor_digits(currency))


def rounded(amount: Decimal, currency: str) -> Money:
    """Return the amount as money, rounded half up to the currency's minor unit."""
    return Money(amount.quantize(unit(currency), ROUND_HALF_UP), currency)


def shown(amount: Decimal, currency: str) -> str:
    """Return a price of a sheet for a working: with the decimals of its currency, however the sheet writes it."""
    return str(amount.quantize(unit(currency)))


@cache
def percent(amount: Decimal) -> str:
    """Return a percentage for a working: 9 %, 10.5 %."""
    return f"{format(amount.normalize() + 0, 'f')} %"
