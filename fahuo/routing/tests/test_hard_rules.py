"""One row per hard rule: what excludes, what just passes, and what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.rating import queries as rating
from fahuo.rating.domain.bulk import columns, rate_columns
from fahuo.rating.domain.case import case
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.domain.table import compile_table
from fahuo.routing.domain import Option, RouteRequest
from fahuo.routing.domain.choose import choose
from fahuo.routing.domain.scene import Scene
from fahuo.routing.queries import route_rules
from fahuo.routing.services.recommend import recommend
from fahuo.trade import error_book
from fahuo.trade.address import Address
from fahuo.trade.cargo import Paper
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from tests.fixtures.parcels import (
    cotton_towel,
    face_cream,
    fridge_magnet,
    gold_bar,
    parcel_of,
    phone_with_battery,
    power_bank,
    weighing,
)
from tests.fixtures.places import alaska, chicago, hamburg, sao_paulo, seoul

EVERYBODY = frozenset({"cainiao", "fpx", "yanwen", "yunexpress"})
ECONOMY, STANDARD = "cainiao/CAINIAO_ECONOMY", "cainiao/CAINIAO_STANDARD"
PAPERLESS = parcel_of(phone_with_battery(papers=frozenset({Paper.MSDS})))


def request(place: Address, parcel: Parcel, **changes: object) -> RouteRequest:
    return replace(RouteRequest("1", place, "", parcel, EVERYBODY), **changes)  # type: ignore[arg-type]


def option(one: RouteRequest, service: str, on: date) -> Option:
    (recommendation,) = recommend([one], on=on)
    (found,) = [option for option in recommendation.options if option.service.key == service]
    return found


def boxed(length_mm: int, width_mm: int, height_mm: int) -> Parcel:
    return weighing(300, size=Size.of(length_mm, width_mm, height_mm))


def worth(amount: str, currency: str) -> Parcel:
    return parcel_of(replace(cotton_towel(), unit_value=Money(Decimal(amount), currency)))


EXCLUDED = [
    # service, request, code, detail
    (STANDARD, request(hamburg(), weighing(500), bookable=frozenset({"fpx"})), "NO_CONTRACT", "cainiao"),
    (STANDARD, request(hamburg(), weighing(500), bookable=frozenset()), "NO_CONTRACT", "cainiao"),
    (STANDARD, request(replace(hamburg(), country="KP"), weighing(500)), "NOT_SERVED", "KP 20095"),
    (ECONOMY, request(replace(hamburg(), country="FJ", postcode=""), weighing(500)), "NOT_SERVED", "FJ"),
    (STANDARD, request(replace(chicago(), postcode="96910"), weighing(500)), "NOT_SERVED", "US 96910"),  # Guam
    (STANDARD, request(chicago(), weighing(500), remote_area="US_PACIFIC"), "NOT_SERVED", "US 60601"),
    (STANDARD, request(seoul(), parcel_of(power_bank())), "CARGO_NOT_ACCEPTED", "BATTERY_ONLY"),
    (ECONOMY, request(seoul(), parcel_of(face_cream(), fridge_magnet())), "CARGO_NOT_ACCEPTED", "COSMETIC, MAGNET"),
    ("yunexpress/FZZXR", request(seoul(), parcel_of(gold_bar())), "CARGO_NOT_ACCEPTED", "HS 71; HS 42 61 62 63 64 65"),
    (STANDARD, request(seoul(), PAPERLESS), "BATTERY_DOCUMENT_MISSING", "UN 38.3, MSDS"),
    (ECONOMY, request(seoul(), weighing(2001)), "OVERWEIGHT", "2001 g > 2000 g"),
    # 700 × 320 × 320 mm = 71,680 cm³ ÷ 6,000 = 11.947 kg; length and girth 700 + 2 × 640 = 1,980 mm
    ("fpx/S1", request(seoul(), boxed(700, 320, 320)), "OVERWEIGHT", "11947 g > rate sheet"),
    (ECONOMY, request(seoul(), boxed(601, 50, 50)), "OVERSIZE", "601 mm > 600 mm"),
    (ECONOMY, request(seoul(), boxed(500, 101, 100)), "GIRTH", "902 mm > 900 mm"),  # 500 + 2 × 201
    (STANDARD, request(sao_paulo(), parcel_of(gold_bar())), "VALUE_OVER_LIMIT", "4900.00 USD > 3000.00 USD"),
    (ECONOMY, request(chicago(), weighing(500)), "DDP_REQUIRED", "US"),
    (ECONOMY, request(alaska(), weighing(500)), "DDP_REQUIRED", "US"),
    (ECONOMY, request(replace(chicago(), country="PR", postcode="00907"), weighing(500)), "DDP_REQUIRED", "PR"),
    ("yanwen/484", request(hamburg(), weighing(500)), "EORI_MISSING", "DE"),
    ("yanwen/484", request(hamburg(), weighing(500), seller_eori="CN1234567890"), "EORI_MISSING", "DE"),
    ("yanwen/484", request(hamburg(), weighing(500), contract_eori={"fpx": "DE123456789"}), "EORI_MISSING", "DE"),
    ("yanwen/484", request(seoul(), weighing(500)), "NAME_NOT_LATIN", "yanwen"),  # 김하늘
    ("yanwen/484", request(hamburg(), weighing(500), seller_eori="GB123456789000"), "EORI_MISSING", "DE"),
    ("yanwen/484", request(hamburg(), weighing(500), seller_eori="DE1234567890123456"), "EORI_MISSING", "DE"),
    (STANDARD, request(hamburg(), weighing(0)), "PARCEL_INVALID", "0 g"),
    # two rules exclude: what no parcel could change is said before the goods, the goods before the terms
    (ECONOMY, request(chicago(), parcel_of(power_bank()), bookable=frozenset({"fpx"})), "NO_CONTRACT", "cainiao"),
    (ECONOMY, request(chicago(), parcel_of(power_bank())), "CARGO_NOT_ACCEPTED", "BATTERY_ONLY"),
    (ECONOMY, request(chicago(), weighing(2001)), "OVERWEIGHT", "2001 g > 2000 g"),
    (STANDARD, request(replace(hamburg(), country="XX"), weighing(500)), "COUNTRY_UNKNOWN", "XX"),
    (STANDARD, request(chicago(), worth("900.00", "KZT")), "NO_EXCHANGE_RATE", "KZT"),
]  # fmt: skip

PASSES = [
    (ECONOMY, request(seoul(), weighing(2000))),
    (ECONOMY, request(seoul(), boxed(600, 50, 50))),
    (ECONOMY, request(seoul(), boxed(500, 100, 100))),  # 500 + 2 × 200 = 900
    (STANDARD, request(seoul(), parcel_of(phone_with_battery()))),
    ("yunexpress/FZZXR", request(seoul(), parcel_of(cotton_towel()))),
    (STANDARD, request(sao_paulo(), worth("3000.00", "USD"))),
    (STANDARD, request(seoul(), worth("900.00", "KZT"))),  # no duties paid there, so the rate is not needed
    (STANDARD, request(chicago(), weighing(500))),
    (STANDARD, request(alaska(), weighing(500))),
    (STANDARD, request(hamburg(), weighing(500))),  # the service brings its own EORI
    ("yanwen/484", request(hamburg(), weighing(500), seller_eori="DE123456789012345")),
    ("yanwen/484", request(hamburg(), weighing(500), contract_eori={"yanwen": "IE1234567AB"})),
    ("yanwen/484", request(sao_paulo(), weighing(500))),  # Marina Duarte: 26 letters
]


@pytest.mark.parametrize(("service", "one", "code", "detail"), EXCLUDED, ids=lambda value: str(value)[:40])
def test_excluded_because(service: str, one: RouteRequest, code: str, detail: str, today: date) -> None:
    found = option(one, service, today)
    assert found.exclusion is not None
    assert (found.exclusion.code, found.exclusion.detail) == (code, detail)
    assert found.exclusion.field
    assert (found.rate, found.price, found.reasons, found.score) == (None, None, (), float("inf"))


@pytest.mark.parametrize(("service", "one"), PASSES, ids=lambda value: str(value)[:40])
def test_what_just_passes(service: str, one: RouteRequest, today: date) -> None:
    found = option(one, service, today)
    assert found.exclusion is None
    assert found.price is not None
    assert found.price.amount > 0


def test_without_a_sheet_in_force_there_is_no_price(today: date) -> None:
    found = option(request(seoul(), weighing(500)), STANDARD, date(2025, 12, 31))
    assert found.exclusion is not None
    assert (found.exclusion.code, found.exclusion.detail) == ("NO_RATE_SHEET", f"{STANDARD} 2025-12-31")
    assert option(request(seoul(), weighing(500)), STANDARD, date(2026, 1, 1)).exclusion is None


def test_without_duty_rates_a_service_that_pays_them_has_no_price(today: date) -> None:
    rules = replace(rating.price_rules(on=today), duties={})
    table = compile_table(rating.services(), rating.sheets_in_force(on=today), rules, on=today)
    one = request(chicago(), weighing(500))
    cases = [case(RateRequest("US", "", one.parcel), rules)]
    parcels = columns(cases, table)
    scene = Scene([one], cases, parcels, rate_columns(parcels, table), table, route_rules(on=today))
    (recommendation,) = choose(scene, detailed=5)
    found = {option.service.key: option.exclusion for option in recommendation.options}
    assert recommendation.winner is None
    assert found[STANDARD] is not None
    assert found[STANDARD].code == "NO_DUTY_RATE"


def test_every_code_is_in_the_error_book() -> None:
    for _, _, code, _ in EXCLUDED:
        entry = error_book.entry(code)
        assert entry.title("zh-hans") != entry.title("en")
    for code in ("NO_RATE_SHEET", "NO_DUTY_RATE"):
        assert error_book.entry(code).fix("en")
