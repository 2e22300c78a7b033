"""A booking in YunExpress's words, and its answers in ours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.carriers.adapters.yunexpress import mapping, wire
from fahuo.carriers.errors import CarrierError, DuplicateReference, NotFound, NotReady, Refused, Unexpected
from fahuo.carriers.tests.stage import HAMBURG, PHONE_CASE, booking
from fahuo.kit.wire import encode
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack


def written(**changes: Any) -> dict[str, Any]:
    """The booking as it goes over the wire."""
    order: dict[str, Any] = msgspec.json.decode(encode(mapping.to_order(booking("yunexpress", **changes))))
    return order


def test_a_whole_booking() -> None:
    assert written() == {
        "product_code": "THPHR",
        "customer_order_number": "7-8190000000000001-1",
        "weight_unit": "KG",
        "size_unit": "CM",
        "packages": [{"weight": 0.242, "length": 16.0, "width": 8.0, "height": 2.4}],  # 2 × 121 g; 2 × 12 mm high
        "receiver": {
            "first_name": "Jürgen Groß",
            "country_code": "DE",
            "address_lines": ["Reeperbahn 154", "Hinterhaus"],
            "city": "Hamburg",
            "postal_code": "20359",
            "phone_number": "+4915112345678",
            "email": "juergen.gross@example.org",
        },
        "sender": {
            "first_name": "Amy Chen",
            "country_code": "CN",
            "address_lines": ["Nanshan Road 1"],
            "province": "Guangdong",
            "city": "Shenzhen",
            "phone_number": "+8613800138000",
        },
        "declaration_info": [
            {
                "name_local": "手机壳",
                "name_en": "Phone case",
                "quantity": 2,
                "unit_price": 4.5,
                "unit_weight": 0.121,
                "currency": "USD",
                "sku_code": "CASE-1",
                "hs_code": "392690",
            }
        ],
        "order_numbers": {"platform_order_number": "8190000000000001"},
        "label_type": "PDF",
    }


@pytest.mark.parametrize(("weight_g", "kg"), [(1, b"0.001"), (999, b"0.999"), (1000, b"1.000"), (30_000, b"30.000")])
def test_weight_has_at_most_three_decimals(weight_g: int, kg: bytes) -> None:
    parcel = replace(pack((PHONE_CASE,)), weight_g=weight_g, size=Size.of(1005, 10, 1))
    sent = encode(mapping.to_order(booking("yunexpress", parcel=parcel)))
    assert b'"weight":' + kg + b',"length":100.5,"width":1.0,"height":0.1' in sent


def test_duty_paid_and_customs_numbers() -> None:
    order = written(
        ddp=True,
        customs=CustomsNumbers(eori="DE123", ioss="IM2760000000", vat="DE9"),
        recipient=replace(HAMBURG, tax_id="T-1"),
    )
    assert order["extra_services"] == [{"extra_code": "G0"}]
    assert order["customs_number"] == {
        "tax_number": "T-1",
        "ioss_code": "IM2760000000",
        "vat_code": "DE9",
        "eori_number": "DE123",
    }


def test_a_street_longer_than_a_line_is_broken_between_words() -> None:
    long = " ".join(["Straße"] * 50)  # 349 characters
    lines = written(recipient=replace(HAMBURG, street=long, street2=""))["receiver"]["address_lines"]
    assert [len(line) <= 200 for line in lines] == [True, True]
    assert " ".join(lines) == long


def test_a_city_state_is_its_own_city() -> None:
    singapore = replace(HAMBURG, country="SG", city="", province="")
    assert written(recipient=singapore)["receiver"]["city"] == "Singapore"


@pytest.mark.parametrize("title", ["", "phone case", "12345", "ABC 1", "カバー"])
def test_a_title_without_chinese_is_refused_before_the_call(title: str) -> None:
    parcel = pack((PHONE_CASE, replace(PHONE_CASE, title_zh=title)))
    with pytest.raises(Refused) as caught:
        mapping.to_order(booking("yunexpress", parcel=parcel))
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("TITLE_ZH_NOT_CHINESE", "lines[1].title_zh")
    ]


def test_a_title_with_chinese_and_letters_is_fine() -> None:
    parcel = pack((replace(PHONE_CASE, title_zh="iPhone 手机壳"),))
    assert written(parcel=parcel)["declaration_info"][0]["name_local"] == "iPhone 手机壳"


def test_yen_have_no_decimals_and_are_sent_as_they_are() -> None:
    line = replace(PHONE_CASE, unit_value=Money(Decimal("680"), "JPY"))
    goods = written(parcel=pack((line,)))["declaration_info"][0]
    assert (goods["unit_price"], goods["currency"]) == (680, "JPY")


@pytest.mark.parametrize(
    ("operation", "message", "error"),
    [
        ("create", "客户订单号重复", DuplicateReference),
        ("create", "customer_order_number already exists", DuplicateReference),
        ("create", "Duplicate order", DuplicateReference),
        ("create", "product_code does not exist", Refused),
        ("create", "产品代码不存在", Refused),
        ("create", "receiver.city 必填", Refused),
        ("find", "订单不存在", NotFound),
        ("find", "order not found", NotFound),
        ("find", "系统异常", Refused),  # not an explicit "not found"
        ("label", "标签生成中，请稍后再试", NotReady),
        ("label", "Label is not ready", NotReady),
        ("label", "订单不存在", NotFound),
        ("cancel", "运单已签收，不能取消", Refused),
    ],
)
def test_a_refusal_becomes_the_error_that_fits(operation: str, message: str, error: type[CarrierError]) -> None:
    assert type(mapping.refusal(operation, message, {})) is error


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        ("receiver.address_lines single string length: 1-200", ["address.street"]),
        ("declaration_info[2].name_local 必填，且不得为纯数字或纯字母", ["lines[2].title_zh"]),
        ("declaration_info[0].hs_code invalid; receiver.postal_code invalid", ["lines[0].hs_code", "address.postcode"]),
        ("sender.phone_number 必填", ["sender"]),
        ("packages[0].weight 必填", ["parcel"]),
        ("账户余额不足", [""]),
    ],
)
def test_a_text_names_our_fields(message: str, fields: list[str]) -> None:
    found = mapping.problems(message)
    assert [problem.field for problem in found] == fields
    assert {(problem.code, problem.detail) for problem in found} == {("CARRIER_REFUSED", message)}


def test_a_found_order_of_another_reference_is_never_adopted() -> None:
    order = wire.Order("YT2600512345678901", customer_order_number="8-1-1")
    with pytest.raises(Unexpected):
        mapping.to_waybill(order, "7-1-1")


def test_a_waybill() -> None:
    order = wire.Order("YT2600512345678901", "7-1-1", "LT000000000DE", "E")
    waybill = mapping.to_waybill(order, "7-1-1")
    assert (waybill.number, waybill.barcode, waybill.cancelled) == ("YT2600512345678901", "LT000000000DE", True)
