"""A booking in Eccang's words, and its refusals in ours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.carriers.adapters.eccang import mapping, wire
from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    RateLimited,
    Refused,
    Unavailable,
    Unexpected,
    Unsupported,
)
from fahuo.carriers.tests.stage import HAMBURG, PHONE_CASE, booking
from fahuo.kit.wire import encode
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack


def written(**changes: Any) -> dict[str, Any]:
    """The booking as it goes over the wire."""
    order: dict[str, Any] = msgspec.json.decode(encode(mapping.to_order(booking("eccang", **changes))))
    return order


def test_a_whole_booking() -> None:
    assert written() == {
        "reference_no": "7-8190000000000001-1",
        "shipping_method": "CH001",
        "country_code": "DE",
        "order_weight": 0.242,  # 2 × 121 g
        "order_pieces": 1,
        "mail_cargo_type": "4",
        "cargo_type": "W",
        "platform_number": "8190000000000001",
        "Consignee": {
            "consignee_name": "Jürgen Groß",
            "consignee_street": "Reeperbahn 154",
            "consignee_street2": "Hinterhaus",
            "consignee_city": "Hamburg",
            "consignee_postcode": "20359",
            "consignee_telephone": "+4915112345678",
            "consignee_email": "juergen.gross@example.org",
        },
        "Shipper": {
            "shipper_name": "Amy Chen",
            "shipper_countrycode": "CN",
            "shipper_street": "Nanshan Road 1",
            "shipper_city": "Shenzhen",
            "shipper_province": "Guangdong",
            "shipper_telephone": "+8613800138000",
            "shipper_mobile": "+8613800138000",
        },
        "ItemArr": [
            {
                "invoice_enname": "Phone case",
                "invoice_cnname": "手机壳",
                "invoice_weight": 0.121,
                "invoice_quantity": 2,
                "invoice_unitcharge": 4.5,
                "invoice_currencycode": "USD",
                "hs_code": "392690",
                "sku": "CASE-1",
            }
        ],
        "Volume": [{"length": 16.0, "width": 8.0, "height": 2.4, "weight": 0.242}],  # 2 × 12 mm high
    }


@pytest.mark.parametrize(("weight_g", "kg"), [(1, b"0.001"), (999, b"0.999"), (30_000, b"30.000")])
def test_grams_and_millimetres_are_exact(weight_g: int, kg: bytes) -> None:
    parcel = replace(pack((PHONE_CASE,)), weight_g=weight_g, size=Size.of(1005, 10, 1))
    sent = encode(mapping.to_order(booking("eccang", parcel=parcel)))
    assert b'"order_weight":' + kg + b"," in sent
    assert b'"Volume":[{"length":100.5,"width":1.0,"height":0.1,"weight":' + kg + b"}]" in sent


def test_customs_numbers() -> None:
    order = written(customs=CustomsNumbers(eori="DE123", ioss="IM2760000000"), recipient=replace(HAMBURG, tax_id="T-1"))
    assert (order["ioss"], order["Consignee"]["consignee_eori"], order["Consignee"]["consignee_taxno"]) == (
        "IM2760000000",
        "DE123",
        "T-1",
    )
    with pytest.raises(Unsupported):
        written(customs=CustomsNumbers(vat="DE9"))


def test_a_long_street_goes_over_three_lines_and_a_longer_one_is_refused() -> None:
    long = " ".join(["Straße"] * 40)  # 279 characters
    consignee = written(recipient=replace(HAMBURG, street=long, street2=""))["Consignee"]
    lines = [consignee[f"consignee_street{line}"] for line in ("", "2", "3")]
    assert " ".join(lines) == long
    with pytest.raises(Refused) as caught:
        written(recipient=replace(HAMBURG, street=f"{long} {long}", street2=""))
    assert [problem.field for problem in caught.value.problems] == ["address.street"]


def test_two_lines_that_need_four_are_joined_before_they_are_refused() -> None:
    first, second = " ".join(["Straße"] * 15), " ".join(["Haus"] * 30)  # 104 + 149 characters: 2 + 2 lines apart
    consignee = written(recipient=replace(HAMBURG, street=first, street2=second))["Consignee"]
    lines = [consignee[f"consignee_street{line}"] for line in ("", "2", "3")]
    assert " ".join(lines) == f"{first} {second}"


def test_only_dollars_are_declared_as_nobody_says_that_others_are_read() -> None:
    parcel = pack((replace(PHONE_CASE, unit_value=Money(Decimal("4.50"), "EUR")),))
    with pytest.raises(Refused) as caught:
        written(parcel=parcel)
    assert [(problem.code, problem.field, problem.detail) for problem in caught.value.problems] == [
        ("CURRENCY_UNSUPPORTED", "lines[0].unit_value", "EUR")
    ]


@pytest.mark.parametrize(
    ("operation", "message", "error"),
    [
        ("create", "客户参考号 7-1-1 已存在", DuplicateReference),
        ("create", "reference_no duplicate", DuplicateReference),
        ("create", "订单号重复", DuplicateReference),
        ("create", "运输方式 X 不存在", Refused),
        ("create", "参考号不存在", Refused),
        ("create", "系统异常,请联系管理员", Unavailable),  # doubtful: nobody knows how far it came
        ("create", "SQLSTATE[HY000]: General error", Unavailable),
        ("create", "appToken或appKey错误", NotAuthorised),
        ("find", "订单不存在,或运单不属于该客户", NotFound),
        ("find", "客户不存在", Refused),  # proves nothing about the order: it must not be booked again
        ("find", "服务 getOrder 不存在", Refused),
        ("find", "系统繁忙", Unavailable),
        ("find", "参数错误", Refused),  # not an explicit "not found"
        ("label", "标签生成中，请稍后再试", NotReady),
        ("label", "订单不存在", NotFound),
        ("label", "标签文件不存在", NotReady),  # the order is there, its label is not yet
        ("create", "单号重复", DuplicateReference),
        ("create", "请求过于频繁，请稍后再试", RateLimited),
        ("label", "Too many requests", RateLimited),
        ("cancel", "已入库不能取消", Refused),
    ],
)
def test_a_refusal_becomes_the_error_that_fits(operation: str, message: str, error: type[CarrierError]) -> None:
    found = mapping.refusal(operation, message, {})
    assert type(found) is error
    assert found.doubtful is (error is Unavailable)


@pytest.mark.parametrize(
    ("message", "field"),
    [
        ("consignee_postcode 不能为空", "address.postcode"),
        ("收件人电话不能为空", "address.phone"),
        ("运输方式 X 不存在", "service_code"),
        ("shipper_city 不能为空", "sender"),
        ("账户余额不足", ""),
    ],
)
def test_a_text_names_our_field(message: str, field: str) -> None:
    assert [(problem.field, problem.detail) for problem in mapping.problems(message)] == [(field, message)]


@pytest.mark.parametrize(
    ("envelope", "said"),
    [
        ({"ask": "Failure", "message": "Failure", "Error": {"errCode": 5000, "errMessage": "A"}}, "A"),
        ({"ask": "Failure", "message": "B", "Error": []}, "B"),
        ({"ask": "Failure", "message": "Failure", "Error": {"cnMessage": "C"}}, "C"),
        ({"ask": "Failure", "message": "D", "Error": "text"}, "D"),
        ({"ask": "Failure", "message": "E", "Error": [{"errMessage": "F"}, {"errMessage": "G"}]}, "E"),
        ({"ask": "Failure"}, "no reason given"),
    ],
)
def test_a_failure_says_why_in_one_of_many_places(envelope: dict[str, Any], said: str) -> None:
    assert mapping.words(msgspec.json.decode(msgspec.json.encode(envelope), type=wire.Envelope)) == said


def test_a_waybill_carries_the_whole_code_of_the_forwarder() -> None:
    order = wire.Order("7-1-1", "EC1", "LZ1", "E")
    waybill = mapping.to_waybill("eccang-fast", order, "7-1-1")
    assert (waybill.carrier, waybill.number, waybill.barcode, waybill.cancelled) == ("eccang-fast", "EC1", "LZ1", True)


@pytest.mark.parametrize("order", [wire.Order("8-1-1", "EC1"), wire.Order(None, "EC1"), wire.Order("7-1-1", None)])
def test_a_found_order_of_another_reference_is_never_adopted(order: wire.Order) -> None:
    with pytest.raises(Unexpected):
        mapping.to_waybill("eccang-fast", order, "7-1-1")
