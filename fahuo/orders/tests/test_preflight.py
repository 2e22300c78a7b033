"""Pre-flight over whole orders: goods, remote areas, weights, everything at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.orders.domain import preflight, remote_area
from fahuo.orders.domain.goods import Wanted
from fahuo.orders.rules import rules
from fahuo.trade import error_book
from fahuo.trade.address import Address
from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money

RULES = rules(date(2026, 11, 22))
HAMBURG = Address(
    name="Erika", country="DE", street="Jungfernstieg 1", city="Hamburg", postcode="20354", phone="+4915159729686"
)


def unit(sku: str, **changes: object) -> GoodsLine:
    line = GoodsLine(
        sku=sku, title_en=sku, title_zh="", quantity=1, unit_weight_g=250, unit_size=Size(200, 100, 50),
        unit_value=Money(Decimal("10.00"), "USD"), hs_code="851762", origin="CN",
    )  # fmt: skip
    return replace(line, **changes)  # type: ignore[arg-type]


BATTERY = {"cargo_class": CargoClass.BATTERY_BUILTIN}
BOTH = frozenset({Paper.UN383, Paper.MSDS})
CATALOGUE = {
    line.sku: line
    for line in (
        unit("HUB"),
        unit("NO-HS", hs_code=""),
        unit("NO-ORIGIN", origin=""),
        unit("NO-PAPERS", **BATTERY),
        unit("NO-MSDS", **BATTERY, papers=frozenset({Paper.UN383})),
        unit("PHONE", **BATTERY, papers=BOTH),
        unit("MAGNET", cargo_class=CargoClass.MAGNET),
    )
}


def check(*wanted: tuple[str, int], address: Address = HAMBURG) -> preflight.Verdict:
    lines = [Wanted(place, sku, quantity) for place, (sku, quantity) in enumerate(wanted)]
    return preflight.check(address, lines, CATALOGUE, RULES, status="WAIT_SELLER_SEND_GOODS")


def test_ready_with_weights_and_value() -> None:
    verdict = check(("HUB", 2), ("MAGNET", 1))
    assert (verdict.outcome, verdict.problems, verdict.remote_area) == ("READY", (), "none")
    assert verdict.actual_weight_g == 750  # 250 × 3
    assert verdict.volumetric_weight_g == 375  # 20 × 10 × (5 × 3) = 3,000 cm³ ÷ 8,000 × 1,000
    assert verdict.value_usd == Decimal("30.00")


@pytest.mark.parametrize(
    ("sku", "quantity", "code", "field"),
    [
        ("NO-HS", 1, "HS_CODE_MISSING", "lines[0].hs_code"),
        ("NO-ORIGIN", 6, "ORIGIN_MISSING_OVER_50_USD", "lines[0].origin"),  # 60.00
        ("NO-PAPERS", 1, "BATTERY_DOCUMENT_MISSING", "lines[0].papers"),
        ("NO-MSDS", 1, "BATTERY_DOCUMENT_MISSING", "lines[0].papers"),
        ("NEVER-SEEN", 1, "SKU_UNKNOWN", "lines[0].sku"),
    ],
)
def test_goods(sku: str, quantity: int, code: str, field: str) -> None:
    verdict = check((sku, quantity))
    assert verdict.outcome == "BLOCKED"
    assert [(problem.code, problem.field) for problem in verdict.problems] == [(code, field)]


@pytest.mark.parametrize(("sku", "quantity"), [("NO-ORIGIN", 5), ("PHONE", 1)])  # 50.00 is not over 50
def test_goods_in_order(sku: str, quantity: int) -> None:
    assert check((sku, quantity)).outcome == "READY"


def test_an_unknown_sku_leaves_no_weight_to_believe() -> None:
    verdict = check(("HUB", 1), ("NEVER-SEEN", 1))
    assert (verdict.actual_weight_g, verdict.volumetric_weight_g, verdict.value_usd) == (None, None, None)


def test_all_problems_at_once() -> None:
    address = Address(name="", country="BR", street="", phone="12", postcode="1")
    verdict = check(("NO-HS", 1), ("NO-MSDS", 9), ("NO-ORIGIN", 1), address=address)
    assert verdict.codes == [
        "ADDRESS_INCOMPLETE",
        "BATTERY_DOCUMENT_MISSING",
        "HS_CODE_MISSING",
        "ORIGIN_MISSING_OVER_50_USD",
        "PHONE_PREFIX_MISSING",
        "POSTCODE_FORMAT",
        "RECIPIENT_TAX_ID_MISSING",
    ]
    assert len(verdict.problems) == 10  # name, street, city and province are four of one code
    for problem in verdict.problems:
        entry = error_book.entry(problem.code)
        assert entry.fix("zh-hans")
        assert entry.fix("en")


def test_nothing_to_ship() -> None:
    verdict = check()
    assert (verdict.outcome, verdict.codes, verdict.actual_weight_g) == ("SKIP", ["NOT_SHIPPABLE_STATUS"], None)


@pytest.mark.parametrize(
    ("country", "province", "postcode", "area"),
    [
        ("US", "Alaska", "99703", "US_AK"),
        ("US", "AK", "", "US_AK"),
        ("US", "alaska", "997O3", "US_AK"),  # a postcode that is none decides nothing
        ("US", "", "99950", "US_AK"),
        ("US", "Washington", "99403", "none"),
        ("US", "Hawaii", "96852", "US_HI"),
        ("US", "HI", "96701-1234", "US_HI"),
        ("US", "American Samoa", "96799", "none"),
        ("US", "Guam", "96910", "none"),
        ("US", "Puerto Rico", "00601", "US_PR"),
        ("US", "PR", "00969", "US_PR"),
        ("US", "Virgin Islands", "00802", "none"),
        ("US", "New York", "00501", "none"),
        ("PR", "", "00601", "US_PR"),
        ("DE", "", "99703", "none"),
        ("FR", "PR", "", "none"),
    ],
)
def test_remote_area(country: str, province: str, postcode: str, area: str) -> None:
    assert remote_area.find(country, province, postcode, RULES.remote_areas) == area
