"""A booking in the words of IUOP and of IECS."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.carriers.adapters.sf_international import iecs, iuop, mapping
from fahuo.carriers.errors import Refused, Unsupported
from fahuo.carriers.tests.stage import HAMBURG, PHONE_CASE, booking
from fahuo.kit.wire import encode
from fahuo.trade.cargo import CargoClass
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.parcel import pack

CODE = "sf_international"
TERMS = mapping.Terms("DEMO0001", "demo-user", "DEMOSHOP", "7551234567", 2, "518000")
SEOUL = replace(HAMBURG, country="KR", city="Seoul", province="Seoul", postcode="04524")
TAIPEI = replace(HAMBURG, country="TW", city="Taipei", postcode="100", tax_id="A123456789")


def express(**changes: Any) -> dict[str, Any]:
    """The booking as it goes into IUOP's ciphertext."""
    order: dict[str, Any] = msgspec.json.decode(encode(iuop.to_order(booking(CODE, **changes), TERMS)))
    return order


def small(**changes: Any) -> dict[str, Any]:
    """The booking as it goes into IECS's ciphertext."""
    order: dict[str, Any] = msgspec.json.decode(encode(iecs.to_order(booking(CODE, **changes), TERMS)))
    return order


SENDER = {
    "contact": "Amy Chen",
    "country": "CN",
    "address": "Nanshan Road 1",
    "phoneNo": "+8613800138000",
    "postCode": "518000",  # from the account
    "regionFirst": "Guangdong",
    "regionSecond": "Shenzhen",
}
RECEIVER = {
    "contact": "Jürgen Groß",
    "country": "DE",
    "address": "Reeperbahn 154, Hinterhaus",
    "phoneNo": "+4915112345678",
    "postCode": "20359",
    "regionFirst": "Hamburg",  # no province: the city stands for both
    "regionSecond": "Hamburg",
    "email": "juergen.gross@example.org",
}
SIZE = {"parcelTotalLength": 16.0, "parcelTotalWidth": 8.0, "parcelTotalHeight": 2.4}


def test_a_whole_express_booking() -> None:
    assert express() == {
        "customerCode": "DEMO0001",
        "orderOperateType": 1,
        "customerOrderNo": "7-8190000000000001-1",
        "interProductCode": "INT0014",
        "parcelQuantity": 1,
        "parcelTotalWeight": 0.25,  # 242 g, rounded up to ten grams
        **SIZE,
        "declaredValue": 9.0,  # 2 × 4.50
        "declaredCurrency": "USD",
        "pickupType": "0",
        "paymentInfo": {"payMethod": "1", "taxPayMethod": "2", "payMonthCard": "7551234567"},
        "senderInfo": {**SENDER, "cargoType": 2},
        "receiverInfo": RECEIVER,
        "parcelInfoList": [
            {
                "name": "手机壳",
                "eName": "Phone case",
                "unit": "个",
                "amount": 4.5,
                "quantity": 2,
                "originCountry": "CN",
                "hsCode": "392690",
                # 121 g would be 0.13 kg, twice 0.26, more than the parcel: left out
            }
        ],
        "labelModeSize": 1,
    }


def test_a_whole_small_parcel() -> None:
    order = small(service_code="INT0255")
    assert order.pop("parcelInfoList") == [
        {
            "name": "Phone case",
            "cName": "手机壳",
            "unit": "个",
            "amount": 4.5,
            "currency": "USD",
            "quantity": 2,
            "weight": 0.121,
            "originCountry": "CN",
            "hsCode": "392690",
            "skuType": "1",
        }
    ]
    assert order == {
        "apiUsername": "demo-user",
        "customerOrderNo": "7-8190000000000001-1",
        "platformOrderId": "8190000000000001",
        "platformCode": "DEMOSHOP",
        "erpCode": "0000",
        "interProductCode": "INT0255",
        "parcelQuantity": 1,
        "parcelTotalWeight": 0.242,
        **SIZE,
        "declaredValue": 9.0,
        "declaredCurrency": "USD",
        "isBat": 0,
        "isLiquid": 0,
        "createOrderType": "1",
        "senderInfo": {**SENDER, "company": "Amy Chen"},
        "receiverInfo": {**RECEIVER, "company": "Jürgen Groß"},
    }


@pytest.mark.parametrize(
    ("weight_g", "places", "weight_kg"),
    [
        (5, 2, "0.01"),
        (10, 2, "0.01"),
        (11, 2, "0.02"),
        (242, 2, "0.25"),
        (1000, 2, "1.00"),
        (5, 3, "0.005"),
        (1, 3, "0.001"),
    ],
)
def test_a_weight_is_never_rounded_down(weight_g: int, places: int, weight_kg: str) -> None:
    assert mapping.kg(weight_g, places) == Decimal(weight_kg)


def test_lines_have_weights_where_they_fit_into_the_parcels() -> None:
    line = replace(PHONE_CASE, unit_weight_g=120)
    assert express(parcel=pack((line,)))["parcelInfoList"][0]["weight"] == 0.12


def test_duty_is_paid_by_the_sender_only_where_that_was_booked() -> None:
    payment = express(ddp=True)["paymentInfo"]
    assert (payment["taxPayMethod"], payment["taxPayMonthCard"]) == ("1", "7551234567")
    with pytest.raises(Unsupported):
        small(ddp=True)


def test_customs_numbers() -> None:
    numbers = CustomsNumbers(eori="DE123", ioss="IM2760000000", vat="GB1")
    sender = express(customs=numbers)["senderInfo"]
    assert (sender["eori"], sender["iossNo"], sender["vat"]) == ("DE123", "IM2760000000", "GB1")
    assert small(customs=CustomsNumbers(ioss="IM2760000000"))["abn"] == "IM2760000000"
    for lost in (CustomsNumbers(eori="DE123"), CustomsNumbers(vat="GB1")):
        with pytest.raises(Unsupported):
            small(customs=lost)


def test_batteries_and_liquids_are_said_or_not_booked() -> None:
    for cargo, expected in ((CargoClass.BATTERY_BUILTIN, (1, 0, "3")), (CargoClass.LIQUID, (0, 1, "2"))):
        parcel = pack((replace(PHONE_CASE, cargo_class=cargo),))
        order = small(parcel=parcel)
        assert (order["isBat"], order["isLiquid"], order["parcelInfoList"][0]["skuType"]) == expected
        with pytest.raises(Unsupported):
            express(parcel=parcel)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"recipient": replace(HAMBURG, email="")}, ["address.email"]),
        ({"recipient": replace(HAMBURG, postcode="", phone="")}, ["address.postcode", "address.phone"]),
        ({"recipient": replace(HAMBURG, city="", province="")}, ["address.city"]),
        ({"recipient": replace(TAIPEI, tax_id="")}, ["address.tax_id"]),
        ({"recipient": replace(TAIPEI, tax_id="12345678")}, ["address.tax_id"]),  # a firm's number: its type is unknown
        ({"parcel": pack((PHONE_CASE, replace(PHONE_CASE, origin="")))}, ["lines[1].origin"]),
    ],
)
def test_what_express_needs_is_named_and_never_guessed(changes: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        express(**changes)
    assert [problem.field for problem in caught.value.problems] == fields
    assert {problem.code for problem in caught.value.problems} == {"CARRIER_NEEDS_FIELD"}


def test_no_postcode_of_the_sender_anywhere_is_named() -> None:
    with pytest.raises(Refused) as caught:
        iuop.to_order(booking(CODE), replace(TERMS, sender_postcode=""))
    assert [problem.field for problem in caught.value.problems] == ["sender.postcode"]


def test_identity_cards() -> None:
    receiver = express(recipient=TAIPEI)["receiverInfo"]
    assert (receiver["certType"], receiver["certCardNo"]) == ("001", "A123456789")


def test_other_tax_numbers_are_said_as_other_numbers() -> None:
    receiver = express(recipient=replace(TAIPEI, country="BR", tax_id="34758219311"))["receiverInfo"]
    assert (receiver["certType"], receiver["certCardNo"]) == ("100", "34758219311")


def test_korea_is_for_small_parcels_and_wants_the_customs_number() -> None:
    with pytest.raises(Unsupported):
        express(recipient=SEOUL)
    with pytest.raises(Refused) as caught:
        small(recipient=SEOUL)
    assert [problem.field for problem in caught.value.problems] == ["address.tax_id"]
    assert small(recipient=replace(SEOUL, tax_id="P123456789012"))["customsInfo"] == {"passportId": "P123456789012"}


def test_city_states_are_their_own_city_and_hong_kong_has_no_postcodes() -> None:
    receiver = express(recipient=replace(HAMBURG, country="HK", city="", postcode=""))["receiverInfo"]
    assert (receiver["regionFirst"], receiver["regionSecond"]) == ("Hong Kong", "Hong Kong")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("receiverInfo.email", "address.email"),
        ("parcelInfoList[2].hsCode", "lines[2].hs_code"),
        ("senderInfo.cargoType", "sender"),
        ("interProductCode", "service_code"),
        ("somethingElse", ""),
    ],
)
def test_a_text_names_our_fields(theirs: str, ours: str) -> None:
    assert [problem.field for problem in mapping.problems(f"{theirs} 不能为空")] == [ours]
