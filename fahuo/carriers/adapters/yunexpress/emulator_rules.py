"""What the emulated YunExpress refuses, in the carrier's words where a source gives them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fahuo.carriers.service_table import read_services

_SERVICES = read_services(Path(__file__).parent / "services.csv", "yunexpress")
PRODUCTS = {service.code: service.name_zh for service in _SERVICES}
_ORDER = ("product_code", "customer_order_number", "weight_unit", "size_unit", "packages", "receiver")
_RECEIVER = ("first_name", "country_code", "city", "address_lines")
_GOODS = ("name_local", "name_en", "quantity", "unit_price", "unit_weight", "currency")


def first_fault(order: dict[str, Any]) -> str:
    """Return the text of the first fault, empty when the order is acceptable."""
    return next(_faults(order), "")


def _faults(order: dict[str, Any]) -> Iterator[str]:
    yield from (f"{field} 必填" for field in _ORDER if not order.get(field))
    if not 1 <= len(str(order["customer_order_number"])) <= 50:
        yield "customer_order_number length: 1-50"
    if order["product_code"] not in PRODUCTS:
        yield "product_code 不存在"
    yield from _receiver(order["receiver"])
    yield from _packages(order)
    goods = order.get("declaration_info")
    if not goods:
        yield "declaration_info 必填"
    for index, line in enumerate(goods or []):
        yield from _line(line, f"declaration_info[{index}]")


def _receiver(receiver: dict[str, Any]) -> Iterator[str]:
    yield from (f"receiver.{field} 必填" for field in _RECEIVER if not receiver.get(field))
    if any(not 1 <= len(line) <= 200 for line in receiver["address_lines"]):
        yield "receiver.address_lines single string length: 1-200"


def _packages(order: dict[str, Any]) -> Iterator[str]:
    for package in order["packages"]:
        weight = package.get("weight", 0)
        if not weight or weight < 0 or round(weight, 3) != weight:
            yield "packages.weight 必填，且最多3位小数"


def _line(line: dict[str, Any], where: str) -> Iterator[str]:
    yield from (f"{where}.{field} 必填" for field in _GOODS if line.get(field) in (None, ""))
    if all(letter.isascii() for letter in line["name_local"]):
        yield f"{where}.name_local 必填，且不得为纯数字或纯字母"


def price_rows(weight_kg: float) -> list[dict[str, Any]]:
    """Return invented prices, one row per fee as the carrier does: 15 RMB a parcel, 60 RMB a kilogram and more."""
    return [
        {
            "product_code": code,
            "product_name": name,
            "fee_name": fee,
            "price_name": fee_name,
            "calculate_amount": amount,
            "currency": "RMB",
            "interval_day": "5-10",
        }
        for place, (code, name) in enumerate(PRODUCTS.items())
        for fee, fee_name, amount in (("E1", "运费", round(weight_kg * (60 + 5 * place), 2)), ("E2", "挂号费", 15))
    ]
