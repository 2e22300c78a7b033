"""Packing: all units flat on each other in one box."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.trade.cargo import CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import CurrencyMismatchError, Money
from fahuo.trade.parcel import pack


def line(
    sides: tuple[int, int, int] = (100, 80, 20),
    *,
    quantity: int = 1,
    weight_g: int = 100,
    value: str = "5.00",
    currency: str = "USD",
    cargo: CargoClass = CargoClass.GENERAL,
) -> GoodsLine:
    """One goods line with only what packing looks at."""
    return GoodsLine(
        sku="SKU",
        title_en="thing",
        title_zh="东西",
        quantity=quantity,
        unit_weight_g=weight_g,
        unit_size=Size(*sides),
        unit_value=Money(Decimal(value), currency),
        cargo_class=cargo,
    )


@pytest.mark.parametrize(
    ("lines", "sides", "weight_g"),
    [
        ([line()], (100, 80, 20), 100),
        ([line(quantity=3)], (100, 80, 60), 300),  # 3 × 20 high
        ([line(quantity=6)], (120, 100, 80), 600),  # 6 × 20 = 120 high: the stack is the longest side now
        (
            [line((100, 80, 20)), line((60, 90, 30), quantity=2, weight_g=40)],
            (100, 90, 80),
            180,
        ),  # 20 + 2 × 30; 100 + 80
    ],
)
def test_pack(lines: list[GoodsLine], sides: tuple[int, int, int], weight_g: int) -> None:
    parcel = pack(tuple(lines))
    assert parcel.size == Size(*sides)
    assert parcel.weight_g == weight_g


def test_value_and_cargo_classes_are_those_of_the_contents() -> None:
    parcel = pack((line(quantity=3, value="4.10"), line(value="0.70", cargo=CargoClass.MAGNET)))
    assert parcel.value == Money(Decimal("13.00"), "USD")  # 3 × 4.10 + 0.70
    assert parcel.cargo_classes == {CargoClass.GENERAL, CargoClass.MAGNET}


def test_a_parcel_has_one_currency() -> None:
    with pytest.raises(CurrencyMismatchError):
        _ = pack((line(), line(currency="CNY"))).value


def test_nothing_cannot_be_packed() -> None:
    with pytest.raises(ValueError, match="max"):
        pack(())
