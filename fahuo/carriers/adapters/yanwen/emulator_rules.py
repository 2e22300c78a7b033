"""What the emulated Yanwen refuses, in the carrier's words where a source gives them, and how its numbers look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from fahuo.carriers.adapters.yanwen.mapping import CURRENCIES, SERVICES
from fahuo.carriers.emulation.journey import Happening, Step

_RECEIVER = {"name": "收件人姓名", "country": "国家", "address": "收件人地址"}
_PRODUCT = {
    "goodsNameCh": "中文品名",
    "goodsNameEn": "英文品名",
    "price": "单价",
    "priceExport": "出口单价",
    "quantity": "数量",
    "weight": "重量",
}
_LONGEST = {"phone": 50, "email": 100, "company": 100, "address": 200, "taxNumber": 50, "houseNumber": 50}
LARGEST_LIST, LARGEST_TRACKING = 50, 30
MADE = 0  # 已制单
# How far a journey must be for an order's number, the furthest first.
_STATUS = (
    (10, Step.RETURNED),
    (4, Step.DELIVERED),
    (9, Step.RETURNING),
    (13, Step.AT_PICKUP_POINT),
    (7, Step.NOT_DELIVERED),
    (12, Step.OUT_FOR_DELIVERY),
    (3, Step.SORTED),
    (2, Step.RECEIVED),
)
_CHECK_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def waybill_number(serial: int) -> str:
    """Return `UA` + eight digits + check digit + `YP`; the check digit as in UPU S10."""
    digits = f"{serial:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _CHECK_WEIGHTS, strict=True)) % 11
    return f"UA{digits}{ {10: 0, 11: 5}.get(rest, rest) }YP"


def order_status(events: Sequence[Happening], *, cancelled: bool) -> str | int:
    """Return `status` of an order; cancelled ones as text, as both were seen."""
    if cancelled:
        return "5"
    steps = {event.step for event in events}
    return next((status for status, step in _STATUS if step in steps), MADE)


def first_fault(order: dict[str, Any], warehouse: str) -> str:
    """Return the text of the first fault, empty when the order is acceptable."""
    return next(_faults(order, warehouse), "")


def _faults(order: dict[str, Any], warehouse: str) -> Iterator[str]:
    needed = ("channelId", "orderSource", "orderNumber", "companyCode", "receiverInfo", "parcelInfo")
    yield from (f"{field} 不能为空" for field in needed if not order.get(field))
    if len(order["orderNumber"]) > 50:
        yield "订单号长度不能超过50"
    if order["channelId"] not in SERVICES:
        yield "产品编号 channelId 不存在"
    if order["companyCode"] != warehouse:
        yield "交货仓 companyCode 不存在"
    yield from _receiver(order["receiverInfo"])
    yield from _parcel(order["parcelInfo"])


def _receiver(receiver: dict[str, Any]) -> Iterator[str]:
    yield from (f"{word}不能为空" for field, word in _RECEIVER.items() if not receiver.get(field))
    if not re.fullmatch(r"[A-Za-z ]{1,50}", receiver["name"]):
        yield "收件人姓名填写不规范，仅支持英文，空格"
    for field, longest in _LONGEST.items():
        if len(receiver.get(field, "")) > longest:
            yield f"receiverInfo.{field} 长度不能超过{longest}"


def _parcel(parcel: dict[str, Any]) -> Iterator[str]:
    if parcel.get("hasBattery") not in (0, 1):
        yield "hasBattery 只能为 0 或 1"
    if parcel.get("currency") not in CURRENCIES:
        yield "币种不支持"
    if not isinstance(parcel.get("totalWeight"), int) or parcel["totalWeight"] <= 0:
        yield "总重量须为正整数（克）"
    if not parcel.get("productList"):
        yield "productList 不能为空"
    for product in parcel.get("productList") or []:
        yield from (f"{word}不能为空" for field, word in _PRODUCT.items() if product.get(field) in (None, ""))
