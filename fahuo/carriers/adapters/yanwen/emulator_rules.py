"""What the emulated Yanwen refuses, in the carrier's words where a source gives them, and how its numbers look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fahuo.carriers.adapters.yanwen.mapping import CURRENCIES, SERVICES

_RECEIVER = {"name": "收件人姓名", "country": "国家", "address": "收件人地址"}
_PRODUCT = {
    "goodsNameCh": "中文品名",
    "goodsNameEn": "英文品名",
    "price": "单价",
    "priceExport": "出口单价",
    "quantity": "数量",
    "weight": "重量",
}
_CHECK_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def waybill_number(serial: int) -> str:
    """Return `UA` + eight digits + check digit + `YP`; the check digit as in UPU S10."""
    digits = f"{serial:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _CHECK_WEIGHTS, strict=True)) % 11
    return f"UA{digits}{ {10: 0, 11: 5}.get(rest, rest) }YP"


def first_fault(order: dict[str, Any]) -> str:
    """Return the text of the first fault, empty when the order is acceptable."""
    return next(_faults(order), "")


def _faults(order: dict[str, Any]) -> Iterator[str]:
    needed = ("channelId", "orderSource", "orderNumber", "companyCode", "receiverInfo", "parcelInfo")
    yield from (f"{field} 不能为空" for field in needed if not order.get(field))
    if len(order["orderNumber"]) > 50:
        yield "订单号长度不能超过50"
    if order["channelId"] not in SERVICES:
        yield "产品编号 channelId 不存在"
    yield from _receiver(order["receiverInfo"])
    yield from _parcel(order["parcelInfo"])


def _receiver(receiver: dict[str, Any]) -> Iterator[str]:
    yield from (f"{word}不能为空" for field, word in _RECEIVER.items() if not receiver.get(field))
    if not re.fullmatch(r"[A-Za-z ]{1,50}", receiver["name"]):
        yield "收件人姓名填写不规范，仅支持英文，空格"
    if len(receiver["address"]) > 200:
        yield "收件人地址长度不能超过200"


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
