"""The arithmetic of the bulk engine against whole numbers, up to the bounds that its comment names."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from fahuo.rating.domain import exact

MOST = 60_000_000_000  # the dearest freight: 5·10⁹ minor units with every surcharge at its highest


def test_shares_round_half_up_up_to_the_dearest_freight() -> None:
    chance = np.random.default_rng(1)
    amount = np.concatenate([chance.integers(0, MOST, 200_000), chance.integers(0, 100_000, 200_000)])
    hundredths = chance.integers(0, 20_001, len(amount))
    expected = (2 * amount * hundredths + 10_000) // 20_000
    assert (exact.share(amount.astype(np.float64), hundredths / 10_000) == expected).all()
    assert (exact.share_of_whole(amount, hundredths) == expected).all()


def test_shares_round_the_halves_up() -> None:
    """Amounts whose share ends in exactly one half: 50 % of odd amounts, 0.5 % of odd hundreds."""
    odd = 2 * np.random.default_rng(2).integers(0, MOST // 2, 100_000) + 1
    assert (exact.share(odd.astype(np.float64), 0.5) == (odd + 1) // 2).all()
    hundreds = (odd // 100 // 2 * 2 + 1) * 100
    assert (exact.share(hundreds.astype(np.float64), 0.005) == (hundreds // 100 + 1) // 2).all()


@pytest.mark.parametrize(
    ("amount", "divisor", "expected"),
    [
        (0, 7, 0),
        (3, 6, 1),  # one half
        (2, 6, 0),
        (5_000_000 * 10**12, 710_000_000 * 100, 70_422_535),  # the highest value in dollars: 704,225.35
        (5_000_000 * 10**12, 500_000, 10**13),
    ],
)
def test_dividing_does_not_overflow(amount: int, divisor: int, expected: int) -> None:
    assert exact.half_up(np.array([amount]), divisor).tolist() == [expected]


def test_what_would_be_cut_off_is_refused() -> None:
    assert exact.whole(Decimal("15.00"), 2) == 1500
    with pytest.raises(ValueError, match="more than 2 decimals"):
        exact.whole(Decimal("15.001"), 2)
