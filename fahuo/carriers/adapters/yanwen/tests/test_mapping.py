"""A booking in Yanwen's words, and its answers in ours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.carriers.adapters.yanwen import mapping
from fahuo.carriers.adapters.yanwen.emulator_rules import waybill_number
from fahuo.carriers.errors import CarrierError, DuplicateReference, NotFound, NotReady, Refused, Unsupported
from fahuo.carriers.tests.stage import HAMBURG, PHONE_CASE, booking
from fahuo.kit.wire import encode
from fahuo.trade.cargo import CargoClass
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.latin import plain_latin
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack


def written(**changes: Any) -> dict[str, Any]:
    """The booking as it goes over the wire."""
    order: dict[str, Any] = msgspec.json.decode(encode(mapping.to_order(booking("yanwen", **changes), "SZ-DEMO")))
    return order


def test_a_whole_booking() -> None:
    assert written() == {
        "channelId": "481",
        "orderSource": "Fahuo",
        "orderNumber": "7-8190000000000001-1",
        "companyCode": "SZ-DEMO",
        "receiverInfo": {
            "name": "Jurgen Gross",
            "country": "DE",
            "address": "Reeperbahn 154, Hinterhaus",
            "phone": "+4915112345678",
            "email": "juergen.gross@example.org",
            "city": "Hamburg",
            "zipCode": "20359",
        },
        "parcelInfo": {
            "hasBattery": 0,
            "currency": "USD",
            "totalPrice": 9.00,  # 2 × 4.50
            "totalQuantity": 2,
            "totalWeight": 242,  # 2 × 121 g
            "length": 16,
            "width": 8,
            "height": 3,  # 24 mm, rounded up
            "productList": [
                {
                    "goodsNameCh": "手机壳",
                    "goodsNameEn": "Phone case",
                    "price": 4.5,
                    "priceExport": 4.5,
                    "quantity": 2,
                    "weight": 121,
                    "hscode": "392690",
                    "sku": "CASE-1",
                }
            ],
        },
    }


def test_battery_and_customs_numbers() -> None:
    line = replace(PHONE_CASE, cargo_class=CargoClass.BATTERY_BUILTIN)
    order = written(parcel=pack((line,)), customs=CustomsNumbers(eori="DE123", ioss="IM2760000000"))
    assert order["parcelInfo"]["hasBattery"] == 1
    assert order["parcelInfo"]["ioss"] == "IM2760000000"
    assert order["importCustomsInfo"] == {"eori": "DE123"}


def test_duty_paid_is_said_by_the_channel_or_not_at_all() -> None:
    assert written(ddp=True, service_code="619")["channelId"] == "619"
    with pytest.raises(Unsupported):
        written(ddp=True, service_code="481")


def test_a_vat_number_has_no_field() -> None:
    with pytest.raises(Unsupported):
        written(customs=CustomsNumbers(vat="DE9"))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Erika Mustermann", "Erika Mustermann"),
        ("Zoë O'Brien-Müller", "Zoe O Brien Muller"),
        ("Łukasz Żółć", "Lukasz Zolc"),
        ("Søren Ærø Strauß", "Soren Aero Strauss"),
        ("  J.  R.  Ewing ", "J R Ewing"),
        ("Ｅｒｉｋａ", "Erika"),
        ("Иван Петров", ""),
        ("山田太郎", ""),
        ("محمد", ""),
        ("Agent 007", ""),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_names_in_latin(name: str, plain: str) -> None:
    assert plain_latin(name) == plain


def test_what_yanwen_would_refuse_is_said_at_once_and_whole() -> None:
    lines = (PHONE_CASE, replace(PHONE_CASE, unit_value=Money(Decimal("680"), "JPY")))
    with pytest.raises(Refused) as caught:
        written(recipient=replace(HAMBURG, name="Иван Петров"), parcel=pack((lines[1],)))
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("NAME_NOT_LATIN", "address.name"),
        ("CURRENCY_UNSUPPORTED", "lines[0].unit_value"),
    ]
    with pytest.raises(Refused) as caught:
        written(parcel=pack(lines))
    assert [problem.field for problem in caught.value.problems] == ["lines[1].unit_value"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Maximiliane Hildegard von und zu Hohenlohe Schillingsfuerst"}, "address.name"),
        ({"street": "x" * 150, "street2": "y" * 49}, "address.street"),  # 201 with the comma between
        ({"phone": "1" * 51}, "address.phone"),
        ({"company": "x" * 101}, "address.company"),
    ],
)
def test_nothing_is_cut_off(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as caught:
        written(recipient=replace(HAMBURG, **changes))  # type: ignore[arg-type]
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [("ADDRESS_TOO_LONG", field)]


def test_a_street_of_two_lines_that_just_fits() -> None:
    order = written(recipient=replace(HAMBURG, street="x" * 150, street2="y" * 48))
    assert len(order["receiverInfo"]["address"]) == 200


@pytest.mark.parametrize(
    ("operation", "message", "error"),
    [
        ("create", "订单号重复", DuplicateReference),
        ("create", "订单号已存在", DuplicateReference),
        ("create", "产品编号 channelId 不存在", Refused),
        ("create", "重复的商品", Refused),
        ("find", "订单号不存在", NotFound),
        ("label", "标签生成中", NotReady),
        ("cancel", "运单号不存在", NotFound),
        ("cancel", "已收货，不可取消", Refused),
    ],
)
def test_a_refusal_becomes_the_error_that_fits(operation: str, message: str, error: type[CarrierError]) -> None:
    assert type(mapping.refusal(operation, message, {})) is error


@pytest.mark.parametrize(
    ("message", "field"),
    [("收件人姓名填写不规范，仅支持英文，空格", "address.name"), ("邮编错误", "address.postcode"), ("余额不足", "")],
)
def test_a_text_names_our_field(message: str, field: str) -> None:
    assert [problem.field for problem in mapping.problems(message)] == [field]


@pytest.mark.parametrize(
    ("serial", "number"),
    [
        (47312482, "UA473124829YP"),
        (12345678, "UA123456785YP"),
        (87654321, "UA876543216YP"),
        (20000001, "UA200000010YP"),
        (30000007, "UA300000074YP"),
        (0, "UA000000005YP"),
    ],
)
def test_emulated_numbers_have_the_check_digit_of_s10(serial: int, number: str) -> None:
    assert waybill_number(serial) == number
