"""The smaller words: rates, waybills, addresses, problems, services."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from fahuo.trade.address import Address
from fahuo.trade.cargo import BATTERIES, CargoClass
from fahuo.trade.charge import Charge, ChargeKind, Rate
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service, ServiceLevel
from fahuo.trade.waybill import Waybill


def test_a_rate_is_the_sum_of_its_charges() -> None:
    charges = (
        Charge(ChargeKind.BASE, Money(Decimal("23.00"), "CNY"), "15.00 + 8.00 × 1"),
        Charge(ChargeKind.FUEL, Money(Decimal("2.30"), "CNY"), "23.00 × 10 %"),
        Charge(ChargeKind.REMOTE_AREA, Money(Decimal("22.50"), "CNY"), "22.50"),
    )
    rate = Rate("yunexpress/X", "X@2026-01-01", "US", 900, 1200, 1200, "CNY", charges)
    assert rate.total == Money(Decimal("47.80"), "CNY")  # 23.00 + 2.30 + 22.50


def test_a_goods_line_multiplies_its_unit() -> None:
    line = GoodsLine("S", "lamp", "灯", 4, 250, Size(10, 10, 10), Money(Decimal("2.25"), "USD"))
    assert line.weight_g == 1000  # 4 × 250
    assert line.value == Money(Decimal("9.00"), "USD")  # 4 × 2.25


@pytest.mark.parametrize(("tracking", "barcode"), [("LX123456789CN", "LX123456789CN"), ("", "YT2001")])
def test_the_label_carries_what_the_buyer_types_once_it_is_known(tracking: str, barcode: str) -> None:
    assert Waybill("yunexpress", "1-800-1", "YT2001", tracking).barcode == barcode


def test_street_lines_leave_the_empty_one_out() -> None:
    assert Address("Amy", "DE", "Reeperbahn 1").street_lines() == ("Reeperbahn 1",)
    assert Address("Amy", "DE", "Reeperbahn 1", "Hof 2").street_lines() == ("Reeperbahn 1", "Hof 2")


def test_a_problem_is_stored_as_three_texts() -> None:
    problem = Problem("HS_CODE_MISSING", "lines[2].hs_code")
    assert problem.as_dict() == {"code": "HS_CODE_MISSING", "field": "lines[2].hs_code", "detail": ""}


def test_a_service_has_a_key_of_the_house() -> None:
    service = Service("yunexpress", "THPHR", "Tracked", "特惠", ServiceLevel.STANDARD)
    assert service.key == "yunexpress/THPHR"
    assert service.cargo == {CargoClass.GENERAL}


def test_batteries_are_batteries() -> None:
    assert {kind for kind in CargoClass if kind.name.startswith("BATTERY")} == BATTERIES


def test_words_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Problem("A_CODE").code = "ANOTHER"  # type: ignore[misc]
