"""Three parcels as many shops send them, for showing what a change of weights does."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from fahuo.routing.domain.request import RouteRequest
from fahuo.trade.address import Address
from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack

PROMISED_AFTER = timedelta(days=30)
CASE = GoodsLine(
    sku="CASE",
    title_en="Phone case",
    title_zh="手机壳",
    quantity=1,
    unit_weight_g=180,
    unit_size=Size.of(180, 100, 20),
    unit_value=Money(Decimal("8.00"), "USD"),
    hs_code="392690",
    origin="CN",
)
SPEAKER = GoodsLine(
    sku="SPEAKER",
    title_en="Bluetooth speaker",
    title_zh="蓝牙音箱",
    quantity=1,
    unit_weight_g=620,
    unit_size=Size.of(200, 120, 100),
    unit_value=Money(Decimal("32.00"), "USD"),
    cargo_class=CargoClass.BATTERY_BUILTIN,
    hs_code="851822",
    origin="CN",
    papers=frozenset({Paper.UN383, Paper.MSDS}),
)
RUG = GoodsLine(
    sku="RUG",
    title_en="Bath rug",
    title_zh="地垫",
    quantity=1,
    unit_weight_g=2400,
    unit_size=Size.of(450, 220, 200),
    unit_value=Money(Decimal("24.00"), "USD"),
    hs_code="570500",
    origin="CN",
)
SEOUL = Address(
    "A. Buyer", "KR", "1 Sejong-daero", city="Seoul", province="Seoul", postcode="04524", tax_id="P123456789012"
)
HAMBURG = Address("A. Buyer", "DE", "Jungfernstieg 1", city="Hamburg", province="Hamburg", postcode="20095")
COLUMBUS = Address("A. Buyer", "US", "1 High Street", city="Columbus", province="OH", postcode="43215")


def samples(*, on: date) -> list[RouteRequest]:
    """Return a light one to Korea, one with a battery to Germany, a heavy one to the United States.

    They are promised for a month after `on`, so that what they show does not age.
    """
    asked = (
        (SEOUL, CASE, "CAINIAO_STATION"),
        (HAMBURG, SPEAKER, "CAINIAO_STANDARD"),
        (COLUMBUS, RUG, "CAINIAO_ECONOMY"),
    )
    return [
        RouteRequest(
            key=place.country,
            destination=place,
            remote_area="",
            parcel=pack((line,)),
            chosen_service=chosen,
            promised_on=on + PROMISED_AFTER,
        )
        for place, line, chosen in asked
    ]
