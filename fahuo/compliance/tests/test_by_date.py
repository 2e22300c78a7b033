"""The same parcel on different days: changes of law are data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.compliance.checks import CHECKS
from fahuo.compliance.tests.making import case, found, phone, problems, service, shirt
from fahuo.rulebook.rules import Stage, rules
from fahuo.trade.battery import Battery, Chemistry
from fahuo.trade.cargo import CargoClass

ROUTING = Stage.ROUTING


def test_every_rule_names_a_check_that_exists_and_every_check_is_named() -> None:
    named = {rule.check for rule in rules() if rule.check}
    assert named == set(CHECKS)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 5, 1), []),  # 10 USD are below 800 USD
        (date(2025, 5, 2), ["10.00 USD"]),  # goods of China are not exempt any more
        (date(2025, 8, 29), ["10.00 USD"]),
        (date(2026, 11, 22), ["10.00 USD"]),
    ],
)
def test_the_exemption_of_the_united_states(on: date, expected: list[str]) -> None:
    assert [detail for _, _, detail, _ in found(case("US"), "US-02", stage=ROUTING, on=on)] == expected


def test_the_exemption_held_longer_for_other_origins() -> None:
    vietnamese = case("US", shirt(origin="VN"))
    assert found(vietnamese, "US-02", stage=ROUTING, on=date(2025, 8, 28)) == []
    assert found(vietnamese, "US-02", stage=ROUTING, on=date(2025, 8, 29))
    dear = case("US", shirt(origin="VN", quantity=81))
    assert found(dear, "US-02", stage=ROUTING, on=date(2025, 4, 1)) == [
        ("DUTY_DUE", "value", "810.00 USD > 800.00 USD", "NOTE")
    ]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 6, 30), []),
        (date(2026, 7, 1), ["2 × 3.00 = 6.00 EUR"]),  # T-shirt and watch; five T-shirts count once
        (date(2028, 6, 30), ["2 × 3.00 = 6.00 EUR"]),
        (date(2028, 7, 1), []),  # the rule ends, or is prolonged by an entry
    ],
)
def test_the_duty_of_the_european_union(on: date, expected: list[str]) -> None:
    two = case("DE", shirt(quantity=5), shirt(sku="WATCH", hs_code="910211"))
    assert [detail for _, _, detail, _ in found(two, "EU-06", stage=ROUTING, on=on)] == expected


def test_above_150_eur_the_tariff_decides() -> None:
    dear = case("DE", shirt(quantity=17))  # 170 USD = 154.55 EUR
    assert found(dear, "EU-06", stage=ROUTING) == [("DUTY_DUE", "value", "170.00 USD > 150.00 EUR", "NOTE")]


@pytest.mark.parametrize(
    ("on", "charge", "kind", "wrong"),
    [
        (date(2025, 12, 31), 60, CargoClass.BATTERY_PACKED, False),
        (date(2026, 1, 1), 60, CargoClass.BATTERY_PACKED, True),
        (date(2026, 1, 1), 30, CargoClass.BATTERY_PACKED, False),  # at most 30 %
        (date(2025, 12, 31), 31, CargoClass.BATTERY_ONLY, True),  # alone: since 2022 and longer
        (date(2026, 11, 22), 100, CargoClass.BATTERY_BUILTIN, False),  # in its device: only recommended
    ],
)
def test_the_charge_of_batteries(on: date, charge: int, kind: CargoClass, *, wrong: bool) -> None:
    ion = Battery(Chemistry.LITHIUM_ION, watt_hours=Decimal("18.5"), cells=1, batteries=1, charge_percent=charge)
    parcel = case("DE", phone(cargo_class=kind, battery=ion))
    told = found(parcel, "DG-02B", on=on)
    expected = ("BATTERY_CHARGE_TOO_HIGH", "lines[0].battery", f"PHONE: {charge} % > 30 %", "BLOCK")
    assert told == ([expected] if wrong else [])


def test_small_batteries_packed_with_a_device_may_be_full() -> None:
    small = Battery(Chemistry.LITHIUM_ION, watt_hours=Decimal("2.7"), cells=1, batteries=1, charge_percent=100)
    parcel = case("DE", phone(cargo_class=CargoClass.BATTERY_PACKED, battery=small))
    assert found(parcel, "DG-02B") == []


@pytest.mark.parametrize(
    ("on", "count"), [(date(2026, 6, 30), 0), (date(2026, 10, 31), 0), (date(2026, 11, 1), 1), (date(2027, 5, 1), 1)]
)
def test_product_numbers_are_mandatory_from_november(on: date, count: int) -> None:
    assert len(found(case("DE", shirt(model="")), "EU-08", on=on)) == count
    assert found(case("DE", shirt(model="TS-1")), "EU-08", on=on) == []


@pytest.mark.parametrize(("on", "stopped"), [(date(2026, 2, 5), False), (date(2026, 2, 6), True)])
def test_turkiye_ends_simplified_clearance(on: date, *, stopped: bool) -> None:
    parcel = case("TR", service=service())
    assert bool(found(parcel, "TR-01", stage=ROUTING, on=on)) is stopped
    assert found(replace(parcel, service=None), "TR-01", stage=ROUTING, on=on) == []  # no service chosen yet


@pytest.mark.parametrize(("on", "stopped"), [(date(2025, 5, 1), False), (date(2025, 5, 2), True)])
def test_the_united_states_want_duties_paid(on: date, *, stopped: bool) -> None:
    for destination in ("US", "PR"):
        parcel = case(destination, ddp=False, service=service())
        assert bool(found(parcel, "US-01", stage=ROUTING, on=on)) is stopped
        assert found(replace(parcel, ddp=True), "US-01", stage=ROUTING, on=on) == []
        assert found(replace(parcel, ddp=None), "US-01", stage=ROUTING, on=on) == []


def test_what_is_not_known_is_not_judged() -> None:
    from fahuo.compliance.case import Case

    for stage in Stage:
        for destination in ("DE", "US", "GB", "NO", "BR", "TR", "JP", "ZZ"):
            assert problems(Case(destination), stage=stage) == ()


@pytest.mark.parametrize(
    ("destination", "name", "on", "expected"),
    [
        ("DE", "EU-06A", date(2028, 6, 30), []),
        ("DE", "EU-06A", date(2028, 7, 1), ["10.00 USD"]),  # the tariff's own duty, from the first cent
        ("GB", "GB-03", date(2029, 3, 30), []),
        ("GB", "GB-03", date(2029, 3, 31), ["10.00 USD"]),
    ],
)
def test_an_exemption_that_ends_leaves_every_value_dutiable(
    destination: str, name: str, on: date, expected: list[str]
) -> None:
    assert [detail for _, _, detail, _ in found(case(destination), name, stage=ROUTING, on=on)] == expected


@pytest.mark.parametrize(
    ("number", "on", "wrong"),
    [
        ("12.ABC.345/01DE-35", date(2026, 6, 30), True),  # no firm has letters yet
        ("12.ABC.345/01DE-35", date(2026, 7, 1), False),
        ("11.222.333/0001-81", date(2026, 6, 30), False),
        ("11.222.333/0001-81", date(2026, 7, 1), False),
    ],
)
def test_brazilian_firms_have_letters_since_july(number: str, on: date, *, wrong: bool) -> None:
    parcel = case("BR")
    assert parcel.recipient is not None
    parcel = replace(parcel, recipient=replace(parcel.recipient, tax_id=number))
    assert bool(found(parcel, "BR-01", stage=Stage.PREFLIGHT, on=on)) is wrong
