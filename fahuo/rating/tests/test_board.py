"""The price board: on which days prices can change, what they were, and by how much they moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from fahuo.accounts.models import Seller
from fahuo.rating import queries
from fahuo.rating.domain.course import Course, change_days, shortened
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.domain.sheet import Band, Peak
from fahuo.rating.services.board import board
from fahuo.rating.services.sheets import import_sheet
from fahuo.trade.measure import Size
from tests.fixtures.parcels import phone_with_battery, weighing

ON = date(2026, 11, 22)
ALASKA = RateRequest("US", "", weighing(2000, size=Size(300, 200, 100)), "99501")
STANDARD = "cainiao/CAINIAO_STANDARD"


def course(*points: tuple[date, str | None]) -> Course:
    named = [(day, None if amount is None else Decimal(amount)) for day, amount in points]
    return Course(queries.services()[0], tuple(named))


def test_change_days_are_those_of_sheets_fuel_peaks_and_rules_within_the_span() -> None:
    (sheet,) = [sheet for sheet in queries.sheets() if sheet.name == "cainiao/CAINIAO_STANDARD@2026-01-01"]
    peak = Peak(date(2026, 2, 1), date(2026, 3, 1), Decimal(5))
    sheet = replace(sheet, peak=(peak,), fuel=((date(2026, 1, 1), Decimal(0)), (date(2026, 5, 1), Decimal(3))))
    found = change_days(
        [sheet], [date(2026, 4, 1), date(2020, 1, 1), date(2030, 1, 1)], first=date(2026, 1, 15), last=date(2026, 6, 1)
    )
    days = [(1, 15), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1)]
    assert found == [date(2026, month, day) for month, day in days]


def test_a_price_holds_until_the_next_change() -> None:
    one = course((date(2026, 1, 1), None), (date(2026, 2, 1), "40.00"), (date(2026, 5, 1), "42.00"))
    assert one.on(date(2025, 12, 31)) is None
    assert one.on(date(2026, 1, 31)) is None
    assert one.on(date(2026, 4, 30)) == Decimal("40.00")
    assert one.change(date(2026, 4, 1), date(2026, 6, 1)) == Decimal("5.0")  # (42 ÷ 40 - 1) × 100
    assert one.change(date(2026, 1, 1), date(2026, 6, 1)) is None


def test_repeated_prices_are_one_point() -> None:
    day = [date(2026, month, 1) for month in (1, 2, 3)]
    assert shortened([(day[0], Decimal(5)), (day[1], Decimal(5)), (day[2], None)]) == (
        (day[0], Decimal(5)),
        (day[2], None),
    )


def test_the_board_of_the_samples() -> None:
    found = board(ALASKA, seller_id=None, on=ON)
    standard = next(one for one in found.courses if one.service.key == STANDARD)
    # base 15 + 8 × 1, Alaska 22.50, 6.80 USD × 7.1 = 48.28, of which duty and handling (2 + 2 % of the duty):
    assert standard.on(date(2026, 7, 1)) == Decimal("62.27")  # 45.50 + 14.48 (30 %) + 2.29
    assert standard.on(ON) == Decimal("55.63")  # 45.50 + 7.97 (16.5 % for HS 63 since 2026-07-25) + 2.16
    assert standard.change(date(2026, 7, 1), ON) == Decimal("-10.7")  # 55.63 ÷ 62.27
    assert standard.on(date(2025, 12, 31)) is None  # no sheet yet
    assert standard.on(date(2026, 3, 1)) != standard.on(ON)  # the sheet before 2026-07-01: 14 + 7.5 × 1
    prices = [amount for one in found.courses if (amount := one.on(ON)) is not None]
    assert prices == sorted(prices)
    assert found.days < 40, "only days on which something changed are reckoned"


def test_what_the_goods_rule_out_is_left_out_and_counted() -> None:
    phone = replace(ALASKA, parcel=weighing(2000, size=Size(300, 200, 100), line=phone_with_battery()))
    found = board(phone, seller_id=None, on=ON)
    (left_out,) = [one.services for one in found.left_out if one.code == "CARGO_NOT_ACCEPTED"]
    assert not any(phone.parcel.cargo_classes <= one.cargo for one in left_out)
    assert all(phone.parcel.cargo_classes <= one.service.cargo for one in found.courses)


@pytest.mark.parametrize(
    ("wish", "code"),
    [({"insured": True}, "INSURANCE_NOT_OFFERED"), ({"return_label": True}, "RETURN_LABEL_NOT_OFFERED")],
)
def test_no_service_vanishes_uncounted(wish: dict[str, Any], code: str) -> None:
    found = board(replace(ALASKA, **wish), seller_id=None, on=ON)
    named = [one.service.key for one in found.courses] + [each.key for one in found.left_out for each in one.services]
    assert sorted(named) == sorted(service.key for service in queries.services())
    assert code in {one.code for one in found.left_out}


def test_prices_in_dollars_use_the_rate_of_their_own_day() -> None:
    yuan, dollars = (board(ALASKA, seller_id=None, on=ON, currency=code) for code in ("CNY", "USD"))
    of_yuan, of_dollars = (
        next(one for one in found.courses if one.service.key == STANDARD).on(ON) for found in (yuan, dollars)
    )
    assert of_yuan is not None
    assert of_dollars == round(of_yuan / Decimal("7.1"), 2)


def test_without_a_value_what_prepays_duty_has_no_price() -> None:
    found = board(ALASKA, seller_id=None, on=ON, valued=False)
    assert found.courses
    assert STANDARD not in {one.service.key for one in found.courses}


@pytest.mark.parametrize(
    ("request_", "currency", "code"),
    [
        (replace(ALASKA, country="XX"), "CNY", "COUNTRY_UNKNOWN"),
        (replace(ALASKA, parcel=weighing(-5)), "CNY", "PARCEL_INVALID"),
        (ALASKA, "ZWL", "NO_EXCHANGE_RATE"),
        (replace(ALASKA, postcode="SW1A 1AA"), "CNY", "POSTCODE_FORMAT"),
    ],
)
def test_what_cannot_be_priced_is_a_problem(request_: RateRequest, currency: str, code: str) -> None:
    found = board(request_, seller_id=None, on=ON, currency=currency)
    assert found.problem is not None
    assert found.problem.code == code
    assert not [one for one in found.courses if one.on(ON) is not None]


def test_before_the_first_sheet_it_is_the_sheet_that_is_missing() -> None:
    found = board(ALASKA, seller_id=None, on=date(2001, 1, 1))
    assert found.problem is not None
    assert (found.problem.code, found.problem.field) == ("NO_RATE_SHEET", "on")


@pytest.mark.django_db
def test_a_sellers_own_versions_move_the_board(amys: Seller, carols: Seller) -> None:
    sample = queries.sheets_in_force(on=ON)[STANDARD]
    dearer = {zone: replace(tariff, bands=tuple(map(_dearer, tariff.bands))) for zone, tariff in sample.tariffs.items()}
    began = date(2026, 9, 10)
    own = replace(sample, valid_from=began, tariffs=dearer, fuel=((began, Decimal(0)),))
    import_sheet(seller=amys, person=None, sheet=own, at=datetime(2026, 9, 1, tzinfo=UTC))

    def standard(seller: Seller) -> Course:
        found = board(ALASKA, seller_id=seller.pk, on=ON)
        return next(one for one in found.courses if one.service.key == STANDARD)

    assert standard(amys).on(ON) == Decimal("65.63")  # 55.63 + 10.00 on the first kg
    assert not standard(amys).sample
    assert standard(amys).on(date(2026, 9, 9)) is None  # a sample never stands in for a service with own versions
    assert began in [day for day, _ in standard(amys).points]
    assert standard(carols).on(ON) == Decimal("55.63")


def _dearer(band: Band) -> Band:
    return replace(band, flat=band.flat + 10)
