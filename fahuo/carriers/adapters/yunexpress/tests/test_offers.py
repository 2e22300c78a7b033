"""Products and prices."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fahuo.carriers.adapters.yunexpress import offers, wire
from fahuo.carriers.errors import Unsupported
from fahuo.carriers.tests.stage import INQUIRY, Scene, play
from fahuo.trade.cargo import CargoClass
from fahuo.trade.money import Money


def test_rows_of_one_product_are_summed() -> None:
    rows = [
        wire.Fee("B", Decimal("20.00"), "RMB", "Slow", "E1", None, "8-15"),
        wire.Fee("A", Decimal("14.52"), "RMB", "Fast", "E1", "运费", "3-8"),
        wire.Fee("A", Decimal("15"), "RMB", "Fast", "E2", "挂号费", "3-8"),
    ]
    found = offers.to_rates(rows)
    assert [(rate.service_code, rate.total, rate.days) for rate in found] == [
        ("B", Money(Decimal("20.00"), "CNY"), "8-15"),
        ("A", Money(Decimal("29.52"), "CNY"), "3-8"),  # 14.52 + 15
    ]
    assert found[1].fees == (("运费", Money(Decimal("14.52"), "CNY")), ("挂号费", Money(Decimal(15), "CNY")))


@pytest.mark.parametrize(
    ("classes", "letter"),
    [
        ({CargoClass.GENERAL}, "C"),
        ({CargoClass.GENERAL, CargoClass.BATTERY_BUILTIN}, "E"),
        ({CargoClass.BATTERY_PACKED, CargoClass.LIQUID}, "F"),
        ({CargoClass.MAGNET}, "F"),
    ],
)
def test_one_letter_for_the_cargo(classes: set[CargoClass], letter: str) -> None:
    assert offers.cargo_letter(frozenset(classes)) == letter


def test_a_quote_and_the_products() -> None:
    async def story(scene: Scene) -> None:
        rates = await scene.carrier.quote(INQUIRY)
        assert rates[0].total == Money(Decimal("29.52"), "CNY")  # 0.242 kg × 60 + 15
        listed = await scene.carrier.services("DE")
        assert {offer.service_code for offer in listed} == {rate.service_code for rate in rates}
        assert ("THPHR", "特惠普货") in {(offer.service_code, offer.name) for offer in listed}

    play("yunexpress", story)


def test_a_quote_names_the_origin_and_knows_no_duties_paid() -> None:
    assert "origin" not in offers.to_trial(INQUIRY)
    assert offers.to_trial(INQUIRY, "YT-SZ")["origin"] == "YT-SZ"
    with pytest.raises(Unsupported):
        offers.to_trial(replace(INQUIRY, ddp=True))
