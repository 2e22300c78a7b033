"""Batteries: how they travel, and when enough is told of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.trade.battery import Battery, Chemistry, Configuration
from fahuo.trade.cargo import CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money

WH = Decimal("7.4")


@pytest.mark.parametrize(
    ("battery", "is_told"),
    [
        (Battery(), False),
        (Battery(Chemistry.LITHIUM_ION, cells=1), False),
        (Battery(Chemistry.LITHIUM_ION, watt_hours=WH), False),
        (Battery(Chemistry.LITHIUM_ION, watt_hours=WH, cells=1), True),
        (Battery(Chemistry.LITHIUM_METAL, watt_hours=WH, cells=1), False),
        (Battery(Chemistry.LITHIUM_METAL, lithium_g=Decimal("0.1"), cells=1), True),
        (Battery(Chemistry.OTHER), True),
    ],
)
def test_enough_is_told(battery: Battery, is_told: bool) -> None:
    assert battery.is_told is is_told


@pytest.mark.parametrize(
    ("cargo_class", "configuration"),
    [
        (CargoClass.BATTERY_ONLY, Configuration.ALONE),
        (CargoClass.BATTERY_PACKED, Configuration.WITH),
        (CargoClass.BATTERY_BUILTIN, Configuration.IN),
        (CargoClass.MAGNET, None),
    ],
)
def test_configuration_follows_from_the_cargo_class(cargo_class: CargoClass, configuration: Configuration) -> None:
    line = GoodsLine("A", "Phone", "", 1, 1, Size(1, 1, 1), Money(WH, "USD"), cargo_class, elements={"用途": "通话"})
    assert line.battery_configuration is configuration
    assert isinstance(hash(line), int)
