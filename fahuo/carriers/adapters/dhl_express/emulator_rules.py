"""What the emulated DHL Express refuses and asks for, in its own shape; sentences are ours where none is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from fahuo.carriers.adapters.dhl_express.mapping import CODE
from fahuo.carriers.service_table import read_services

SERVICES = {service.code: service for service in read_services(Path(__file__).parent / "services.csv", CODE)}


PICKUP_SENTENCES = {
    "PAST": "#/plannedPickupDateAndTime: the requested pickup date is in the past",
    "FAR": "#/plannedPickupDateAndTime: the requested pickup date is more than 10 days in the future",
    "CUT_OFF": "#/plannedPickupDateAndTime: the requested pickup is past the cut-off time of the service area",
    "SHORT": "#/closeTime: ready and close are too near to each other",
    "SUNDAY": "#/plannedPickupDateAndTime: no pickup is made in this service area on the requested day",
}


def waybill_number(serial: int) -> str:
    """Return ten digits; the last is the remainder of the other nine by seven."""
    body = serial % 10**9
    return f"{body:09d}{body % 7}"


def moment(text: str) -> datetime:
    """Read `2026-01-06T10:00:00 GMT+08:00`."""
    return datetime.strptime(text.replace(" GMT", ""), "%Y-%m-%dT%H:%M:%S%z")


def on_day(at: datetime, clock: str) -> datetime:
    """Return the time `HH:MM` of the same day and place."""
    hour, _, minute = clock.partition(":")
    return at.replace(hour=int(hour), minute=int(minute), second=0)


def faults(shipment: dict[str, Any], account_number: str) -> list[str]:
    """Return every reason to refuse."""
    return list(_faults(shipment, account_number))


def products(weight_kg: float) -> list[dict[str, Any]]:
    """Return a price for each product, in the currency that is billed and in the base currency; invented."""
    return [_product(code, weight_kg, place) for place, code in enumerate(SERVICES)]


def pickup_faults(asked: dict[str, Any], account_number: str, window_fault: str) -> list[str]:
    """Return every reason not to come."""
    found = []
    if [account["number"] for account in asked["accounts"]] != [account_number]:
        found.append("#/accounts/0/number: account is not known")
    found += _party(asked["customerDetails"]["shipperDetails"], "#/customerDetails/shipperDetails")
    for place, shipment in enumerate(asked["shipmentDetails"]):
        if shipment["productCode"] not in SERVICES:
            found.append(f"#/shipmentDetails/{place}/productCode: product does not exist")
    if window_fault:
        found.append(PICKUP_SENTENCES[window_fault])
    return found


def _faults(shipment: dict[str, Any], account_number: str) -> Iterator[str]:
    if [account["number"] for account in shipment["accounts"]] != [account_number]:
        yield "#/accounts/0/number: account is not known"
    if shipment["productCode"] not in SERVICES:
        yield f"#/productCode: product {shipment['productCode']} does not exist"
    for who, party in shipment["customerDetails"].items():
        yield from _party(party, f"#/customerDetails/{who}")
    for place, piece in enumerate(shipment["content"]["packages"]):
        if not piece["weight"] > 0:
            yield f"#/content/packages/{place}/weight: 0 is not greater than 0"
    for place, item in enumerate(shipment["content"]["exportDeclaration"]["lineItems"]):
        if not item.get("manufacturerCountry"):
            yield f"#/content/exportDeclaration/lineItems/{place}/manufacturerCountry: required key not found"


def _party(party: dict[str, Any], where: str) -> Iterator[str]:
    needed = {
        "postalAddress": ("cityName", "countryCode", "addressLine1"),
        "contactInformation": ("phone", "companyName", "fullName"),
    }
    for part, names in needed.items():
        empty = (name for name in names if not party[part].get(name))
        yield from (f"{where}/{part}/{name}: expected minLength: 1, actual: 0" for name in empty)


def _product(code: str, weight_kg: float, place: int) -> dict[str, Any]:
    freight, fuel = round(230 + 70 * weight_kg - 60 * place, 2), 42.30
    parts = [{"name": SERVICES[code].name_en.upper(), "price": freight}, {"name": "FUEL SURCHARGE", "price": fuel}]
    total = round(freight + fuel, 2)
    return {
        "productName": SERVICES[code].name_en.upper(),
        "productCode": code,
        "totalPrice": [
            {"currencyType": "BASEC", "priceCurrency": "EUR", "price": round(total / 8, 2)},
            {"currencyType": "BILLC", "priceCurrency": "CNY", "price": total},
        ],
        "detailedPriceBreakdown": [{"currencyType": "BILLC", "priceCurrency": "CNY", "breakdown": parts}],
        "deliveryCapabilities": {"totalTransitDays": str(3 + 4 * place)},
    }
