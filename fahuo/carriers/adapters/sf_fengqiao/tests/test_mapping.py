"""A booking in SF's words, and its codes in ours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.carriers.adapters.sf_fengqiao import client, mapping, tracking
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
from fahuo.carriers.tests.stage import HAMBURG, PHONE_CASE, SHENZHEN, booking
from fahuo.kit.wire import encode
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.milestone import Milestone
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack

TERMS = mapping.Terms("7551234567", pickup=False, sender_postcode="518000")
HONG_KONG = replace(HAMBURG, country="HK", city="Central", postcode="", tax_id="")


def written(terms: mapping.Terms = TERMS, **changes: Any) -> dict[str, Any]:
    """The booking as it goes over the wire."""
    order: dict[str, Any] = msgspec.json.decode(encode(mapping.to_order(booking("sf_fengqiao", **changes), terms)))
    return order


def test_a_whole_booking() -> None:
    assert written() == {
        "language": "zh-CN",
        "orderId": "7-8190000000000001-1",
        "expressTypeId": 2,
        "payMethod": 1,
        "isGenWaybillNo": 1,
        "isReturnRoutelabel": 1,
        "parcelQty": 1,
        "totalWeight": 0.242,  # 2 × 121 g
        "monthlyCard": "7551234567",
        "contactInfoList": [
            {
                "contactType": 1,
                "contact": "Amy Chen",
                "mobile": "+8613800138000",
                "country": "CN",
                "address": "Nanshan Road 1",
                "province": "Guangdong",
                "city": "Shenzhen",
                "postCode": "518000",  # from the account: the sender's address has none
            },
            {
                "contactType": 2,
                "contact": "Jürgen Groß",
                "mobile": "+4915112345678",
                "country": "DE",
                "address": "Reeperbahn 154, Hinterhaus",
                "city": "Hamburg",
                "postCode": "20359",
                "email": "juergen.gross@example.org",
            },
        ],
        "cargoDetails": [
            {
                "name": "Phone case",
                "count": 2,
                "unit": "个",
                "weight": 0.121,
                "amount": 4.5,
                "currency": "USD",
                "sourceArea": "CN",
            }
        ],
        "customsInfo": {"declaredValue": 9.0, "declaredValueCurrency": "USD"},  # 2 × 4.50
    }


def test_grams_and_cents_are_exact() -> None:
    line = replace(PHONE_CASE, quantity=3, unit_weight_g=5, unit_value=Money(Decimal("0.1"), "USD"))
    order = encode(mapping.to_order(booking("sf_fengqiao", parcel=pack((line,))), TERMS)).decode()
    assert '"totalWeight":0.015' in order
    assert '"declaredValue":0.3,' in order


def test_to_hong_kong_goods_are_named_in_chinese_and_no_postcode_is_needed() -> None:
    order = written(mapping.Terms("7551234567", pickup=True, sender_postcode=""), recipient=HONG_KONG)
    assert order["cargoDetails"][0]["name"] == "手机壳"
    assert "postCode" not in order["contactInfoList"][1]
    assert order["isDocall"] == 1
    assert order["customsInfo"]["declaredValueCurrency"] == "USD"


def test_inside_one_country_nothing_is_declared() -> None:
    assert "customsInfo" not in written(recipient=replace(SHENZHEN, name="Bob"))


def test_a_senders_own_postcode_goes_first() -> None:
    order = written(sender=replace(SHENZHEN, postcode="518052"))
    assert order["contactInfoList"][0]["postCode"] == "518052"


def test_what_is_missing_is_named_and_never_guessed() -> None:
    nowhere = mapping.Terms("7551234567", pickup=False, sender_postcode="")
    with pytest.raises(Refused) as caught:
        written(
            nowhere,
            service_code="2x",
            recipient=replace(HAMBURG, postcode=""),
            parcel=pack((PHONE_CASE, replace(PHONE_CASE, origin=""))),
        )
    assert [(problem.code, problem.field) for problem in caught.value.problems] == [
        ("CARRIER_REFUSED", "service_code"),
        ("CARRIER_NEEDS_FIELD", "sender.postcode"),
        ("CARRIER_NEEDS_FIELD", "address.postcode"),
        ("CARRIER_NEEDS_FIELD", "lines[1].origin"),
    ]


@pytest.mark.parametrize(
    "changes",
    [{"ddp": True}, {"customs": CustomsNumbers(ioss="IM2760000000")}, {"customs": CustomsNumbers(eori="DE1")}],
)
def test_what_has_no_field_is_not_left_out_in_silence(changes: dict[str, Any]) -> None:
    with pytest.raises(Unsupported):
        written(**changes)


@pytest.mark.parametrize(
    ("operation", "code", "error", "field"),
    [
        ("create", "8016", DuplicateReference, ""),
        ("create", "8018", Refused, ""),  # says "no such order", but not to a look-up
        ("create", "6207", Refused, "lines[0].origin"),
        ("create", "8057", Refused, "service_code"),
        ("create", "1010", Refused, "sender"),
        ("create", "4711", Refused, ""),
        ("create", "8119", NotAuthorised, None),
        ("create", "20052", NotAuthorised, None),
        ("find", "6150", NotFound, None),
        ("find", "8018", NotFound, None),
        ("find", "8024", Refused, ""),  # 未下单: no explicit answer to a look-up
        ("find", "8037", mapping.CancelledAlready, None),
        ("label", "8024", NotFound, None),
        ("cancel", "8253", mapping.CancelledAlready, None),
        ("cancel", "8019", mapping.CancelledOrConfirmed, ""),
        ("cancel", "8252", Refused, ""),
    ],
)
def test_a_code_becomes_the_error_that_fits(
    operation: str, code: str, error: type[CarrierError], field: str | None
) -> None:
    found = mapping.refusal(operation, code, "原文", {})
    assert type(found) is error
    if field is not None:
        assert [problem.field for problem in found.problems] == [field]
    assert "原文" in found.message


def test_a_label_that_is_being_made_comes_later() -> None:
    assert type(mapping.refusal("label", "9999", "面单生成中，请稍后再试", {})) is NotReady


@pytest.mark.parametrize(
    ("code", "error", "doubtful"),
    [
        *((code, NotAuthorised, False) for code in ("A1002", "A1003", "A1004", "A1006", "A1008", "A1010", "A1011")),
        ("A1005", RateLimited, False),
        ("A1001", Refused, False),
        ("A1007", Unavailable, True),  # this request was seen before: the first one may have been done
        ("A1009", Unavailable, True),
        ("A1099", Unavailable, True),
        ("A2000", Unexpected, True),
    ],
)
def test_a_platform_code_says_who_must_act(code: str, error: type[CarrierError], doubtful: bool) -> None:
    found = client.platform_error(code, "原文", {})
    assert (type(found), found.doubtful) == (error, doubtful)


@pytest.mark.parametrize(
    ("code", "remark", "expected"),
    [
        ("50", "", Milestone.PICKED_UP),
        ("80", "", Milestone.DELIVERED),
        ("3036", "", Milestone.IN_TRANSIT),
        ("34", "快件已出仓", Milestone.OUT_FOR_DELIVERY),
        ("34", "派送不成功（收件人不在）", Milestone.DELIVERY_FAILED),  # sources dispute it: the remark decides
        ("647", "寄方准备快件中", Milestone.INFO_RECEIVED),
        ("44", "快件已退回", Milestone.OUT_FOR_DELIVERY),  # a known code is not overruled
        ("4711", "快件已退回", Milestone.RETURNING),
        ("4711", "客户拒收", Milestone.DELIVERY_FAILED),
        ("4711", "请您准备签收", Milestone.UNMAPPED),  # on the way, not delivered
        ("4711", "已签收", Milestone.UNMAPPED),  # never a delivery by words alone
        ("4711", "清关", Milestone.UNMAPPED),
    ],
)
def test_a_route(code: str, remark: str, expected: Milestone) -> None:
    assert tracking.milestone(code, remark) is expected


def test_every_code_is_mapped() -> None:
    assert Milestone.UNMAPPED not in tracking.OP_CODES.values()
    assert not tracking.ADVISORY & tracking.OP_CODES.keys()
