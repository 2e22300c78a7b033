"""The worked table of docs/algorithms/routing.md, and the sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from fahuo.routing.domain import RouteRequest, charge_name, explain
from fahuo.routing.domain.soft import buyer_level
from fahuo.routing.queries import route_rules
from fahuo.routing.services.recommend import recommend
from fahuo.trade.charge import ChargeKind
from fahuo.trade.money import Money
from fahuo.trade.service import ServiceLevel
from tests.fixtures.parcels import cotton_towel, parcel_of, phone_with_battery, power_bank
from tests.fixtures.places import alaska, seoul

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "routing.md"
EVERYBODY = frozenset({"cainiao", "fpx", "yanwen", "yunexpress"})


def rows() -> list[dict[str, str]]:
    (block,) = [part for part in PAGE.read_text("utf-8").split("\n\n") if part.startswith("| service | price")]
    head, _, *lines = ([cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]


@pytest.mark.parametrize("row", rows(), ids=lambda row: "{service} late={late}".format(**row))
def test_worked_scores(row: dict[str, str], today: date) -> None:
    towel = replace(cotton_towel(), unit_value=Money(Decimal("10.00"), "USD"))
    parcel = replace(
        parcel_of(towel), weight_g=500, size=replace(towel.unit_size, length_mm=100, width_mm=80, height_mm=40)
    )
    ship_by = today - timedelta(days=1) if row["late"] == "yes" else today
    asked = RouteRequest("1", seoul(), "", parcel, EVERYBODY, "CAINIAO_STANDARD", ship_by=ship_by)
    (found,) = recommend([asked], on=today)
    (option,) = [option for option in found.options if option.service.key == row["service"]]
    assert str(option.price) == f"{row['price']} CNY"
    assert [reason.fact for reason in option.reasons] == [f"{row['price']} CNY", row["days"], row["steps"]]
    assert f"{option.score:.2f}" == row["score"]


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("CAINIAO_STANDARD", ServiceLevel.STANDARD),
        ("CAINIAO_STANDARD_TS_12350032", ServiceLevel.STANDARD),
        ("CAINIAO_STANDARD_FPXGZ", ServiceLevel.STANDARD),
        ("CAINIAO_ECONOMY_GLOBAL", ServiceLevel.DEDICATED_ECONOMY),
        ("CAINIAO_ECONOMY_30111284", ServiceLevel.ECONOMY),
        ("CAINIAO_FULFILLMENT_STD", None),
        ("Other", None),
        ("_", None),
        ("", None),
    ],
)
def test_the_level_behind_a_platform_key(key: str, level: ServiceLevel | None, today: date) -> None:
    assert buyer_level(key, route_rules(on=today).level_of) == level


def test_every_charge_has_a_name_in_both_languages() -> None:
    for kind in ChargeKind:
        assert charge_name(kind, "en") != charge_name(kind, "zh-hans")


def test_an_open_service_explains_price_days_level_and_total(today: date) -> None:
    asked = RouteRequest("1", alaska(), "", parcel_of(phone_with_battery()), EVERYBODY, "CAINIAO_PREMIUM")
    (found,) = recommend([asked], on=today, detailed=99)
    (standard,) = [option for option in found.options if option.service.key == "cainiao/CAINIAO_STANDARD"]
    # value 86.00 USD × 7.10 = 610.60; duty 30 % = 183.18; handling 2.00 + 2 % = 5.66; battery 30 % of 15.00 = 4.50
    assert explain(standard, "en") == (
        "Costs 230.84 CNY: base freight 15.00, remote area 22.50, special cargo 4.50, duty 183.18, "
        "handling of duties 5.66.",
        "Takes 10 to 20 days, 15 in the middle; that counts as 9.00.",
        "Slower by 1 level(s) than the buyer chose; that counts as 12.00.",
        "Duties and taxes are paid by the sender (DDP).",
        "In all 251.84 CNY; the lowest sum wins.",
    )
    assert explain(standard, "zh-hans")[0].startswith("运费 230.84 CNY：基础运费 15.00，偏远费 22.50")


def test_what_was_stored_explains_itself_like_the_option(today: date) -> None:
    asked = RouteRequest("1", alaska(), "", parcel_of(phone_with_battery()), frozenset({"cainiao"}))
    (found,) = recommend([asked], on=today)
    for option in found.options:
        for language in ("en", "zh-hans"):
            assert explain(option.as_json(), language) == explain(option, language)
            assert all(explain(option, language))


def test_an_excluded_service_names_the_rule(today: date) -> None:
    (found,) = recommend([RouteRequest("1", seoul(), "", parcel_of(power_bank()), EVERYBODY)], on=today)
    assert explain(found.options[0], "en") == ("Excluded: Goods not accepted (BATTERY_ONLY).",)
    assert explain(found.options[0], "zh-hans") == ("已排除：不承运该类货物（BATTERY_ONLY）。",)
