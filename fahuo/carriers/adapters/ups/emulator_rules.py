"""What the emulated UPS refuses, how its numbers look and what it asks for. Sentences are ours where none is known."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

from PIL import Image

from fahuo.carriers.adapters.ups.offers import NAMES
from fahuo.carriers.emulation.pickups import PickupEntry
from fahuo.kit.pdf import PdfUnreadable, rasterise

WITH_STATE = ("US", "CA")


CHINA = timezone(timedelta(hours=8))
WELL = {"ResponseStatus": {"Code": "1", "Description": "Success"}}
FREE = {"Code": "01", "Description": "Success"}
PICKUP_SENTENCES = {
    "PAST": ("9510111", "The pickup date is in the past"),
    "FAR": ("9510112", "The pickup date is too far in the future"),
    "CUT_OFF": ("9510120", "The ready time is past the latest time for a pickup on this day"),
    "SHORT": ("9510121", "The close time is too early for the ready time"),
    "SUNDAY": ("9510122", "No pickup service on the requested pickup date"),
}


def waybill_number(account_number: str, service: str, serial: int) -> str:
    """Return `1Z` + account + service + seven digits + check digit."""
    body = f"{account_number}{service}{serial % 10**7:07d}"
    return f"1Z{body}{check_digit(body)}"


def check_digit(body: str) -> str:
    """Return the last digit of a 1Z number: letters count (place in ASCII − 63) mod 10, every second one twice."""
    values = [int(letter) if letter.isdigit() else (ord(letter) - 63) % 10 for letter in body]
    return str(-(sum(values[::2]) + 2 * sum(values[1::2])) % 10)


def first_fault(shipment: dict[str, Any], account_number: str) -> tuple[str, str] | None:
    """Return code and sentence of the first fault, None when the shipment is acceptable."""
    return next(_faults(shipment, account_number), None)


def price_rows(weight_kg: float) -> list[dict[str, Any]]:
    """Return the public and the contract's price of each service; invented."""
    return [_row(code, name, weight_kg, place) for place, (code, name) in enumerate(NAMES.items())]


def picture(content: bytes) -> str:
    """Turn a drawn label into the GIF that UPS sends, as base64; what cannot be drawn is sent as it is."""
    try:
        pixels = rasterise(content)
    except PdfUnreadable:
        return base64.b64encode(content).decode("ascii")
    target = io.BytesIO()
    # UPS's labels lie on their side.
    Image.fromarray(pixels).transpose(Image.Transpose.ROTATE_90).save(target, "GIF")
    return base64.b64encode(target.getvalue()).decode("ascii")


def window(asked: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return when the parcels are ready and when the place closes."""
    said = asked["PickupDateInfo"]
    ready, close = (f"{said['PickupDate']}{said[name]}+0800" for name in ("ReadyTime", "CloseTime"))
    return datetime.strptime(ready, "%Y%m%d%H%M%z"), datetime.strptime(close, "%Y%m%d%H%M%z")


def place(address: dict[str, str]) -> str:
    """Return what tells one place from another."""
    return "|".join((address["AddressLine"], address["City"], address.get("PostalCode", "")))


def pickup_fault(asked: dict[str, Any], account_number: str, window_fault: str) -> tuple[str, str] | None:
    """Return code and sentence of the first reason not to come."""
    address = asked["PickupAddress"]
    if asked["Shipper"]["Account"]["AccountNumber"] != account_number:
        return "9510113", "Missing or invalid shipper number"
    if not (address["AddressLine"].strip() and address["City"].strip() and address["Phone"]["Number"]):
        return "9510104", "Missing or invalid pickup address"
    if window_fault:
        return PICKUP_SENTENCES[window_fault]
    return None


def is_pending(entry: PickupEntry, today: date) -> bool:
    """Tell whether the list of what is pending names it: today and tomorrow only."""
    return not entry.cancelled and today <= entry.ready_at.date() <= today + timedelta(days=1)


def pending(entry: PickupEntry) -> dict[str, str]:
    """Return one row of the list."""
    day = f"{entry.ready_at:%Y%m%d}"
    return {
        "PickupType": "01",
        "ServiceDate": day,
        "PRN": entry.number,
        "PickupStatusMessage": "002",
        "ReferenceNumber": entry.reference,
    }


def _faults(shipment: dict[str, Any], account_number: str) -> Iterator[tuple[str, str]]:
    if shipment["Shipper"].get("ShipperNumber") != account_number:
        yield "120500", "Missing or invalid shipper number"
    if shipment["Service"]["Code"] not in NAMES:
        yield "120100", "Missing or invalid service code"
    for who, place in (("shipper", "Shipper"), ("ship from", "ShipFrom"), ("ship to", "ShipTo")):
        yield from _party(shipment[place], who)
    for parcel in shipment["Package"]:
        if not float(parcel["PackageWeight"]["Weight"]) > 0:
            yield "120603", "Missing or invalid package weight"
    for product in shipment["ShipmentServiceOptions"]["InternationalForms"]["Product"]:
        if not product.get("OriginCountryCode"):
            yield "128091", "Missing or invalid product origin country code"


def _party(party: dict[str, Any], who: str) -> Iterator[tuple[str, str]]:
    address = party["Address"]
    if not party.get("Name"):
        yield "120201", f"Missing or invalid {who} name"
    if not (party.get("Phone") or {}).get("Number"):
        yield "120213", f"Missing or invalid {who} phone number"
    lines = address.get("AddressLine") or []
    if not 1 <= len(lines) <= 3 or any(not 0 < len(line) <= 35 or not line.isascii() for line in lines):
        yield "120202", f"Missing or invalid {who} address line 1"
    if not address.get("City"):
        yield "120203", f"Missing or invalid {who} city"
    if address["CountryCode"] in WITH_STATE and len(address.get("StateProvinceCode", "")) != 2:
        yield "120206", f"Missing or invalid {who} StateProvinceCode (state)"


def _row(code: str, name: str, weight_kg: float, place: int) -> dict[str, Any]:
    transport = round(180 + 60 * weight_kg - 40 * place, 2)
    return {
        "Service": {"Code": code, "Description": name},
        "TransportationCharges": {"CurrencyCode": "CNY", "MonetaryValue": f"{transport:.2f}"},
        "ServiceOptionsCharges": {"CurrencyCode": "CNY", "MonetaryValue": "12.50"},
        "TotalCharges": {"CurrencyCode": "CNY", "MonetaryValue": f"{transport + 12.5:.2f}"},
        "GuaranteedDelivery": {"BusinessDaysInTransit": str(3 + place)},
    }
