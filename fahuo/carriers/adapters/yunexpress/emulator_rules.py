"""What the emulated YunExpress refuses, in the carrier's words where a source gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.words import said
from fahuo.carriers.service_table import read_services

_SERVICES = read_services(Path(__file__).parent / "services.csv", "yunexpress")
PRODUCTS = {service.code: service.name_zh for service in _SERVICES}
# Invented: which products give a label as an address rather than as base64. Both were seen.
LABELS_BY_ADDRESS = frozenset({"MUZXR"})
# How far a journey must be for the order's letter, the furthest first: 已完成, 已出库, 已收货.
_LETTERS = (("D", Step.DELIVERED), ("C", Step.SORTED), ("B", Step.RECEIVED))
_TROUBLES = frozenset({Step.CUSTOMS_HELD, Step.ADDRESS_UNCLEAR, Step.NOT_DELIVERED, Step.LOST})
_LABEL_TYPES = ("PDF", "ZPL", "PNG", "", None)
_CHINA_S = 8 * 3600
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
    if order.get("label_type") not in _LABEL_TYPES:
        yield "label_type 不存在"
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


def order_state(events: Sequence[Happening], *, cancelled: bool, held: bool) -> str:
    """Return the letter of an order: A until the first scan, then as far as the parcel has come."""
    if cancelled or held:
        return "E" if cancelled else "Y"
    steps = {event.step for event in events}
    return next((letter for letter, step in _LETTERS if step in steps), "A")


def package_status(events: Sequence[Happening]) -> str:
    """Return the letter of a parcel's track: F forecast, T on its way, D delivered, E perhaps abnormal, R returned."""
    last = events[-1].step if events else Step.DECLARED
    if last in (Step.RETURNING, Step.RETURNED):
        return "R"
    return {Step.DECLARED: "F", Step.DELIVERED: "D"}.get(last, "E" if last in _TROUBLES else "T")  # type: ignore[arg-type]


def track_event(event: Happening) -> dict[str, Any]:
    """Return an entry of `track_events`: the local time without a zone, and the UTC time."""
    local, moment = (datetime.fromtimestamp(event.at + shift, UTC) for shift in (_CHINA_S, 0))
    words = said(event)
    return {
        "track_node_code": event.code,
        "track_node_description": words,
        "process_time": f"{local:%Y-%m-%d %H:%M:%S}",
        "process_utc_time": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "process_content": words,
        "process_location": "",
        "process_country": "",
    }
