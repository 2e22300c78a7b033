"""A booking in Cainiao's words, and its refusals in ours."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.carriers.adapters.cainiao import mapping
from fahuo.carriers.adapters.cainiao.emulator_rules import tracking_number
from fahuo.carriers.adapters.cainiao.refusals import CancelledAlready, problems, refusal
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
from fahuo.carriers.tests.stage import HAMBURG, PHONE_CASE, SHENZHEN, booking
from fahuo.kit.wire import encode
from fahuo.trade.cargo import CargoClass
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack

PLAIN = mapping.Agreed()
IOSS = CustomsNumbers(ioss="IM2760000000")
BATTERY = pack((replace(PHONE_CASE, cargo_class=CargoClass.BATTERY_BUILTIN),))


def written(agreed: mapping.Agreed = PLAIN, *, in_eu: bool = True, **changes: Any) -> dict[str, Any]:
    """The booking as it goes over the wire."""
    order = mapping.to_order(booking("cainiao", **{"service_code": "CAINIAO_STANDARD", **changes}), agreed, in_eu=in_eu)
    plain: dict[str, Any] = msgspec.json.decode(encode(order))
    return plain


def test_a_whole_booking() -> None:
    assert written() == {
        "outOrderId": "7-8190000000000001-1",
        "locale": "zh_CN",
        "syncGetTrackingNumber": True,
        "solutionParam": {"solutionCode": "CAINIAO_STANDARD"},
        "packageParams": [
            {
                "length": 16,
                "width": 8,
                "height": 3,  # 24 mm, rounded up
                "weight": 242,  # 2 × 121 g
                "itemParams": [
                    {
                        "quantity": 2,
                        "englishName": "Phone case",
                        "chineseName": "手机壳",
                        "unitPrice": 450,  # cents
                        "unitPriceCurrency": "USD",
                        "weight": 121,
                        "itemType": "cf_normal",
                        "sku": "CASE-1",
                        "hscode": "392690",
                    }
                ],
            }
        ],
        "senderParam": {
            "name": "Amy Chen",
            "countryCode": "CN",
            "detailAddress": "Nanshan Road 1",
            "telephone": "+8613800138000",
            "mobilePhone": "+8613800138000",
            "state": "Guangdong",
            "city": "Shenzhen",
        },
        "receiverParam": {
            "name": "Jürgen Groß",
            "countryCode": "DE",
            "detailAddress": "Reeperbahn 154, Hinterhaus",
            "telephone": "+4915112345678",
            "mobilePhone": "+4915112345678",
            "email": "juergen.gross@example.org",
            "zipCode": "20359",
            "city": "Hamburg",
        },
        "tradeOrderParam": {"tradeOrderId": "8190000000000001"},
    }


def test_a_pickup_and_a_port_are_the_accounts() -> None:
    order = written(mapping.Agreed(door_pickup=True, port="CDG"))
    assert order["solutionParam"]["doorPickupParam"] == order["senderParam"]
    assert order["sourceHandoverParam"] == {"type": "PORT", "code": "CDG"}


def test_a_company_stands_before_the_street() -> None:
    assert written(recipient=replace(HAMBURG, company="Groß GmbH"))["receiverParam"]["detailAddress"] == (
        "Groß GmbH, Reeperbahn 154, Hinterhaus"
    )


@pytest.mark.parametrize(
    ("amount", "currency", "cents"),
    [("4.50", "USD", 450), ("0.01", "EUR", 1), ("4.505", "USD", 451), ("19.99", "CNY", 1999), ("1000", "GBP", 100000)],
)
def test_prices_are_in_cents(amount: str, currency: str, cents: int) -> None:
    [parcel] = written(parcel=pack((replace(PHONE_CASE, unit_value=Money(Decimal(amount), currency)),)))[
        "packageParams"
    ]
    assert (parcel["itemParams"][0]["unitPrice"], parcel["itemParams"][0]["unitPriceCurrency"]) == (cents, currency)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"parcel": pack((replace(PHONE_CASE, unit_value=Money(Decimal(680), "JPY")),))}, "lines[0].unit_value"),
        (
            {"parcel": pack((PHONE_CASE, replace(PHONE_CASE, unit_value=Money(Decimal(1), "EUR"))))},
            "lines[1].unit_value",
        ),
        ({"recipient": replace(HAMBURG, street="", street2="")}, "address.street"),
        ({"sender": replace(SHENZHEN, name="")}, "sender"),
    ],
)
def test_what_cainiao_would_refuse_is_said_at_once(changes: dict[str, Any], found: str) -> None:
    with pytest.raises(Refused) as caught:
        written(**changes)
    assert [problem.field for problem in caught.value.problems] == [found]


NAMES = {"CAINIAO_STANDARD": "CN_GLO_STD", "CAINIAO_PREMIUM": "GM_OPEN_STD_CD"}


@pytest.mark.parametrize(
    ("service", "names", "parcel", "solution"),
    [
        ("CAINIAO_STANDARD", None, pack((PHONE_CASE,)), "CAINIAO_STANDARD"),
        ("CAINIAO_STANDARD", NAMES, pack((PHONE_CASE,)), "CN_GLO_STD"),
        ("CAINIAO_STANDARD", NAMES, BATTERY, "CN_GLO_STD_BAT"),
        ("CAINIAO_PREMIUM", NAMES, BATTERY, "GM_OPEN_STD_CD"),
        ("CAINIAO_ECONOMY", NAMES, BATTERY, "CAINIAO_ECONOMY"),
        ("CN_GLO_EXP", None, BATTERY, "CN_GLO_EXP_BAT"),
    ],
)
def test_the_solution_is_the_service_or_what_the_contract_calls_it(
    service: str, names: dict[str, str] | None, parcel: Any, solution: str
) -> None:
    order = written(mapping.Agreed(solutions=names), service_code=service, parcel=parcel)
    assert order["solutionParam"]["solutionCode"] == solution
    kind = "cf_has_battery" if parcel is BATTERY else "cf_normal"
    assert order["packageParams"][0]["itemParams"][0]["itemType"] == kind


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", None),
        (" A=B ,C_1 = D_2", {"A": "B", "C_1": "D_2"}),
        ("A=B,", {"A": "B"}),
    ],
)
def test_names_of_solutions_are_read(text: str, names: dict[str, str] | None) -> None:
    credentials = {"handover": "DROP_OFF", "ioss": "REFUSE", "solutions": text}
    assert mapping.Agreed.read(credentials, "NL1").solutions == names


@pytest.mark.parametrize("text", ["A", "A=B;C=D", "A=B,,C=D", "a=b"])
def test_names_that_cannot_be_read_are_not_guessed(text: str) -> None:
    with pytest.raises(Unsupported, match="SERVICE=SOLUTION"):
        mapping.Agreed.read({"handover": "DROP_OFF", "ioss": "REFUSE", "solutions": text}, "")


@pytest.mark.parametrize(
    ("ioss", "in_eu", "tax_id", "said"),
    [
        ("REFUSE", False, "", None),
        ("REFUSE", False, "P123", "P123"),
        ("TAX_NUMBER", True, "", "IM2760000000"),
        ("TAX_NUMBER", False, "", None),
        ("KNOWN_BY_CONTRACT", True, "", None),
        ("KNOWN_BY_CONTRACT", True, "P123", "P123"),
    ],
)
def test_the_one_tax_number(ioss: str, in_eu: bool, tax_id: str, said: str | None) -> None:
    order = written(mapping.Agreed(ioss=ioss), in_eu=in_eu, customs=IOSS, recipient=replace(HAMBURG, tax_id=tax_id))
    assert order["solutionParam"].get("importCustomsParam", {}).get("taxNumber") == said


@pytest.mark.parametrize(
    ("agreed", "changes", "message"),
    [
        (mapping.Agreed(ioss="REFUSE"), {"customs": IOSS}, "IOSS"),
        (mapping.Agreed(ioss="TAX_NUMBER"), {"customs": IOSS, "recipient": replace(HAMBURG, tax_id="P1")}, "IOSS"),
        (PLAIN, {"customs": CustomsNumbers(vat="DE9")}, "VAT"),
        (PLAIN, {"customs": CustomsNumbers(eori="DE123")}, "EORI"),
        (mapping.Agreed(eori="NL9"), {"customs": CustomsNumbers(eori="DE123")}, "EORI"),
        (PLAIN, {"ddp": True, "service_code": "CAINIAO_ECONOMY"}, "does not prepay"),
    ],
)
def test_what_cannot_be_said_is_not_left_out(agreed: mapping.Agreed, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(Unsupported, match=message):
        written(agreed, **changes)


def test_the_importer_of_the_contract_need_not_be_told() -> None:
    assert "NL9" not in str(written(mapping.Agreed(eori="NL9"), customs=CustomsNumbers(eori="NL9"), ddp=True))


@pytest.mark.parametrize(
    ("operation", "code", "said", "error"),
    [
        ("create", "S02", "验签或加密失败:digist sign check not pass", NotAuthorised),
        ("track", "X", "接口限流", RateLimited),
        ("create", "X", "系统异常", Unavailable),
        ("create", "X", "outOrderId 已存在", DuplicateReference),
        ("create", "X", "外部订单重复", DuplicateReference),
        ("create", "X", "solutionCode 不存在", Refused),
        ("create", "X", "商品重复", Refused),
        ("create", "X", "", Refused),
        ("label", "X", "面单生成中，请稍后再试", NotReady),
        ("label", "X", "物流订单不存在", NotFound),
        ("cancel", "X", "物流订单已取消", CancelledAlready),
        ("cancel", "X", "物流订单已出库", Refused),
    ],
)
def test_a_refusal_becomes_the_error_that_fits(operation: str, code: str, said: str, error: type[CarrierError]) -> None:
    assert type(refusal(operation, code, said, {})) is error


@pytest.mark.parametrize(
    ("said", "field"),
    [("receiverParam.zipCode 不能为空", "address.postcode"), ("税号错误", "address.tax_id"), ("余额不足", "")],
)
def test_a_text_names_our_field(said: str, field: str) -> None:
    assert [problem.field for problem in problems(said)] == [field]


@pytest.mark.parametrize(
    ("serial", "number"), [(47312482, "LV473124829CN"), (20000001, "LV200000010CN"), (0, "LV000000005CN")]
)
def test_emulated_numbers_have_the_check_digit_of_s10(serial: int, number: str) -> None:
    assert tracking_number(serial) == number
