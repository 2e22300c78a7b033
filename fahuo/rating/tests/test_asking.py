"""What people type about a parcel, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fahuo.rating.domain import asking
from fahuo.rating.domain.asking import Why
from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.measure import Size
from fahuo.trade.money import Money


@pytest.mark.parametrize(
    ("typed", "weight_g"),
    [
        ("2000", 2000),
        ("2kg", 2000),
        ("2.5 KG", 2500),
        ("0.35kg", 350),
        ("350g", 350),
        ("350.0", 350),
        ("２公斤", 2000),
        ("１０００", 1000),
        ("1.234 kg", 1234),
        ("1.000kg", 1000),
        ("350 克", 350),
    ],
)  # fmt: skip
def test_weight(typed: str, weight_g: int) -> None:
    assert asking.grams(typed) == weight_g


@pytest.mark.parametrize("typed", ["", "-5", "0", "0kg", "two", "2 lb", "1e3", "999999999kg", "nan"])
def test_no_weight(typed: str) -> None:
    with pytest.raises(asking.Unreadable):
        asking.grams(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1,000", Why.SEPARATOR), ("2,500g", Why.SEPARATOR), ("１，０００", Why.SEPARATOR), ("1 000", Why.SEPARATOR),
        ("1.000.000", Why.SEPARATOR), ("1.000,5", Why.SEPARATOR), ("1,5kg", Why.SEPARATOR), ("1,", Why.SEPARATOR),
        ("1.000", Why.DECIMALS), ("1.000g", Why.DECIMALS), ("0.2", Why.DECIMALS), ("350.5", Why.DECIMALS),
        ("1.2345kg", Why.DECIMALS),
    ],
)  # fmt: skip
def test_a_weight_that_could_be_another_is_refused(typed: str, why: Why) -> None:
    with pytest.raises(asking.Unreadable) as refused:
        asking.grams(typed)
    assert (refused.value.field, refused.value.typed, refused.value.why) == ("weight", typed, why)


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


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("1,000x1x1", Why.SEPARATOR), ("1x1x1，000mm", Why.SEPARATOR), ("30,5x20x10", Why.SEPARATOR),
        ("1 000x1x1", Why.SEPARATOR), ("1.2.3x2x3", Why.SEPARATOR), ("1.000x1x1", Why.DECIMALS),
        ("1.000x1x1mm", Why.DECIMALS),
    ],
)  # fmt: skip
def test_a_size_that_could_be_another_is_refused(typed: str, why: Why) -> None:
    with pytest.raises(asking.Unreadable) as refused:
        asking.size(typed)
    assert (refused.value.field, refused.value.why) == ("size", why)


@pytest.mark.parametrize("typed", ["", "30x20", "30x20x0", "-30x20x10", "axbxc", "99999x1x1"])
def test_no_size(typed: str) -> None:
    with pytest.raises(asking.Unreadable):
        asking.size(typed)


def test_cargo() -> None:
    assert asking.cargo("battery, magnet") == (CargoClass.BATTERY_BUILTIN, CargoClass.MAGNET)
    assert asking.cargo("BATTERY_ONLY") == (CargoClass.BATTERY_ONLY,)
    assert asking.cargo("") == (CargoClass.GENERAL,)
    assert asking.cargo("带电") == (CargoClass.BATTERY_BUILTIN,)
    assert asking.cargo("带电、带磁，液体") == (CargoClass.BATTERY_BUILTIN, CargoClass.MAGNET, CargoClass.LIQUID)
    assert set(asking.CARGO_WORDS_ZH.values()) == set(CargoClass)
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
    assert asking.money("1234.50", "usd") == Money(Decimal("1234.50"), "USD")
    assert asking.money("１２", "ＵＳＤ") == Money(Decimal(12), "USD")
    assert asking.money("1.250", "KWD") == Money(Decimal("1.250"), "KWD")
    for typed, currency in (("-1", "USD"), ("0", "USD"), ("NaN", "USD"), ("1e3", "USD"), ("5", "$"), ("x", "USD")):
        with pytest.raises(asking.Unreadable):
            asking.money(typed, currency)


@pytest.mark.parametrize(
    ("typed", "currency", "why"),
    [
        ("1.000,50", "EUR", Why.SEPARATOR), ("1,000", "USD", Why.SEPARATOR), ("12,50", "EUR", Why.SEPARATOR),
        ("1,234.50", "USD", Why.SEPARATOR), ("1 234", "USD", Why.SEPARATOR), ("1.000", "EUR", Why.DECIMALS),
        ("1.5", "JPY", Why.DECIMALS),
    ],
)  # fmt: skip
def test_an_amount_that_could_be_another_is_refused(typed: str, currency: str, why: Why) -> None:
    with pytest.raises(asking.Unreadable) as refused:
        asking.money(typed, currency)
    assert (refused.value.field, refused.value.why) == ("value", why)


def test_days_have_bounds() -> None:
    assert asking.day("2026-11-22") == date(2026, 11, 22)
    assert asking.day("2000-01-01") == date(2000, 1, 1)
    for typed in ("0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31"):
        with pytest.raises(asking.Unreadable) as refused:
            asking.day(typed)
        assert refused.value.why is Why.BOUNDS
    with pytest.raises(asking.Unreadable):
        asking.day("tomorrow")


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
