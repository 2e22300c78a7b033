"""What people type about a parcel, and what is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.rating.domain import asking
from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.measure import Size
from fahuo.trade.money import Money


@pytest.mark.parametrize(
    ("typed", "weight_g"),
    [("2000", 2000), ("2kg", 2000), ("2.5 KG", 2500), ("0,35kg", 350), ("350g", 350), ("0.2", 1), ("２公斤", 2000)],
)
def test_weight(typed: str, weight_g: int) -> None:
    assert asking.grams(typed) == weight_g


@pytest.mark.parametrize("typed", ["", "-5", "0", "0kg", "two", "2 lb", "1e3", "999999999kg", "nan"])
def test_no_weight(typed: str) -> None:
    with pytest.raises(asking.Unreadable):
        asking.grams(typed)


@pytest.mark.parametrize(
    ("typed", "sides"),
    [
        ("30x20x10", (300, 200, 100)),
        ("10×20×30", (300, 200, 100)),
        ("300*200*100mm", (300, 200, 100)),
        ("30 x 20 x 10 cm", (300, 200, 100)),
        ("30.55x20x10", (306, 200, 100)),
    ],
)
def test_size(typed: str, sides: tuple[int, int, int]) -> None:
    assert asking.size(typed) == Size(*sides)


@pytest.mark.parametrize("typed", ["", "30x20", "30x20x0", "-30x20x10", "axbxc", "1.2.3x2x3", "99999x1x1"])
def test_no_size(typed: str) -> None:
    with pytest.raises(asking.Unreadable):
        asking.size(typed)


def test_cargo() -> None:
    assert asking.cargo("battery, magnet") == (CargoClass.BATTERY_BUILTIN, CargoClass.MAGNET)
    assert asking.cargo("BATTERY_ONLY") == (CargoClass.BATTERY_ONLY,)
    assert asking.cargo("") == (CargoClass.GENERAL,)
    with pytest.raises(asking.Unreadable) as refused:
        asking.cargo("battery,bombs")
    assert (refused.value.field, refused.value.typed) == ("cargo", "bombs")
    assert set(asking.CARGO_WORDS.values()) == set(CargoClass)


def test_papers() -> None:
    assert asking.papers("un383,msds") == frozenset(Paper)
    assert asking.papers("UN 38.3") == {Paper.UN383}
    assert asking.papers("none") == frozenset()
    with pytest.raises(asking.Unreadable):
        asking.papers("un383,passport")


def test_hs_code() -> None:
    assert asking.hs_code("8517.13") == "851713"
    assert asking.hs_code("") == ""
    for typed in ("85", "8517131", "85171x"):
        with pytest.raises(asking.Unreadable):
            asking.hs_code(typed)


def test_money() -> None:
    assert asking.money("1,234.50", "usd") == Money(Decimal("1234.50"), "USD")
    for typed, currency in (("-1", "USD"), ("0", "USD"), ("NaN", "USD"), ("1.00001", "USD"), ("5", "$"), ("x", "USD")):
        with pytest.raises(asking.Unreadable):
            asking.money(typed, currency)


def test_units_are_packed_into_one_box_and_several_classes_carry_the_value_once() -> None:
    classes = asking.cargo("battery,magnet")
    worth = Money(Decimal("12.50"), "USD")
    box = asking.parcel(weight_g=400, unit_size=Size(180, 95, 55), classes=classes, value=worth, quantity=3)
    assert box.weight_g == 1200  # 400 × 3
    assert box.size == Size(180, 165, 95)  # 55 × 3 high
    assert box.value == Money(Decimal("37.50"), "USD")  # 12.50 × 3, once
    assert box.cargo_classes == set(classes)
    with pytest.raises(asking.Unreadable):
        asking.parcel(weight_g=1, unit_size=Size(1, 1, 1), classes=classes, value=None, quantity=0)
