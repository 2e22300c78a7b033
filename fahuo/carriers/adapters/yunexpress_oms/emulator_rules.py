"""What the emulated OMS refuses, in the carrier's words where a source gives them, and how its answers look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fahuo.carriers.adapters.yunexpress_oms.zones import zone_of
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.words import said
from fahuo.carriers.service_table import read_services

_SERVICES = read_services(Path(__file__).parent / "services.csv", "yunexpress_oms")
PRODUCTS = {service.code: service for service in _SERVICES}
_ORDER = ("CustomerOrderNumber", "ShippingMethodCode", "PackageCount", "Weight", "Receiver", "Parcels")
_RECEIVER = {"CountryCode": 2, "FirstName": 50, "Street": 200, "City": 100}
_LENGTHS = {"LastName": 50, "StreetAddress1": 200, "StreetAddress2": 200, "State": 100, "Zip": 50, "Phone": 50}
_GOODS = ("EName", "Quantity", "UnitPrice", "UnitWeight", "CurrencyCode")
# `TrackingStatus` of what happens; everything else is 20, on its way.
_STATUS = {
    Step.DECLARED: 10,
    Step.AT_PICKUP_POINT: 30,
    Step.NOT_DELIVERED: 40,
    Step.DELIVERED: 50,
    Step.CUSTOMS_HELD: 60,
    Step.ADDRESS_UNCLEAR: 60,
    Step.LOST: 60,
    Step.RETURNING: 90,
    Step.RETURNED: 90,
}
_PACKAGE_STATE = {0: 0, 10: 1, 20: 2, 30: 2, 40: 6, 50: 3, 60: 6, 90: 7}
_AT_HOME = frozenset(
    {Step.DECLARED, Step.COLLECTED, Step.RECEIVED, Step.SORTED}
    | {Step.EXPORT_CUSTOMS, Step.EXPORT_RELEASED, Step.DEPARTED, None}
)


def first_fault(order: dict[str, Any]) -> str:
    """Return the text of the first fault, empty when the order is acceptable."""
    return next(_faults(order), "")


def _faults(order: dict[str, Any]) -> Iterator[str]:
    yield from (f"{field} 不能为空" for field in _ORDER if not order.get(field))
    if len(order["CustomerOrderNumber"]) > 50:
        yield "CustomerOrderNumber 长度不能超过50"
    if order["ShippingMethodCode"] not in PRODUCTS:
        yield "运输方式不存在"
    weight = order["Weight"]
    if weight <= 0 or round(weight, 3) != weight:
        yield "重量必须大于0，且最多3位小数"
    if any(not isinstance(order.get(side, 1), int) for side in ("Length", "Width", "Height")):
        yield "Length, Width, Height 必须为整数"
    yield from _receiver(order["Receiver"])
    for line in order["Parcels"]:
        yield from (f"Parcels.{field} 不能为空" for field in _GOODS if line.get(field) in (None, ""))


def _receiver(receiver: dict[str, Any]) -> Iterator[str]:
    yield from (f"Receiver.{field} 不能为空" for field in _RECEIVER if not receiver.get(field))
    for field, longest in (_RECEIVER | _LENGTHS).items():
        if len(receiver.get(field, "")) > longest:
            yield f"Receiver.{field} 长度不能超过{longest}"


def track(entry: Entry, events: Sequence[Happening], number: str) -> dict[str, Any]:
    """Return the content of a tracking answer; a cancelled parcel has a state and no events."""
    details = [] if entry.cancelled else [_detail(event, entry.country) for event in events]
    status = 100 if entry.cancelled else _status(events[-1]) if events else 0
    return {
        "CountryCode": entry.country,
        "WaybillNumber": entry.number,
        "TrackingNumber": number,
        "CarrierName": "",
        "ProvicerTelephone": "",  # sic
        "CreatedBy": None,
        "PackageState": 5 if entry.cancelled else _PACKAGE_STATE.get(status, 2),
        "TrackingStatus": status,
        "IntervalDays": -1.0,
        "OrderTrackingDetails": details,
    }


def prices(weight_kg: float, country: str) -> list[dict[str, Any]] | None:
    """Return invented prices, fees side by side as the carrier does; null where nothing goes."""
    if country in ("", "KP"):
        return None
    return [_price(place, code, weight_kg) for place, code in enumerate(PRODUCTS)]


def _price(place: int, code: str, weight_kg: float) -> dict[str, Any]:
    freight, registration = round(weight_kg * (62 + 5 * place), 2), 15.5
    fuel = round(freight * 0.1, 2)
    return {
        "Code": code,
        "CName": PRODUCTS[code].name_zh,
        "EName": PRODUCTS[code].name_en,
        "ShippingFee": freight,
        "RegistrationFee": registration,
        "FuelFee": fuel,
        "SundryFee": 0,
        "TotalFee": round(freight + registration + fuel, 2),
        "Currency": "RMB",
        "Weight": weight_kg,
        "DeliveryDays": "6-12",
        "Remark": None,
    }


def _status(event: Happening) -> int:
    return _STATUS.get(event.step, 20) if event.step else 20


def _detail(event: Happening, country: str) -> dict[str, Any]:
    """An event with the local time of its place and no zone."""
    place = "CN" if event.step in _AT_HOME else country
    local = datetime.fromtimestamp(event.at, UTC).astimezone(zone_of(place))
    words = said(event)
    return {
        "ProcessDate": f"{local:%Y-%m-%dT%H:%M:%S}",
        "ProcessContent": words,
        "ProcessLocation": None,
        "ProcessCountry": place,
        "TrackingStatus": _status(event),
        "TrackNodeCode": event.code,
        "TrackCodeDescription": words,
        "AbnormalReasons": [],
    }
