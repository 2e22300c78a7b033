"""Numbers as papers print them: exact, always with the same decimals, thousands apart."""

from __future__ import annotations

from decimal import Decimal

from fahuo.trade.measure import Size
from fahuo.trade.money import Money, minor_digits


def amount(money: Money) -> Decimal:
    """Return the amount with exactly the decimals of its currency.

    Raises `ValueError` for an amount that is no whole number of the currency's smallest unit: nothing is rounded here.
    """
    exact = money.amount.quantize(Decimal(1).scaleb(-minor_digits(money.currency)))
    if exact != money.amount:
        raise ValueError(f"{money.amount} {money.currency} has a fraction of the smallest unit")
    return exact


def is_whole(money: Money) -> bool:
    """Say whether an amount is a whole number of its currency's smallest unit (cents, for JPY yen)."""
    return money.amount == money.rounded().amount


def grouped(figure: Decimal | int) -> str:
    """Return `1,234,567.80`: the decimals that the figure has, a comma every three digits."""
    return f"{figure:,}"


def kilograms(weight_g: int) -> Decimal:
    """Return grams as kilograms with three decimals."""
    return Decimal(weight_g).scaleb(-3).quantize(Decimal("0.001"))


def centimetres(size: Size) -> str:
    """Return `30 × 22 × 6.5` in centimetres."""
    return " × ".join(_centimetres(side) for side in (size.length_mm, size.width_mm, size.height_mm))


def _centimetres(side_mm: int) -> str:
    whole, rest = divmod(side_mm, 10)
    return f"{whole}.{rest}" if rest else str(whole)
