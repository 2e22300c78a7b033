"""What the emulated SF International refuses. Codes 127xxx and texts are invented, but for the two that are known."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fahuo.carriers.adapters.sf_international.iuop import EMAIL_NEEDED
from fahuo.carriers.adapters.sf_international.mapping import SERVICES, WITHOUT_POSTCODES

Fault = tuple[str, str]

UNKNOWN_CUSTOMER = ("123149", "客户信息不存在")
WRONG_TAX_ACCOUNT = ("127009", "税金结算账号不合法")
DUPLICATE = ("127002", "customerOrderNo 客户订单号不能与历史订单号重复")
NO_SUCH_ORDER = ("127003", "订单不存在")
CANCELLED = ("127004", "订单已取消")
HELD = ("127005", "运单已拦截")
BEING_MADE = ("127006", "面单生成中，请稍后再试")
TOO_MANY = ("127007", "sfWaybillNoList 一次最多支持10个单号")
MOST_NUMBERS = 10
_ORDER = ("customerOrderNo", "interProductCode", "parcelTotalWeight", "declaredValue", "declaredCurrency")
_PARTY = ("contact", "country", "regionFirst", "regionSecond", "address", "phoneNo")
_IUOP_GOODS = ("name", "unit", "amount", "quantity", "originCountry")
_IECS_GOODS = ("name", "cName", "unit", "amount", "currency", "quantity", "weight")


def iuop_fault(order: dict[str, Any], month_card: str) -> Fault | None:
    """Return code and text of the first fault of an express order, None when it is acceptable."""
    return next(_iuop_faults(order, month_card), None)


def iecs_fault(order: dict[str, Any]) -> Fault | None:
    """Return code and text of the first fault of a small parcel's order, None when it is acceptable."""
    return next(_iecs_faults(order), None)


def _iuop_faults(order: dict[str, Any], month_card: str) -> Iterator[Fault]:
    yield from _faults(order, places=2, goods=_IUOP_GOODS)
    payment = order.get("paymentInfo") or {}
    if not payment.get("payMethod") or not payment.get("taxPayMethod"):
        yield "-1", "系统异常"  # as the gateway really does without payment
    if payment.get("taxPayMonthCard") not in (None, "", month_card):
        yield WRONG_TAX_ACCOUNT
    sender, receiver = order["senderInfo"], order["receiverInfo"]
    if sender["country"] in ("CN", "TW", "KR") and sender.get("cargoType") not in (1, 2):
        yield "127000", "senderInfo.cargoType 不能为空"
    if receiver["country"] in EMAIL_NEEDED and not receiver.get("email"):
        yield "127000", "receiverInfo.email 不能为空"


def _iecs_faults(order: dict[str, Any]) -> Iterator[Fault]:
    needed = ("platformOrderId", "platformCode", "erpCode")
    yield from (("127000", f"{field} 不能为空") for field in needed if not order.get(field))
    yield from _faults(order, places=3, goods=_IECS_GOODS)
    if order.get("isBat") not in (0, 1) or order.get("createOrderType") != "1":
        yield "127000", "isBat, createOrderType 不合法"
    parties = (order["senderInfo"], order["receiverInfo"])
    if not all(party.get("company") for party in parties):
        yield "127000", "company 不能为空"
    if order["receiverInfo"]["country"] == "KR" and not (order.get("customsInfo") or {}).get("passportId"):
        yield "127000", "customsInfo.passportId 不能为空"


def _faults(order: dict[str, Any], *, places: int, goods: tuple[str, ...]) -> Iterator[Fault]:
    yield from (("127000", f"{field} 不能为空") for field in _ORDER if not order.get(field))
    if order["interProductCode"] not in SERVICES:
        yield "127001", "interProductCode 产品编码不存在"
    if _places(order["parcelTotalWeight"]) > places:
        yield "127000", f"parcelTotalWeight 最多{places}位小数"
    for name in ("senderInfo", "receiverInfo"):
        yield from _party_faults(order.get(name) or {}, name)
    yield from _goods_faults(order, goods)


def _party_faults(party: dict[str, Any], name: str) -> Iterator[Fault]:
    yield from (("127000", f"{name}.{field} 不能为空") for field in _PARTY if not party.get(field))
    if not party.get("postCode") and party["country"] not in WITHOUT_POSTCODES:
        yield "127000", f"{name}.postCode 不能为空"


def _goods_faults(order: dict[str, Any], needed: tuple[str, ...]) -> Iterator[Fault]:
    goods = order.get("parcelInfoList") or []
    if not goods:
        yield "127000", "parcelInfoList 不能为空"
    for place, line in enumerate(goods):
        lacking = (field for field in needed if line.get(field) in (None, ""))
        yield from (("127000", f"parcelInfoList[{place}].{field} 不能为空") for field in lacking)
    value = sum(Decimal(str(line["amount"])) * line["quantity"] for line in goods)
    if value != Decimal(str(order["declaredValue"])):
        yield "127000", "declaredValue 应等于物品价值之和"


def _places(weight: float) -> int:
    exponent = Decimal(str(weight)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def fees(weight_kg: float, product: str) -> list[dict[str, Any]]:
    """Return invented prices: 40 RMB a parcel, 24 and more a kilogram, and fuel; nothing for an unknown product."""
    if product not in SERVICES:
        return []
    place = list(SERVICES).index(product)
    freight = round(40 + weight_kg * (24 + 8 * place), 2)
    amounts = {"运费": freight, "燃油附加费": round(freight * 0.1, 2)}
    return [{"serviceName": name, "estimateFee": fee, "estimatePayFee": fee} for name, fee in amounts.items()]
