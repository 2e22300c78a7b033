"""Batteries and other goods that carriers restrict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fahuo.compliance.batteries import is_large
from fahuo.compliance.case import ProductFacts
from fahuo.compliance.checks.cargo import _months_before
from fahuo.compliance.tests.making import case, found, phone, service, shirt
from fahuo.rulebook.rules import Stage
from fahuo.trade.battery import Battery, Chemistry
from fahuo.trade.cargo import CargoClass, Paper

ROUTING = Stage.ROUTING
ION, METAL, OTHER = Chemistry.LITHIUM_ION, Chemistry.LITHIUM_METAL, Chemistry.OTHER
SMALL = Battery(ION, watt_hours=Decimal("18.5"), cells=1, batteries=1)


def test_a_battery_of_which_nothing_is_said_is_pointed_out() -> None:
    assert found(case("DE", phone()), "DG-01A") == [("BATTERY_UNDESCRIBED", "lines[0].battery", "PHONE", "WARN")]
    assert found(case("DE", phone()), "DG-01") == []
    assert found(case("DE", shirt()), "DG-01A") == []


@pytest.mark.parametrize(
    ("battery", "told"),
    [
        (Battery(), False),
        (Battery(ION, cells=1), False),
        (Battery(ION, lithium_g=Decimal(1), cells=1), False),  # grams say nothing of lithium-ion
        (SMALL, True),
        (Battery(METAL, lithium_g=Decimal("0.1"), cells=1), True),
        (Battery(OTHER), True),
    ],
)
def test_what_is_said_of_a_battery_is_enough(battery: Battery, *, told: bool) -> None:
    assert bool(found(case("DE", phone(battery=battery)), "DG-01")) is not told


@pytest.mark.parametrize(
    ("battery", "large"),
    [
        (Battery(ION, watt_hours=Decimal(100), cells=4, batteries=1), False),
        (Battery(ION, watt_hours=Decimal("100.1"), cells=4, batteries=1), True),
        (Battery(ION, watt_hours=Decimal("20.1"), cells=1, batteries=0), True),  # a single cell
        (Battery(METAL, lithium_g=Decimal(2), cells=2, batteries=1), False),
        (Battery(METAL, lithium_g=Decimal("2.1"), cells=2, batteries=1), True),
        (Battery(OTHER), False),
        (Battery(ION), None),
    ],
)
def test_large_batteries_are_class_nine(battery: Battery, *, large: bool | None) -> None:
    limits = {"watt_hours": 100, "cell_watt_hours": 20, "lithium_g": 2, "cell_lithium_g": 1}
    assert is_large(battery, limits) is large
    assert bool(found(case("DE", phone(battery=battery)), "DG-07")) is bool(large)


@pytest.mark.parametrize(
    ("kind", "accepts", "rules"),
    [
        (CargoClass.BATTERY_BUILTIN, (), ["DG-11"]),
        (CargoClass.BATTERY_BUILTIN, (CargoClass.BATTERY_BUILTIN,), []),
        (CargoClass.BATTERY_ONLY, (CargoClass.BATTERY_BUILTIN,), ["DG-02"]),
        (CargoClass.BATTERY_ONLY, (CargoClass.BATTERY_ONLY,), []),
        (CargoClass.MAGNET, (), ["DG-11"]),
        (CargoClass.GENERAL, (), []),
    ],
)
def test_the_service_takes_the_class(kind: CargoClass, accepts: tuple[CargoClass, ...], rules: list[str]) -> None:
    parcel = case("DE", phone(cargo_class=kind), service=service(*accepts))
    assert [name for name in ("DG-02", "DG-11") if found(parcel, name, stage=ROUTING)] == rules
    assert not found(case("DE", phone(cargo_class=kind)), "DG-11", stage=ROUTING)


@pytest.mark.parametrize(
    ("changes", "postal", "wrong"),
    [
        ({"battery": SMALL, "quantity": 2}, True, False),
        ({"battery": SMALL, "quantity": 3}, True, True),  # three batteries
        ({"battery": SMALL, "quantity": 3}, False, False),
        ({"battery": SMALL, "quantity": 3}, None, False),
        ({"cargo_class": CargoClass.BATTERY_PACKED}, True, True),
        ({"battery": Battery(ION, watt_hours=Decimal(5), cells=4)}, True, False),
        ({"battery": Battery(ION, watt_hours=Decimal(5), cells=5)}, True, True),
    ],
)
def test_batteries_by_post(changes: dict[str, Any], *, postal: bool | None, wrong: bool) -> None:
    assert bool(found(case("DE", phone(**changes), postal=postal), "DG-02A")) is wrong


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        ({"battery": SMALL, "quantity": 2}, ""),
        ({"battery": SMALL, "quantity": 3}, "PHONE: UN3481, PI 967"),
        ({"battery": SMALL, "cargo_class": CargoClass.BATTERY_PACKED}, "PHONE: UN3481, PI 966"),
        ({"battery": Battery(METAL, lithium_g=Decimal(1), cells=9), "quantity": 1}, "PHONE: UN3091, PI 970"),
        ({"battery": Battery(OTHER), "quantity": 9}, ""),
        ({}, ""),
    ],
)
def test_the_battery_mark(changes: dict[str, Any], marked: str) -> None:
    assert [detail for _, _, detail, _ in found(case("DE", phone(**changes)), "DG-06")] == ([marked] if marked else [])


@pytest.mark.parametrize(
    ("title", "kind", "rules"),
    [
        ("Bluetooth earbuds", CargoClass.GENERAL, ["DG-01B"]),
        ("Bluetooth earbuds", CargoClass.BATTERY_BUILTIN, []),
        ("Power bank 10000 mAh", CargoClass.BATTERY_BUILTIN, ["DG-10"]),
        ("Power bank 10000 mAh", CargoClass.BATTERY_ONLY, []),
        ("Strong magnets 10 pcs", CargoClass.GENERAL, ["DG-20"]),
        ("Face cream 50 ml", CargoClass.GENERAL, ["DG-21"]),
        ("Face cream 50 ml", CargoClass.COSMETIC, []),
        ("Loose powder", CargoClass.GENERAL, ["DG-22"]),
        ("Butane lighter", CargoClass.GENERAL, ["DG-23"]),
        ("Folding knife", CargoClass.GENERAL, ["DG-24"]),
        ("Night vision goggles", CargoClass.GENERAL, ["DG-25"]),
        ("Cotton shirt", CargoClass.GENERAL, []),
    ],
)
def test_titles_raise_questions(title: str, kind: CargoClass, rules: list[str]) -> None:
    parcel = case("DE", shirt(title_en=title, cargo_class=kind))
    asked = ["DG-01B", "DG-10", "DG-20", "DG-21", "DG-22", "DG-23", "DG-24", "DG-25"]
    assert [name for name in asked if found(parcel, name, stage=Stage.PREFLIGHT)] == rules


def test_a_chinese_title_raises_them_too() -> None:
    parcel = case("DE", shirt(title_en="Pocket charger", title_zh="充电宝 10000毫安"))
    assert found(parcel, "DG-10") == [("POWER_BANK_CLASS", "lines[0].cargo_class", "TSHIRT: 充电宝", "BLOCK")]


def test_facts_of_products() -> None:
    on = date(2026, 11, 22)
    facts = ProductFacts(
        is_recalled=True,
        appraised_on=date(2025, 12, 31),
        papers={Paper.MSDS: date(2025, 11, 21), Paper.UN383: date(2019, 1, 1)},
    )
    parcel = case("DE", phone(), products={"PHONE": facts})
    assert [severity for *_, severity in found(parcel, "DG-09", on=on)] == ["BLOCK"]
    assert [detail for _, _, detail, _ in found(parcel, "DG-05", on=on)] == ["PHONE: 2025-12-31"]
    assert [detail for _, _, detail, _ in found(parcel, "DG-04", on=on)] == [
        "PHONE: MSDS 2025-11-21"
    ]  # one day too old
    fresh = ProductFacts(is_recalled=False, appraised_on=date(2026, 1, 1), papers={Paper.MSDS: date(2025, 11, 22)})
    for name in ("DG-04", "DG-05", "DG-09"):
        assert found(case("DE", phone(), products={"PHONE": fresh}), name, on=on) == []


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 22), 12, date(2025, 11, 22)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_before(day: date, months: int, expected: date) -> None:
    assert _months_before(day, months) == expected
