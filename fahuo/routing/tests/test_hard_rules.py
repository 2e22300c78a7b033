"""One row per hard rule: what excludes, what just passes, and what is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from fahuo.rating import queries as rating
from fahuo.rating.domain.sheet import Basis, Discount
from fahuo.rating.domain.table import CODES, compile_table
from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain import RouteContext, RouteRequest
from fahuo.routing.domain.choose import choose, scene_for
from fahuo.routing.domain.engine import engine
from fahuo.routing.domain.weighing import first_exclusions
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.lanes import lane_priors
from fahuo.routing.tests.asking import AT, ECONOMY, STANDARD, answer, context, on_day, option, request, with_terms
from fahuo.trade import error_book
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
from tests.fixtures.places import alaska, chicago, hamburg, sao_paulo, seoul, shenzhen

PAPERLESS = parcel_of(phone_with_battery(papers=frozenset({Paper.MSDS})))
PAST_CUT_OFF = datetime(2026, 11, 22, 17, 30)  # noqa: DTZ001 - the time of the place of origin


def boxed(length_mm: int, width_mm: int, height_mm: int) -> Parcel:
    return weighing(300, size=Size.of(length_mm, width_mm, height_mm))


def worth(amount: str, currency: str) -> Parcel:
    return parcel_of(replace(cotton_towel(), unit_value=Money(Decimal(amount), currency)))


GERMAN = "DE123456789012345"
ALL = context()
SHENZHEN = shenzhen()  # 广东省 深圳市 518000
EXCLUDED = [
    # service, request, context, code, detail
    (STANDARD, request(hamburg(), weighing(500)), context("fpx"), "NO_CONTRACT", "cainiao"),
    (STANDARD, request(hamburg(), weighing(500)), replace(ALL, contracts={}), "NO_CONTRACT", "cainiao"),
    (STANDARD, request(seoul(), weighing(500)), with_terms(valid_until=date(2026, 11, 22)), "CONTRACT_EXPIRED",
     "– 2026-11-22"),
    (STANDARD, request(seoul(), weighing(500)), with_terms(valid_from=date(2026, 11, 23)), "CONTRACT_EXPIRED",
     "2026-11-23 –"),
    (STANDARD, request(seoul(), weighing(500)), with_terms(services=frozenset({"CAINIAO_PREMIUM"})),
     "SERVICE_NOT_SIGNED", STANDARD),
    (STANDARD, request(seoul(), weighing(500)), replace(with_terms(pickup_areas=("浙江",)), origin=SHENZHEN),
     "NO_PICKUP", f"{SHENZHEN.province} {SHENZHEN.city} 518000"),
    (STANDARD, request(seoul(), weighing(500)), with_terms(daily_capacity=20, parcels_today=20), "CAPACITY_FULL",
     "20 / 20"),
    (STANDARD, request(replace(hamburg(), country="KP"), weighing(500)), ALL, "NOT_SERVED", "KP 20095"),
    (ECONOMY, request(replace(hamburg(), country="FJ", postcode=""), weighing(500)), ALL, "NOT_SERVED", "FJ"),
    (STANDARD, request(replace(chicago(), postcode="96910"), weighing(500)), ALL, "NOT_SERVED", "US 96910"),  # Guam
    (STANDARD, request(chicago(), weighing(500), remote_area="US_PACIFIC"), ALL, "NOT_SERVED", "US 60601"),
    (STANDARD, request(hamburg(), weighing(500), remote_area="US_AK"), ALL, "NOT_SERVED", "DE 20095"),
    (STANDARD, request(chicago(), worth("0.00", "USD")), ALL, "DECLARED_VALUE_MISSING", "US"),
    (STANDARD, request(seoul(), parcel_of(power_bank())), ALL, "CARGO_NOT_ACCEPTED", "BATTERY_ONLY"),
    (ECONOMY, request(seoul(), parcel_of(face_cream(), fridge_magnet())), ALL, "CARGO_NOT_ACCEPTED",
     "COSMETIC, MAGNET"),
    ("yunexpress/FZZXR", request(seoul(), parcel_of(gold_bar())), ALL, "CARGO_NOT_ACCEPTED",
     "HS 71; HS 42 61 62 63 64 65"),
    ("yunexpress/FZZXR", request(seoul(), parcel_of(replace(cotton_towel(), hs_code=""))), ALL, "CARGO_NOT_ACCEPTED",
     "HS —; HS 42 61 62 63 64 65"),
    (STANDARD, request(seoul(), PAPERLESS), ALL, "BATTERY_DOCUMENT_MISSING", "UN 38.3, MSDS"),
    (ECONOMY, request(seoul(), weighing(2001)), ALL, "OVERWEIGHT", "2001 g > 2000 g"),
    # 700 × 320 × 320 mm = 71,680 cm³ ÷ 6,000 = 11.947 kg; length and girth 700 + 2 × 640 = 1,980 mm
    ("fpx/S1", request(seoul(), boxed(700, 320, 320)), ALL, "OVERWEIGHT", "11947 g > rate sheet"),
    (ECONOMY, request(seoul(), boxed(601, 50, 50)), ALL, "OVERSIZE", "601 mm > 600 mm"),
    (ECONOMY, request(seoul(), boxed(500, 101, 100)), ALL, "GIRTH", "902 mm > 900 mm"),  # 500 + 2 × 201
    (STANDARD, request(sao_paulo(), parcel_of(gold_bar())), ALL, "VALUE_OVER_LIMIT", "4900.00 USD > 3000.00 USD"),
    (STANDARD, request(replace(seoul(), tax_id=" "), weighing(500)), ALL, "RECIPIENT_TAX_ID_MISSING", "KR"),
    (ECONOMY, request(chicago(), weighing(500)), ALL, "DDP_REQUIRED", "US"),
    (ECONOMY, request(alaska(), weighing(500)), ALL, "DDP_REQUIRED", "US"),
    (ECONOMY, request(replace(chicago(), country="PR", postcode="00907"), weighing(500)), ALL, "DDP_REQUIRED", "PR"),
    ("yanwen/484", request(hamburg(), weighing(500)), ALL, "EORI_MISSING", "DE"),
    ("yanwen/484", request(hamburg(), weighing(500)), context(seller_eori="CN1234567890"), "EORI_MISSING", "DE"),
    ("yanwen/484", request(hamburg(), weighing(500)), with_terms("fpx", eori="DE123456789"), "EORI_MISSING", "DE"),
    ("yanwen/484", request(seoul(), weighing(500)), ALL, "NAME_NOT_LATIN", "yanwen"),  # 김하늘
    ("yanwen/484", request(hamburg(), weighing(500)), context(seller_eori="GB123456789000"), "EORI_MISSING", "DE"),
    ("yanwen/484", request(hamburg(), weighing(500)), context(seller_eori="DE1234567890123456"), "EORI_MISSING", "DE"),
    (STANDARD, request(hamburg(), weighing(0)), ALL, "PARCEL_INVALID", "0 g"),
    (ECONOMY, request(seoul(), weighing(500), return_label=True), ALL, "RETURN_LABEL_NOT_OFFERED", ECONOMY),
    (ECONOMY, request(seoul(), weighing(500), insured=True), ALL, "INSURANCE_NOT_OFFERED", "6.80 USD"),
    # promised for the day after tomorrow: nobody is that quick
    (STANDARD, request(seoul(), weighing(500), promised_on=date(2026, 11, 24)), context(wishes={"min_on_time": 0.5}),
     "TOO_LATE", "0.00 < 0.50"),
    # two rules exclude: what no parcel could change is said before the goods, the goods before the terms
    (ECONOMY, request(chicago(), parcel_of(power_bank())), context("fpx"), "NO_CONTRACT", "cainiao"),
    (ECONOMY, request(chicago(), parcel_of(power_bank())), ALL, "CARGO_NOT_ACCEPTED", "BATTERY_ONLY"),
    (ECONOMY, request(chicago(), weighing(2001)), ALL, "OVERWEIGHT", "2001 g > 2000 g"),
    (STANDARD, request(replace(hamburg(), country="XX"), weighing(500)), ALL, "COUNTRY_UNKNOWN", "XX"),
    (STANDARD, request(chicago(), worth("900.00", "KZT")), ALL, "NO_EXCHANGE_RATE", "KZT"),
]  # fmt: skip

PASSES = [
    (ECONOMY, request(seoul(), weighing(2000)), ALL),
    (ECONOMY, request(seoul(), boxed(600, 50, 50)), ALL),
    (ECONOMY, request(seoul(), boxed(500, 100, 100)), ALL),  # 500 + 2 × 200 = 900
    (STANDARD, request(seoul(), parcel_of(phone_with_battery())), ALL),
    ("yunexpress/FZZXR", request(seoul(), parcel_of(cotton_towel())), ALL),
    (STANDARD, request(sao_paulo(), worth("3000.00", "USD")), ALL),
    (STANDARD, request(seoul(), worth("900.00", "KZT")), ALL),  # no duties paid there, so the rate is not needed
    (STANDARD, request(chicago(), weighing(500)), ALL),
    (STANDARD, request(alaska(), weighing(500)), ALL),
    (STANDARD, request(seoul(), worth("0.00", "USD")), ALL),  # no duties paid there, so the value is not needed
    (STANDARD, request(replace(chicago(), country="PR", postcode="00907"), weighing(500), remote_area="US_PR"), ALL),
    (STANDARD, request(hamburg(), weighing(500)), ALL),  # the service brings its own EORI
    ("yanwen/484", request(hamburg(), weighing(500)), context(seller_eori=GERMAN)),
    ("yanwen/484", request(hamburg(), weighing(500)), with_terms("yanwen", eori="IE1234567AB")),
    ("yanwen/484", request(sao_paulo(), weighing(500)), ALL),  # Marina Duarte: 26 letters
    (STANDARD, request(hamburg(), weighing(500)), ALL),  # Germany asks for no number of the recipient
    (STANDARD, request(seoul(), weighing(500)), with_terms(valid_from=date(2026, 11, 22))),
    (STANDARD, request(seoul(), weighing(500)), with_terms(valid_until=date(2026, 11, 23))),
    (STANDARD, request(seoul(), weighing(500)), with_terms(services=frozenset({"CAINIAO_STANDARD"}))),
    (STANDARD, request(seoul(), weighing(500)), with_terms(pickup_areas=("浙江",))),  # nobody said where it starts
    (STANDARD, request(seoul(), weighing(500)), replace(with_terms(pickup_areas=("518",)), origin=SHENZHEN)),
    (STANDARD, request(seoul(), weighing(500)),
     replace(with_terms(pickup_areas=("浙江", SHENZHEN.province)), origin=SHENZHEN)),
    (STANDARD, request(seoul(), weighing(500)),
     replace(with_terms(pickup_areas=(SHENZHEN.city.upper(),)), origin=SHENZHEN)),
    (STANDARD, request(seoul(), weighing(500)), with_terms(daily_capacity=20, parcels_today=19)),
    (STANDARD, request(seoul(), weighing(500), promised_on=date(2027, 3, 1)), context(wishes={"min_on_time": 0.9})),
    (STANDARD, request(seoul(), weighing(500)), context(wishes={"min_on_time": 0.9})),  # nothing was promised
]  # fmt: skip


@pytest.mark.parametrize(
    ("service", "one", "known", "code", "detail"), EXCLUDED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_excluded_because(service: str, one: RouteRequest, known: RouteContext, code: str, detail: str) -> None:
    found = option(answer(one, known), service)
    assert found.exclusion is not None
    assert (found.exclusion.code, found.exclusion.detail) == (code, detail)
    assert found.exclusion.field
    assert (found.rate, found.price, found.reasons, found.score) == (None, None, (), float("inf"))


@pytest.mark.parametrize(("service", "one", "known"), PASSES, ids=lambda value: value if isinstance(value, str) else "")
def test_what_just_passes(service: str, one: RouteRequest, known: RouteContext) -> None:
    found = option(answer(one, known), service)
    assert found.exclusion is None
    assert found.price is not None
    assert found.price.amount > 0


def test_without_a_sheet_in_force_there_is_no_price() -> None:
    found = option(answer(request(seoul(), weighing(500)), on_day(date(2025, 12, 31))), STANDARD)
    assert found.exclusion is not None
    assert (found.exclusion.code, found.exclusion.detail) == ("NO_RATE_SHEET", f"{STANDARD} 2025-12-31")
    assert option(answer(request(seoul(), weighing(500)), on_day(date(2026, 1, 1))), STANDARD).exclusion is None


def test_without_duty_rates_a_service_that_pays_them_has_no_price(today: date) -> None:
    rules = replace(rating.price_rules(on=today), duties={})
    table = compile_table(rating.services(), rating.sheets_in_force(on=today), rules, on=today)
    found = engine(table, route_rules(on=today), lane_priors(on=today), context())
    (recommendation,) = choose([request(chicago(), weighing(500))], found, detailed=5)
    assert recommendation.winner is None
    excluded = option(recommendation, STANDARD).exclusion
    assert excluded is not None
    assert excluded.code == "NO_DUTY_RATE"


@pytest.mark.parametrize(
    ("country", "area", "field"),
    [("KP", "", "address.country"), ("DE", "US_AK", "address.postcode"), ("US", "US_PACIFIC", "address.postcode")],
)
def test_what_is_not_served_is_the_country_or_a_part_of_it(country: str, area: str, field: str) -> None:
    asked = request(replace(hamburg(), country=country), weighing(500), remote_area=area)
    excluded = option(answer(asked), STANDARD).exclusion
    assert excluded is not None
    assert (excluded.code, excluded.field) == ("NOT_SERVED", field)


def test_a_price_of_nothing_never_wins(today: date) -> None:
    free = Discount(Decimal(100), Basis.FREIGHT)
    sheets = {key: replace(sheet, discount=free) for key, sheet in rating.sheets_in_force(on=today).items()}
    table = compile_table(rating.services(), sheets, rating.price_rules(on=today), on=today)
    found = engine(table, route_rules(on=today), lane_priors(on=today), context())
    (recommendation,) = choose([request(seoul(), weighing(500))], found, detailed=5)
    assert recommendation.winner is None
    excluded = option(recommendation, STANDARD).exclusion
    assert excluded is not None
    assert (excluded.code, excluded.field, excluded.detail) == ("PRICE_NOT_POSITIVE", "service", STANDARD)


def test_whatever_pricing_refuses_a_rule_excludes(today: date) -> None:
    """A code of the bulk engine without a rule of its own would leave a pair open at a price of −1."""
    found = engine(rate_table(on=today), route_rules(on=today), lane_priors(on=today), context())
    scene = scene_for([request(seoul(), weighing(500))], found.table)
    for code in range(1, len(CODES)):
        scene.prices.code[:] = code
        scene.parcels.invalid[:] = CODES[code] == "PARCEL_INVALID"
        assert (first_exclusions(scene) > 0).all(), CODES[code]


def test_after_the_cut_off_of_its_ship_by_date_an_order_is_not_yet_late() -> None:
    """The platform's clock runs on what the seller does, not on when the courier comes."""
    asked = request(seoul(), weighing(500), ship_by=AT.date())
    kept, past = (
        option(answer(one, with_terms(cut_off=time(17, 0), at=PAST_CUT_OFF), detailed=99), STANDARD)
        for one in (asked, replace(asked, ship_by=date(2026, 11, 21)))
    )
    facts = [{reason.dimension: reason.fact for reason in one.reasons} for one in (kept, past)]
    assert [fact["origin"] for fact in facts] == ["2026-11-23 | ", "2026-11-23 | "]
    assert [fact["transit"].endswith("LATE") for fact in facts] == [False, True]


def test_after_the_cut_off_a_parcel_leaves_the_next_day() -> None:
    asked = request(seoul(), weighing(500), promised_on=date(2026, 12, 20))
    before, after = (
        option(answer(asked, with_terms(cut_off=time(17, 0), at=at)), STANDARD) for at in (AT, PAST_CUT_OFF)
    )
    assert (before.on_time or 0) > (after.on_time or 0)
    handed_over = [reason.fact for one in (before, after) for reason in one.reasons if reason.dimension == "origin"]
    assert handed_over == ["2026-11-22 | ", "2026-11-23 | "]


def test_every_code_is_in_the_error_book() -> None:
    for _, _, _, code, _ in EXCLUDED:
        entry = error_book.entry(code)
        assert entry.title("zh-hans") != entry.title("en")
    for code in ("NO_RATE_SHEET", "NO_DUTY_RATE", "INSURANCE_NOT_OFFERED", "PRICE_NOT_POSITIVE"):
        assert error_book.entry(code).fix("en")
