"""Pick-ups in DHL Express's own spelling (MyDHL API, read 2026-11)."""

from __future__ import annotations

import msgspec

from fahuo.carriers.adapters.dhl_express.wire import Coded, Party, Piece, Sent


class PickupShipment(Sent):
    """What of one product is to be fetched."""

    product_code: str
    is_customs_declarable: bool
    unit_of_measurement: str
    packages: list[Piece]


class NewPickup(Sent):
    """Body of `POST /pickups`. Ready and close are the local time of the address."""

    planned_pickup_date_and_time: str
    close_time: str
    accounts: list[Coded]
    customer_details: dict[str, Party]
    shipment_details: list[PickupShipment]
    remark: str = ""


class PickupBooked(msgspec.Struct, rename="camel"):
    """Answer of `POST /pickups`."""

    dispatch_confirmation_numbers: list[str] = []
    ready_by_time: str = ""
    next_pickup_date: str = ""
    warnings: list[str] = []
