"""A booking in the OMS's words, and its refusals in ours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.carriers.adapters.yunexpress_oms import mapping, offers, refusals, wire
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
from fahuo.carriers.tests.stage import HAMBURG, INQUIRY, PHONE_CASE, booking
from fahuo.kit.wire import encode
from fahuo.trade.cargo import CargoClass
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack

CODE = "yunexpress_oms"


def written(**changes: Any) -> dict[str, Any]:
    """The booking as it goes over the wire."""
    order: dict[str, Any] = msgspec.json.decode(encode(mapping.to_order(booking(CODE, **changes))))
    return order


def test_a_whole_booking() -> None:
    assert written() == {
        "CustomerOrderNumber": "7-8190000000000001-1",
        "ShippingMethodCode": "THPHR",
        "PackageCount": 1,
        "Weight": 0.242,  # 2 × 121 g
        "Length": 16,
        "Width": 8,
        "Height": 3,  # 24 mm, rounded up
        "ApplicationType": 4,
        "Receiver": {
            "CountryCode": "DE",
            "FirstName": "Jürgen Groß",
            "Street": "Reeperbahn 154",
            "StreetAddress1": "Hinterhaus",
            "City": "Hamburg",
            "Zip": "20359",
            "Phone": "+4915112345678",
            "Email": "juergen.gross@example.org",
        },
        "Sender": {
            "CountryCode": "CN",
            "FirstName": "Amy Chen",
            "Street": "Nanshan Road 1",
            "City": "Shenzhen",
            "State": "Guangdong",
            "Phone": "+8613800138000",
        },
        "Parcels": [
            {
                "EName": "Phone case",
                "CName": "手机壳",
                "HSCode": "392690",
                "Quantity": 2,
                "UnitPrice": 4.5,
                "UnitWeight": 0.121,
                "CurrencyCode": "USD",
                "SKU": "CASE-1",
            }
        ],
        "TransactionNumber": "8190000000000001",
    }


@pytest.mark.parametrize(("weight_g", "kg"), [(1, b"0.001"), (999, b"0.999"), (1000, b"1.000"), (30_000, b"30.000")])
def test_weight_has_at_most_three_decimals_and_sides_none(weight_g: int, kg: bytes) -> None:
    parcel = replace(pack((PHONE_CASE,)), weight_g=weight_g, size=Size.of(1005, 10, 1))
    sent = encode(mapping.to_order(booking(CODE, parcel=parcel)))
    assert b'"Weight":' + kg + b',"Length":101,"Width":1,"Height":1' in sent


def test_duty_paid_and_customs_numbers() -> None:
    order = written(ddp=True, customs=CustomsNumbers(eori="DE123", ioss="IM2760000000", vat="DE9"))
    assert order["TariffPrepay"] is True
    assert (order["EoriNumber"], order["IossCode"]) == ("DE123", "IM2760000000")
    assert (order["TaxNumber"], order["TaxCountryCode"]) == ("DE9", "DE")


def test_there_is_room_for_one_tax_number() -> None:
    assert written(recipient=replace(HAMBURG, tax_id="T-1"))["TaxNumber"] == "T-1"
    with pytest.raises(Unsupported):
        written(recipient=replace(HAMBURG, tax_id="T-1"), customs=CustomsNumbers(vat="DE9"))


def test_a_long_name_and_a_long_street_are_broken_between_words() -> None:
    name, street = "Maximiliane Hildegard von und zu Hohenlohe Schillingsfuerst", " ".join(["Straße"] * 80)
    receiver = written(recipient=replace(HAMBURG, name=name, street=street, street2=""))["Receiver"]
    assert f"{receiver['FirstName']} {receiver['LastName']}" == name
    assert len(receiver["FirstName"]) <= 50
    lines = [receiver[key] for key in ("Street", "StreetAddress1", "StreetAddress2")]
    assert " ".join(lines) == street
    assert max(len(line) for line in lines) <= 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "x" * 51}, "address.name"),
        ({"name": " ".join(["Maximiliane"] * 12)}, "address.name"),
        ({"street": "x" * 401, "street2": "y" * 201}, "address.street"),
        ({"city": "x" * 101}, "address.city"),
        ({"phone": "1" * 51}, "address.phone"),
    ],
)
def test_nothing_is_cut_off(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as caught:
        written(recipient=replace(HAMBURG, **changes))  # type: ignore[arg-type]
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [("ADDRESS_TOO_LONG", field)]


def test_a_city_state_is_its_own_city() -> None:
    singapore = replace(HAMBURG, country="SG", city="", province="")
    assert written(recipient=singapore)["Receiver"]["City"] == "Singapore"


@pytest.mark.parametrize(
    ("operation", "code", "message", "error"),
    [
        ("create", "1001", "客户订单号不能重复", DuplicateReference),
        ("create", "2004", "order number", DuplicateReference),
        ("create", "2005", "order number", DuplicateReference),
        ("create", "0000", "运输方式不存在", Refused),
        ("create", "1006", "没有数据", Refused),
        ("create", "1001", "余额不足", Refused),
        ("create", "1002", "客户编号错误", NotAuthorised),
        ("find", "1003", "签名错误", NotAuthorised),
        ("track", "401", "token", NotAuthorised),
        ("create", "10000", "请求次数超过限制", RateLimited),
        ("create", "9999", "平台异常", Unavailable),
        ("find", "1006", "没有数据", NotFound),
        ("find", "1001", "订单不存在", NotFound),
        ("find", "1001", "系统异常", Refused),  # not an explicit "not found"
        ("label", "0000", "标签生成中，请稍后再试", NotReady),
        ("cancel", "1001", "当前订单状态不允许删除", Refused),
    ],
)
def test_a_refusal_becomes_the_error_that_fits(
    operation: str, code: str, message: str, error: type[CarrierError]
) -> None:
    found = refusals.refusal(operation, code, message, {})
    assert type(found) is error
    assert found.doubtful is (error is Unavailable)


@pytest.mark.parametrize(
    ("message", "field"),
    [("收件人姓名不能为空", "address.name"), ("Receiver.Zip 不能为空", "address.postcode"), ("余额不足", "")],
)
def test_a_text_names_our_field(message: str, field: str) -> None:
    assert [problem.field for problem in refusals.problems(message)] == [field]


def test_a_found_order_of_another_reference_is_never_adopted() -> None:
    order = wire.Order("YT2600512345678901", order_number="8-1-1")
    with pytest.raises(Unexpected):
        mapping.found_waybill(order, "7-1-1", number="", cancelled=False)


@pytest.mark.parametrize(
    ("classes", "number"),
    [
        ({CargoClass.GENERAL}, "0"),
        ({CargoClass.GENERAL, CargoClass.BATTERY_BUILTIN}, "1"),
        ({CargoClass.BATTERY_PACKED, CargoClass.LIQUID}, "2"),
    ],
)
def test_one_number_for_the_cargo(classes: set[CargoClass], number: str) -> None:
    assert offers.cargo_number(frozenset(classes)) == number


def test_a_trial_has_whole_centimetres_and_may_name_the_origin() -> None:
    asked = offers.to_trial(INQUIRY, "YT-SZ")
    assert (asked["Weight"], asked["Height"], asked["Origin"]) == ("0.242", "3", "YT-SZ")
    assert "Origin" not in offers.to_trial(INQUIRY)
    with pytest.raises(Unsupported):
        offers.to_trial(replace(INQUIRY, ddp=True))


def test_fees_are_told_where_they_make_up_the_total() -> None:
    fees = {"shipping_fee": Decimal("14.52"), "registration_fee": Decimal("15"), "sundry_fee": Decimal(0)}
    exact = wire.Price("A", Decimal("29.52"), "Fast", None, "RMB", **fees)  # 14.52 + 15
    other = wire.Price("B", Decimal("20"), "Slow", None, "CNY", **fees)
    cheap, dear = offers.to_rates([exact, other])
    assert (cheap.service_code, cheap.total, cheap.fees) == ("B", Money(Decimal(20), "CNY"), ())
    assert [name for name, _ in dear.fees] == ["ShippingFee", "RegistrationFee"]
    with pytest.raises(Unexpected):
        offers.to_rates([wire.Price("A", Decimal("29.52"))])
