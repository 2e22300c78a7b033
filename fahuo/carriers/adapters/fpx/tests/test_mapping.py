"""A booking in 4PX's words, and its refusals in ours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.carriers.adapters.fpx import mapping, offers, wire
from fahuo.carriers.adapters.fpx.refusals import HeldAlready, problems, refusal
from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    RateLimited,
    Refused,
    Unavailable,
    Unsupported,
)
from fahuo.carriers.tests.stage import HAMBURG, INQUIRY, PHONE_CASE, SHENZHEN, booking
from fahuo.kit.wire import encode
from fahuo.trade.cargo import CargoClass
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack

AGREED = mapping.Agreed("3", "U", "Y", "SZ01")


def written(agreed: mapping.Agreed = AGREED, **changes: Any) -> dict[str, Any]:
    """The booking as it goes over the wire."""
    order: dict[str, Any] = msgspec.json.decode(encode(mapping.to_order(booking("fpx", **changes), agreed)))
    return order


WHOLE = {
    "ref_no": "7-8190000000000001-1",
    "business_type": "BDS",
    "duty_type": "U",
    "is_insure": "N",
    "logistics_service_info": {"logistics_product_code": "PX"},
    "return_info": {"is_return_on_domestic": "U", "is_return_on_oversea": "Y"},
    "parcel_list": [
        {
            "weight": 242,  # 2 × 121 g
            "length": 16,
            "width": 8,
            "height": 3,  # 24 mm, rounded up
            "parcel_value": 9.00,  # 2 × 4.50
            "currency": "USD",
            "include_battery": "N",
            "declare_product_info": [
                {
                    "declare_product_name_cn": "手机壳",
                    "declare_product_name_en": "Phone case",
                    "declare_product_code_qty": 2,
                    "unit_net_weight": 121,
                    "declare_unit_price_export": 4.50,
                    "currency_export": "USD",
                    "declare_unit_price_import": 4.50,
                    "currency_import": "USD",
                    "brand_export": "none",
                    "brand_import": "none",
                    "country_export": "CN",
                    "country_import": "DE",
                    "origin_country": "CN",
                    "hscode_export": "392690",
                    "hscode_import": "392690",
                }
            ],
        }
    ],
    "sender": {
        "first_name": "Amy Chen",
        "country": "CN",
        "city": "Shenzhen",
        "phone": "+8613800138000",
        "street": "Nanshan Road 1",
        "state": "Guangdong",
    },
    "recipient_info": {
        "first_name": "Jürgen Groß",
        "country": "DE",
        "city": "Hamburg",
        "phone": "+4915112345678",
        "street": "Reeperbahn 154, Hinterhaus",
        "email": "juergen.gross@example.org",
        "post_code": "20359",
    },
    "deliver_type_info": {"deliver_type": "3", "warehouse_code": "SZ01"},
    "label_config_info": {"label_size": "label_100x150", "response_label_format": "PDF"},
    "trade_id": "8190000000000001",
}


def test_a_whole_booking() -> None:
    assert written() == WHOLE


def test_duty_and_customs_numbers() -> None:
    order = written(ddp=True, customs=CustomsNumbers(eori="DE123", ioss="IM2760000000", vat="DE9"))
    assert (order["duty_type"], order["eori_no"], order["ioss_no"], order["vat_no"]) == (
        *("P", "DE123", "IM2760000000", "DE9"),
    )


def test_the_recipients_tax_number_stands_where_the_carrier_looks_for_it() -> None:
    brazilian = replace(HAMBURG, country="BR", tax_id="12345678909")
    assert written(recipient=brazilian)["vat_no"] == "12345678909"
    with pytest.raises(Unsupported, match="either"):
        written(recipient=brazilian, customs=CustomsNumbers(vat="DE9"))


@pytest.mark.parametrize(
    ("classes", "include", "kind"),
    [
        ([CargoClass.GENERAL], "N", None),
        ([CargoClass.MAGNET], "N", None),
        ([CargoClass.BATTERY_BUILTIN], "Y", "966"),
        ([CargoClass.BATTERY_PACKED], "Y", "967"),
        ([CargoClass.BATTERY_BUILTIN, CargoClass.BATTERY_PACKED], "Y", "967"),
    ],
)
def test_batteries(classes: list[CargoClass], include: str, kind: str | None) -> None:
    [parcel] = written(parcel=pack(tuple(replace(PHONE_CASE, cargo_class=one) for one in classes)))["parcel_list"]
    assert (parcel["include_battery"], parcel.get("battery_type")) == (include, kind)


def test_batteries_alone_cannot_be_said() -> None:
    with pytest.raises(Unsupported, match="alone"):
        written(parcel=pack((replace(PHONE_CASE, cargo_class=CargoClass.BATTERY_ONLY),)))


@pytest.mark.parametrize(("word", "letter"), [("SELF_TO_WAREHOUSE", "3"), ("DOOR_PICKUP", "1"), ("SELF_TO_STORE", "5")])
def test_the_hand_over_is_the_accounts(word: str, letter: str) -> None:
    agreed = mapping.Agreed.read({"handover": word, "domestic_return": "RETURN", "overseas_return": "DESTROY"})
    assert (agreed.deliver_type, agreed.domestic_return, agreed.overseas_return) == (letter, "Y", "N")
    delivery = written(agreed)["deliver_type_info"]
    assert delivery["deliver_type"] == letter
    pickup = delivery.get("pick_up_info", {}).get("pick_up_address_info", {})
    assert pickup.get("street") == ("Nanshan Road 1" if word == "DOOR_PICKUP" else None)


def test_a_hand_over_that_is_no_choice_is_not_guessed() -> None:
    with pytest.raises(Unsupported, match="'PIGEON'"):
        mapping.Agreed.read({"handover": "PIGEON", "domestic_return": "ASK", "overseas_return": "ASK"})


def test_ten_digits_are_for_export_and_six_for_import() -> None:
    [line] = written(parcel=pack((replace(PHONE_CASE, hs_code="3926909090"),)))["parcel_list"][0][
        "declare_product_info"
    ]
    assert (line["hscode_export"], line["hscode_import"]) == ("3926909090", "392690")


@pytest.mark.parametrize(
    ("amount", "currency", "price", "worth"),
    [("4.50", "USD", 4.50, 9.00), ("4.505", "USD", 4.51, 9.02), ("680", "JPY", 680, 1360), ("0.10", "EUR", 0.1, 0.2)],
)
def test_the_parcels_value_is_the_sum_of_what_is_declared(
    amount: str, currency: str, price: float, worth: float
) -> None:
    [parcel] = written(parcel=pack((replace(PHONE_CASE, unit_value=Money(Decimal(amount), currency)),)))["parcel_list"]
    assert parcel["declare_product_info"][0]["declare_unit_price_export"] == price
    assert (parcel["parcel_value"], parcel["currency"]) == (worth, currency)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"recipient": replace(HAMBURG, phone="")}, [("CARRIER_REFUSED", "address.phone")]),
        ({"recipient": replace(HAMBURG, street="Große Straße 1")}, []),
        ({"recipient": replace(HAMBURG, street="улица Мира 1")}, [("ADDRESS_NOT_LATIN", "address.street")]),
        ({"recipient": replace(HAMBURG, street="Long Street " * 8)}, [("ADDRESS_TOO_LONG", "address.street")]),
        ({"sender": replace(SHENZHEN, city="")}, [("CARRIER_REFUSED", "sender")]),
        ({"sender": replace(SHENZHEN, street="Nanshan Road " * 9)}, [("ADDRESS_TOO_LONG", "sender")]),
        (
            {"parcel": pack((PHONE_CASE, replace(PHONE_CASE, unit_value=Money(Decimal(1), "EUR"), title_zh="case")))},
            [("CURRENCY_UNSUPPORTED", "lines[1].unit_value"), ("TITLE_ZH_NOT_CHINESE", "lines[1].title_zh")],
        ),
    ],
)
def test_what_4px_would_refuse_is_said_at_once(changes: dict[str, Any], found: list[tuple[str, str]]) -> None:
    if not found:
        assert written(**changes)["recipient_info"]["street"] == "Grosse Strasse 1, Hinterhaus"
        return
    with pytest.raises(Refused) as caught:
        written(**changes)
    assert [(problem.code, problem.field) for problem in caught.value.problems] == found


@pytest.mark.parametrize(
    ("operation", "code", "said", "error"),
    [
        ("create", "000012", "sign error", NotAuthorised),
        ("find", "000022", "", NotAuthorised),
        ("track", "000017", "", RateLimited),
        ("create", "DS000006", "操作过于频繁", RateLimited),
        ("create", "000015", "", Unavailable),
        ("create", "DS000003", "exception", Unavailable),
        ("create", "DS000000", "系统异常", Unavailable),
        ("create", "DS000000", "shipper's postcode is required", Refused),
        ("create", "DS000007", "Ref_no: 7-1-1 in processing", Unavailable),
        ("label", "DS000007", "in processing", NotReady),
        ("create", "000011", "", Unsupported),
        ("create", "DS000004", "ref_no 7-1-1 already exist", DuplicateReference),
        ("create", "DS000004", "客户单号重复", DuplicateReference),
        ("create", "DS000004", "logistics_product_code does not exist", Refused),
        ("create", "DS000004", "商品重复", Refused),
        ("find", "DS000017", "", NotFound),
        ("cancel", "0", "Can not find this order", NotFound),
        ("cancel", "DS000014", "不可取消", Refused),
        ("cancel", "DS000032", "不是已预报状态", Refused),
        ("label", "DS000046", "", NotReady),
        ("hold", "DS000036", "", HeldAlready),
        ("hold", "DS000031", "", Refused),
    ],
)
def test_a_refusal_becomes_the_error_that_fits(operation: str, code: str, said: str, error: type[CarrierError]) -> None:
    made = refusal(operation, [wire.Fault(code, said)], "System processing failed", {})
    assert type(made) is error


def test_a_refusal_without_errors_says_what_the_envelope_says() -> None:
    made = refusal("create", [], "余额不足", {})
    assert (type(made), made.message) == (Refused, "余额不足")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("logistics_product_code does not exist", "service_code"),
        ("recipient_info.street: at most 90", "address.street"),
        ("shipper's postcode is required", "sender"),
        ("余额不足", ""),
    ],
)
def test_a_text_names_our_field(said: str, field: str) -> None:
    assert [problem.field for problem in problems(said)] == [field]


def test_an_estimate_is_asked_in_grams_and_centimetres_as_text() -> None:
    assert offers.to_estimate(INQUIRY) == {
        "country_code": "DE",
        "weight": "242",
        "length": "16",
        "width": "8",
        "height": "3",
        "cargocode": "P",
        "recipient_post_code": "20359",
    }
