"""What the emulated 4PX refuses, and what it asks for a parcel. Texts are invented where no source gives them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fahuo.carriers.adapters.fpx.mapping import HANDOVERS, LONGEST_STREET, RETURNS, SERVICES

_ORDER = (
    *("ref_no", "business_type", "duty_type", "is_insure", "logistics_service_info", "return_info"),
    *("parcel_list", "sender", "recipient_info", "deliver_type_info"),
)
_SENDER = ("first_name", "country", "city")
_RECIPIENT = ("first_name", "country", "city", "phone", "street")
_PARCEL = ("weight", "parcel_value", "currency", "include_battery", "declare_product_info")
_DECLARED = (
    *("declare_product_code_qty", "declare_unit_price_export", "currency_export"),
    *("declare_unit_price_import", "currency_import", "brand_export", "brand_import"),
)


def first_fault(order: dict[str, Any]) -> str:
    """Return the text of the first fault, empty when the order is acceptable."""
    return next(_faults(order), "")


def _faults(order: dict[str, Any]) -> Iterator[str]:
    yield from _missing("", order, _ORDER)
    if len(order["ref_no"]) > 64:
        yield "ref_no length must not exceed 64"
    if order["duty_type"] not in ("U", "P"):
        yield "duty_type must be U or P"
    if order["logistics_service_info"].get("logistics_product_code") not in SERVICES:
        yield "logistics_product_code does not exist"
    if {order["return_info"].get(f"is_return_on_{place}") for place in ("domestic", "oversea")} - set(RETURNS.values()):
        yield "return_info must be Y, N or U"
    if order["deliver_type_info"].get("deliver_type") not in HANDOVERS.values():
        yield "DS000042 deliver_type is invalid"
    yield from _missing("sender.", order["sender"], _SENDER)
    yield from _recipient(order["recipient_info"])
    for parcel in order["parcel_list"]:
        yield from _parcel(parcel)


def _recipient(recipient: dict[str, Any]) -> Iterator[str]:
    yield from _missing("recipient_info.", recipient, _RECIPIENT)
    if len(recipient["street"]) > LONGEST_STREET or not recipient["street"].isascii():
        yield "recipient_info.street: at most 90 Latin letters"


def _parcel(parcel: dict[str, Any]) -> Iterator[str]:
    yield from _missing("parcel_list.", parcel, _PARCEL)
    if not isinstance(parcel["weight"], int) or parcel["weight"] <= 0:
        yield "parcel_list.weight must be whole grams"
    if parcel["include_battery"] not in ("Y", "N"):
        yield "include_battery must be Y or N"
    for line in parcel["declare_product_info"]:
        yield from _missing("declare_product_info.", line, _DECLARED)
        if any(round(line[key], 2) != line[key] for key in line if key.startswith("declare_unit_price")):
            yield "declare_unit_price: two decimals at most"
    worth = sum(
        Decimal(str(line["declare_unit_price_export"])) * line["declare_product_code_qty"]
        for line in parcel["declare_product_info"]
    )
    if Decimal(str(parcel["parcel_value"])) != worth:
        yield "parcel_value is not the sum of the declared products"


def _missing(where: str, given: dict[str, Any], needed: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{where}{field} is required" for field in needed if given.get(field) in (None, "", []))


def estimates(weight_g: int) -> list[dict[str, Any]]:
    """Return invented prices: 12 yuan a parcel and from 0.07 a gram, the fee as text for every other product."""
    return [
        {
            "logistics_product_code": code,
            "lump_sum_fee": fee if place % 2 else str(fee),
            "charge_weight": weight_g,
            "estimated_time": f"{service.days_min} - {service.days_max}",
            "is_show_track": "Y",
            "is_volume_cargo": "N",
            "remarks": "",
        }
        for place, (code, service) in enumerate(SERVICES.items())
        for fee in [round(12 + weight_g * (0.07 + 0.01 * place), 2)]
    ]
