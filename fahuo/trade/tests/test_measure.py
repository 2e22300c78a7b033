"""Sizes: sorted sides, volume, girth, and volumetric weight rounded half up to a gram."""

from __future__ import annotations

import pytest

from fahuo.trade.measure import Size


@pytest.mark.parametrize(
    ("sides", "sorted_sides"),
    [((10, 30, 20), (30, 20, 10)), ((300, 200, 100), (300, 200, 100)), ((5, 5, 5), (5, 5, 5))],
)
def test_the_longest_side_comes_first(sides: tuple[int, ...], sorted_sides: tuple[int, int, int]) -> None:
    size = Size.of(*sides)
    assert (size.length_mm, size.width_mm, size.height_mm) == sorted_sides


@pytest.mark.parametrize(
    ("sides", "divisor", "grams"),
    [
        ((300, 200, 100), 8000, 750),  # 30 × 20 × 10 cm = 6,000 cm³; 6,000 ÷ 8,000 = 0.750 kg
        ((300, 200, 100), 6000, 1000),  # 6,000 ÷ 6,000 = 1 kg
        ((300, 200, 100), 5000, 1200),  # 6,000 ÷ 5,000 = 1.2 kg
        ((100, 100, 100), 8000, 125),  # 1,000 cm³ ÷ 8,000
        ((20, 20, 10), 8000, 1),  # 4,000 mm³ ÷ 8,000 = 0.5 g: up
        ((20, 20, 9), 8000, 0),  # 3,600 ÷ 8,000 = 0.45 g: down
        ((100, 60, 2), 8000, 2),  # 12,000 ÷ 8,000 = 1.5 g: up
        ((250, 100, 100), 8000, 313),  # 2,500,000 ÷ 8,000 = 312.5 g: up, where round() to even says 312
        ((1, 1, 1), 8000, 0),
    ],
)
def test_volumetric_weight(sides: tuple[int, ...], divisor: int, grams: int) -> None:
    assert Size.of(*sides).volumetric_weight_g(divisor) == grams


def test_girth_is_length_and_girth() -> None:
    assert Size.of(600, 200, 150).girth_mm == 1300  # 600 + 2 × (200 + 150)


def test_volume() -> None:
    assert Size.of(30, 20, 10).volume_mm3 == 6000
