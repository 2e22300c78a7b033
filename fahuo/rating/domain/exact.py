"""Exact reckoning with arrays: whole numbers in 64 bits, and whole numbers carried in float64 where that is faster.

Why float64 is exact here. Amounts are whole minor units below 5·10⁹ (`sheet_check.DEAREST_MINOR`), percentages at most
200 %, a freight at most about 6·10¹⁰: far below 2⁵³, so sums are exact. A percentage has two decimals, so the exact
product of amount and percentage is a multiple of 10⁻⁴ and a half is never nearer to another value than 10⁻⁴; the two
roundings of the float product and the one of the sum err by less than 6·10¹⁰ × 3 × 2⁻⁵³ < 2.1·10⁻⁵. Adding half a unit
and half of 10⁻⁴ before cutting off therefore rounds half up exactly as `Decimal` does. Prices per step have at most
three decimals more than the currency, which leaves ten times as much room. Quotients of whole numbers below 2⁵³ are
cut off or rounded up correctly because they lie at least 1 ÷ divisor away from the next whole number.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

HALF_OF_PERCENT = 0.5 + 0.5e-4
HALF_OF_STEP = 0.5 + 0.5e-3
_TENS = tuple(Decimal(10) ** places for places in range(13))


def whole(amount: Decimal, places: int) -> int:
    """Return the amount in units of 10⁻ᵖˡᵃᶜᵉˢ; raise `ValueError` when something would be cut off."""
    scaled = amount * _TENS[places]
    result = int(scaled)
    if result != scaled:
        raise ValueError(f"{amount} has more than {places} decimals")
    return result


def ints(values: Sequence[int]) -> Ints:
    """Return whole numbers as an array."""
    return np.array(values, dtype=np.int64)


def factor(percent: Decimal) -> float:
    """Return the factor of a percentage of at most two decimals."""
    return whole(percent, 2) / 10_000


def share(amount: Floats, factors: Floats | float) -> Floats:
    """Return shares of whole amounts, rounded half up; see above."""
    result = amount * factors
    result += HALF_OF_PERCENT
    return np.floor(result, out=result)


def share_of_whole(amount: Ints, hundredths: Ints | int) -> Ints:
    """Return shares of whole amounts in 64 bits, rounded half up; the percentage in hundredths of a percent."""
    result = amount * hundredths
    result += 5_000
    result //= 10_000
    return result


def half_up(amount: Ints, divisor: Ints | int) -> Ints:
    """Divide amounts that are not negative, rounding half up, without doubling them: they may fill 63 bits."""
    result: Ints = amount // divisor
    result += 2 * (amount - result * divisor) >= divisor
    return result
